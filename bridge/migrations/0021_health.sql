-- Why jobs fail.

-- Lines of a log that show trouble of the machine or the network, noticed as it is read: nobody reads whole logs again to ask why a job failed.
CREATE TABLE log_sign (
  log_id bigint NOT NULL REFERENCES build_log ON DELETE CASCADE,
  line int NOT NULL,
  kind text NOT NULL,
  -- As it is stored, cut.
  text text NOT NULL,
  PRIMARY KEY (log_id, line)
);

-- What failed in a period, newest first; few beside all that ended.
CREATE INDEX job_failed ON job (tenant, finished_at, run_id, id) WHERE status = 'completed' AND result IN ('failed', 'timed_out');
CREATE INDEX run_failed ON run (tenant, finished_at, id) WHERE status = 'completed' AND result IN ('failed', 'timed_out');

-- How much longer the runs of a pipeline take since their last lasting change, as of the last one that succeeded.
CREATE TABLE pipeline_pace (
  tenant text NOT NULL,
  provider text NOT NULL,
  repository text NOT NULL,
  name text NOT NULL,
  system text NOT NULL,
  -- 1 and null where nothing changed.
  ratio float8 NOT NULL,
  since timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, provider, repository, name, system)
);
