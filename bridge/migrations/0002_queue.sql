-- The durable queue, its ledger, the outbox and the change feed.

-- One row for each accepted request, its body still compressed as it came. Rows go away in the transaction that applied their effects.
CREATE TABLE inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  source text NOT NULL, -- sentry | github | grafana
  project_id bigint,
  hook_id text,
  received_at timestamptz NOT NULL DEFAULT now(),
  encoding text NOT NULL DEFAULT '', -- '' | gzip | deflate | br | zstd
  -- What the body does not say: content type, event name, delivery id, client time.
  meta jsonb NOT NULL DEFAULT '{}',
  attempts int NOT NULL DEFAULT 0,
  not_before timestamptz,
  body bytea NOT NULL
);
ALTER TABLE inbox ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE inbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 20000);

-- A batch being worked on: written before the work, deleted by it. What is still here after a crash names the rows to retry one by one.
CREATE TABLE inbox_claim (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  worker text NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  row_ids bigint[] NOT NULL
);

-- Deliveries already accepted at a door. GitHub does not sign its delivery id, so the hash of the body is a key of its own.
CREATE TABLE delivery (
  hook_id text NOT NULL,
  key bytea NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (hook_id, key)
);
CREATE INDEX delivery_horizon ON delivery USING brin (received_at);

CREATE TABLE dead_letter (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  source text NOT NULL,
  project_id bigint,
  hook_id text,
  received_at timestamptz NOT NULL,
  failed_at timestamptz NOT NULL DEFAULT now(),
  encoding text NOT NULL,
  meta jsonb NOT NULL,
  attempts int NOT NULL,
  reason text NOT NULL,
  body bytea NOT NULL
);
CREATE INDEX dead_letter_recent ON dead_letter (tenant, id DESC);

-- Counts of what happened to what was received. Unit 'delivery': received = pending (rows of inbox) + stored + deduplicated + dropped
-- + dead_lettered. Unit 'item' (what deliveries contained): received = stored + deduplicated + dropped.
CREATE TABLE ledger (
  tenant text NOT NULL,
  source text NOT NULL,
  unit text NOT NULL,     -- delivery | item
  category text NOT NULL, -- for items: error, run, job, deployment, …; for deliveries ''
  state text NOT NULL,    -- received | stored | deduplicated | dropped | dead_lettered
  reason text NOT NULL DEFAULT '',
  quantity bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, source, unit, category, state, reason)
) WITH (fillfactor = 50);

-- Encoded OTLP requests, exactly as they will be sent, so that a retry is identical.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  signal text NOT NULL, -- traces | logs | metrics
  items int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0,
  not_before timestamptz NOT NULL DEFAULT now(),
  last_error text,
  payload bytea NOT NULL
);
ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE INDEX outbox_due ON outbox (not_before, id);

-- Business counters and histograms, cumulative since start_time, changed in the digest transaction and exported by one bridge.
CREATE TABLE metric_series (
  tenant text NOT NULL,
  name text NOT NULL,
  attributes jsonb NOT NULL,
  -- SHA-256 of the canonical attributes.
  key bytea NOT NULL,
  kind text NOT NULL, -- sum | updown | histogram
  unit text NOT NULL,
  start_time timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  exported_at timestamptz,
  value double precision NOT NULL DEFAULT 0,
  count bigint NOT NULL DEFAULT 0,
  bounds double precision[],
  buckets bigint[],
  PRIMARY KEY (tenant, name, key)
);

-- When business metrics were last exported: of several bridges, one does it each time.
CREATE TABLE exporter_run (
  name text PRIMARY KEY,
  ran_at timestamptz NOT NULL
);

-- What the outbox could not deliver for good, and why.
CREATE TABLE export_rejection (
  tenant text NOT NULL,
  signal text NOT NULL,
  reason text NOT NULL,
  quantity bigint NOT NULL,
  last_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, signal, reason)
);

-- The feed that SSE follows. Read only below pg_snapshot_xmin, in the order (xid, seq), so that nothing committed late is skipped.
CREATE TABLE change_feed (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  tenant text NOT NULL,
  kind text NOT NULL, -- run | issue | incident
  entity_id text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (xid, seq)
);
CREATE INDEX change_feed_at ON change_feed USING brin (at);
