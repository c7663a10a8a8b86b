-- Where the time of a build went, and what it made.

CREATE TABLE build_profile (
  report_id bigint PRIMARY KEY,
  tenant text NOT NULL,
  run_id text NOT NULL,
  job text NOT NULL,
  tool text NOT NULL,
  -- When its run was queued: what a history is ordered by, whenever the report came.
  at timestamptz NOT NULL,
  started_at timestamptz,
  duration_ms float8,
  -- Work that was found done, and work that had to be done; null where the tool does not tell.
  cache_hits int,
  cache_misses int,
  -- Count and sum of all units by kind, and the slowest units.
  kinds jsonb NOT NULL,
  units jsonb NOT NULL,
  unit_count int NOT NULL
);
CREATE INDEX build_profile_of_run ON build_profile (tenant, run_id);
CREATE INDEX build_profile_recent ON build_profile (tenant, at);
CREATE INDEX build_profile_horizon ON build_profile USING brin (at);

-- What a job left behind. Summit keeps what is said of it, never the thing.
CREATE TABLE artifact (
  tenant text NOT NULL,
  run_id text NOT NULL,
  -- SHA-256 of job and name, which may be longer than an index takes.
  key bytea NOT NULL,
  job text NOT NULL,
  name text NOT NULL,
  at timestamptz NOT NULL,
  bytes bigint,
  sha256 bytea,
  media_type text,
  url text,
  PRIMARY KEY (tenant, run_id, key)
);
CREATE INDEX artifact_horizon ON artifact USING brin (at);
