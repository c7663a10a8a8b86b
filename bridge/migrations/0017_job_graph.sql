-- What sources declare of the jobs of a run: which waits for which. It may come before the first word of the run, once or often.
CREATE TABLE declared_job (
  tenant text NOT NULL,
  run_id text NOT NULL,
  -- Who declares it: sources are not mixed.
  source text NOT NULL,
  job_key text NOT NULL,
  -- How the run names it, and what it needs.
  job jsonb NOT NULL,
  -- The same as text with its keys in order, to compare.
  words text NOT NULL,
  -- The later word of one source stands, whichever is digested first.
  told_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, run_id, source, job_key)
);
CREATE INDEX declared_job_horizon ON declared_job USING brin (told_at);
