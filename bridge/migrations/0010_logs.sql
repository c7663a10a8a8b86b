-- Build logs, as jobs wrote them.

-- Parts may come before the first word of their run or before the part in front of them, and wait in the inbox.
CREATE INDEX inbox_log_of ON inbox (tenant, (meta ->> 'run')) WHERE source = 'log';

-- The log of one job, which grows by parts in their order.
CREATE TABLE build_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  run_id text NOT NULL,
  -- As its sender named it: the job's number in its system, or its name; '' for the run as a whole.
  job text NOT NULL,
  next_part int NOT NULL DEFAULT 1,
  final boolean NOT NULL DEFAULT false,
  lines int NOT NULL DEFAULT 0,
  -- Of the text without colours.
  bytes bigint NOT NULL DEFAULT 0,
  errors int NOT NULL DEFAULT 0,
  warnings int NOT NULL DEFAULT 0,
  -- How many are kept of each.
  annotations int NOT NULL DEFAULT 0,
  groups int NOT NULL DEFAULT 0,
  exported int NOT NULL DEFAULT 0,
  first_at timestamptz,
  last_at timestamptz,
  received_at timestamptz NOT NULL,
  -- What the next part goes on from, sealed: it knows what the log asked to mask. Null once nothing follows.
  state bytea,
  UNIQUE (tenant, run_id, job)
);
CREATE INDEX build_log_horizon ON build_log USING brin (received_at);

-- Some thousand lines each; the text is a blob.
CREATE TABLE log_chunk (
  log_id bigint NOT NULL REFERENCES build_log ON DELETE CASCADE,
  first_line int NOT NULL,
  last_line int NOT NULL,
  first_at timestamptz,
  last_at timestamptz,
  -- When the blob was received, by which blobs are found and kept.
  received_at timestamptz NOT NULL,
  blob_id bigint NOT NULL,
  PRIMARY KEY (log_id, first_line)
);

CREATE TABLE log_group (
  log_id bigint NOT NULL REFERENCES build_log ON DELETE CASCADE,
  from_line int NOT NULL,
  depth int NOT NULL,
  -- Null while it is open.
  to_line int,
  name text NOT NULL,
  -- When its first line was written.
  at timestamptz,
  PRIMARY KEY (log_id, from_line, depth)
);

CREATE TABLE log_annotation (
  log_id bigint NOT NULL REFERENCES build_log ON DELETE CASCADE,
  n int NOT NULL,
  line int NOT NULL,
  level text NOT NULL,
  tool text NOT NULL,
  file text,
  row_number int,
  column_number int,
  code text,
  message text NOT NULL,
  issue_id bigint REFERENCES issue ON DELETE SET NULL,
  PRIMARY KEY (log_id, n)
);
CREATE INDEX log_annotation_issue ON log_annotation (issue_id) WHERE issue_id IS NOT NULL;

-- The project that errors of a repository's builds are issues of.
CREATE TABLE build_project (
  tenant text NOT NULL,
  provider text NOT NULL,
  repository text NOT NULL,
  project_id bigint NOT NULL REFERENCES project ON DELETE CASCADE,
  PRIMARY KEY (tenant, provider, repository)
);
