-- Tests and coverage, as builds upload them.
DROP TABLE test_case;

-- Reports may come before the first word of their run, and wait in the inbox for it.
CREATE INDEX inbox_report_of ON inbox (tenant, (meta ->> 'run')) WHERE source = 'report';

-- One upload that was read. The same bytes for the same run and job are one report.
CREATE TABLE report (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  run_id text NOT NULL,
  job text NOT NULL,
  -- SHA-256 of the report itself, however it was compressed on its way.
  hash bytea NOT NULL,
  kind text NOT NULL, -- tests | coverage
  format text NOT NULL,
  name text NOT NULL,
  received_at timestamptz NOT NULL,
  passed int NOT NULL DEFAULT 0,
  failed int NOT NULL DEFAULT 0,
  error int NOT NULL DEFAULT 0,
  skipped int NOT NULL DEFAULT 0,
  -- Of those that passed: at a later try.
  retried int NOT NULL DEFAULT 0,
  -- So many failed that the machine is to blame.
  infrastructure boolean NOT NULL DEFAULT false,
  UNIQUE (tenant, run_id, job, hash)
);
CREATE INDEX report_horizon ON report USING brin (received_at);

-- A test over all its runs. Its name may be longer than an index takes, so that its hash stands for it.
CREATE TABLE test (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  repository text NOT NULL,
  -- SHA-256 of suite and name.
  hash bytea NOT NULL,
  suite text NOT NULL,
  name text NOT NULL,
  file text,
  words text NOT NULL GENERATED ALWAYS AS (lower(suite || ' ' || name || ' ' || coalesce(file, ''))) STORED,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  last_outcome text NOT NULL,
  -- What it took lately, smoothed.
  duration_ms real,
  -- Commits at which it both passed and failed, of those it ran at, in the window of domain/tests; as of its last result.
  flakes int NOT NULL DEFAULT 0,
  flakes_of int NOT NULL DEFAULT 0,
  last_flake_at timestamptz,
  UNIQUE (tenant, repository, hash)
) WITH (fillfactor = 70); -- Each result changes its test in place: room on the page spares the index entries.

-- One row a test and upload. Commit and branch are the run's: its row is right until the last report of it, a copy here would not be.
CREATE TABLE test_result (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tenant text NOT NULL,
  run_id text NOT NULL,
  -- What people look at first: 0 did not pass, 1 passed at a later try, 2 passed, 3 skipped.
  rank smallint NOT NULL,
  test_id bigint NOT NULL,
  report_id bigint NOT NULL,
  -- When its run was queued: what a history is ordered by, whenever the report came.
  at timestamptz NOT NULL,
  outcome text NOT NULL,
  earlier_tries text[],
  duration_ms real,
  line int,
  infrastructure boolean NOT NULL,
  -- Of what did not pass.
  message text,
  details text,
  PRIMARY KEY (tenant, run_id, rank, id)
);
CREATE INDEX test_result_history ON test_result (test_id, at DESC, id DESC);
CREATE INDEX test_result_failed ON test_result (tenant, at, test_id) WHERE rank = 0 AND NOT infrastructure;
CREATE INDEX test_result_horizon ON test_result USING brin (at);

-- A commit at which a test both passed and failed, in one job.
CREATE TABLE test_flake (
  tenant text NOT NULL,
  test_id bigint NOT NULL,
  -- The run, where its commit is not known.
  sha text NOT NULL,
  job text NOT NULL,
  run_id text NOT NULL,
  how text NOT NULL, -- retry: within one run | rerun: in another
  at timestamptz NOT NULL,
  PRIMARY KEY (test_id, sha, job)
);
CREATE INDEX test_flake_horizon ON test_flake USING brin (at);

CREATE TABLE coverage_file (
  tenant text NOT NULL,
  run_id text NOT NULL,
  -- SHA-256 of the path, which may be longer than an index takes.
  hash bytea NOT NULL,
  path text NOT NULL,
  at timestamptz NOT NULL,
  lines_covered int NOT NULL,
  lines_total int NOT NULL,
  branches_covered int,
  branches_total int,
  functions_covered int,
  functions_total int,
  PRIMARY KEY (tenant, run_id, hash)
);
CREATE INDEX coverage_file_horizon ON coverage_file USING brin (at);
