-- Servers of one provider number their runs and jobs each for themselves, so the host of a run is kept, and is part of ids where it is
-- not the provider's own.
ALTER TABLE run ADD COLUMN host text NOT NULL DEFAULT 'github.com';
ALTER TABLE run ALTER COLUMN host DROP DEFAULT;
ALTER TABLE job ADD COLUMN provider_job_id text;
UPDATE job SET provider_job_id = substr(id, strpos(id, '-') + 1);
ALTER TABLE job ALTER COLUMN provider_job_id SET NOT NULL;

-- The group of jobs that a job belongs to, where its pipeline has such groups, and whether a newer try of it took its place.
ALTER TABLE job ADD COLUMN stage text;
ALTER TABLE job ADD COLUMN retried boolean NOT NULL DEFAULT false;

-- Deployments whose source names only the job that made them.
ALTER TABLE deployment ADD COLUMN job_id text;
CREATE INDEX deployment_job ON deployment (tenant, job_id) WHERE job_id IS NOT NULL;
CREATE INDEX job_by_id ON job (tenant, id);
