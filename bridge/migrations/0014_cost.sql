-- What each job that worked took, apart from the job and its steps: sums over months read these narrow rows alone. Prices are applied when
-- they are asked for, so that a price that is filled in later holds for what was before.

-- What a runner is, as far as prices go: its labels and group, in order. Long numbers in them are ids of single machines, not kinds of them.
CREATE FUNCTION runner_class(runner jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_agg(label ORDER BY label COLLATE "C"), '[]')::text FROM (
    SELECT DISTINCT left(regexp_replace(value, '\d{5,}', '#', 'g'), 100) AS label FROM (
      SELECT value FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(runner -> 'labels') = 'array' THEN runner -> 'labels' ELSE '[]' END)
      UNION ALL SELECT 'group:' || (runner ->> 'group') WHERE runner ->> 'group' IS NOT NULL
    ) AS labels LIMIT 30
  ) AS distinct_labels
$$;

-- One job of one commit over all its tries. Null where the commit is not known.
CREATE FUNCTION same_job(repository text, pipeline text, sha text, job text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT ('x' || left(md5(jsonb_build_array(repository, pipeline, sha, job)::text), 16))::bit(64)::bigint WHERE sha IS NOT NULL
$$;

CREATE TABLE job_time (
  at timestamptz NOT NULL, -- its end
  worked_ms bigint NOT NULL,
  queue_ms bigint NOT NULL,
  same bigint,
  outcome text COLLATE "C" NOT NULL,
  tenant text NOT NULL,
  repository text COLLATE "C" NOT NULL,
  pipeline text COLLATE "C" NOT NULL,
  job text COLLATE "C" NOT NULL,
  system text COLLATE "C" NOT NULL,
  runner text COLLATE "C" NOT NULL, -- its runner_class
  branch text,
  run_id text NOT NULL,
  job_id text NOT NULL,
  PRIMARY KEY (tenant, run_id, job_id)
);
CREATE INDEX job_time_at ON job_time (tenant, at);
CREATE INDEX job_time_of ON job_time (tenant, repository, at);
CREATE INDEX job_time_passed ON job_time (tenant, same, at) WHERE outcome = 'success';

-- Each kind of runner once, so that prices are looked up for kinds and not for jobs.
CREATE TABLE runner_kind (
  tenant text NOT NULL,
  system text COLLATE "C" NOT NULL,
  runner text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, system, runner)
);

CREATE VIEW job_time_source AS
  SELECT j.finished_at AS at, greatest(0, extract(epoch FROM j.finished_at - j.started_at) * 1000)::bigint AS worked_ms,
    greatest(0, extract(epoch FROM j.started_at - j.queued_at) * 1000)::bigint AS queue_ms, same_job(r.repository, r.name, r.sha, j.name) AS same,
    coalesce(j.result, 'unknown') AS outcome, j.tenant, r.repository, r.name AS pipeline, j.name AS job, r.system, runner_class(j.runner) AS runner,
    r.branch, j.run_id, j.id AS job_id
  FROM job j JOIN run r ON r.tenant = j.tenant AND r.id = j.run_id
  WHERE j.status = 'completed' AND j.started_at IS NOT NULL AND j.finished_at IS NOT NULL AND j.result IS DISTINCT FROM 'skipped';

CREATE FUNCTION store_job_times(tenants text[], runs text[], jobs text[]) RETURNS void LANGUAGE sql AS $$
  WITH wanted AS (SELECT * FROM unnest(tenants, runs, jobs) AS w(tenant, run_id, job_id)),
  found AS (SELECT s.* FROM wanted w JOIN job_time_source s USING (tenant, run_id, job_id)),
  kinds AS (
    INSERT INTO runner_kind (tenant, system, runner)
    SELECT DISTINCT f.tenant, f.system, f.runner FROM found f
    WHERE NOT EXISTS (SELECT FROM runner_kind k WHERE k.tenant = f.tenant AND k.system = f.system AND k.runner = f.runner)
    ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING
  ), gone AS (
    DELETE FROM job_time t USING wanted w WHERE t.tenant = w.tenant AND t.run_id = w.run_id AND t.job_id = w.job_id
      AND NOT EXISTS (SELECT FROM found f WHERE f.tenant = w.tenant AND f.run_id = w.run_id AND f.job_id = w.job_id)
  )
  INSERT INTO job_time (at, worked_ms, queue_ms, same, outcome, tenant, repository, pipeline, job, system, runner, branch, run_id, job_id)
  SELECT at, worked_ms, queue_ms, same, outcome, tenant, repository, pipeline, job, system, runner, branch, run_id, job_id FROM found
  ON CONFLICT (tenant, run_id, job_id) DO UPDATE SET at = excluded.at, worked_ms = excluded.worked_ms, queue_ms = excluded.queue_ms,
    same = excluded.same, outcome = excluded.outcome, repository = excluded.repository, pipeline = excluded.pipeline, job = excluded.job,
    system = excluded.system, runner = excluded.runner, branch = excluded.branch
$$;

CREATE FUNCTION job_times_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record;
BEGIN
  -- What has not ended has no row, and none that could go away.
  SELECT array_agg(tenant) AS tenants, array_agg(run_id) AS runs, array_agg(id) AS jobs INTO changed FROM news WHERE status = 'completed';
  IF changed.jobs IS NOT NULL THEN PERFORM store_job_times(changed.tenants, changed.runs, changed.jobs); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER job_time_new AFTER INSERT ON job REFERENCING NEW TABLE AS news FOR EACH STATEMENT EXECUTE FUNCTION job_times_changed();

CREATE FUNCTION job_times_changed_again() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed record;
BEGIN
  SELECT array_agg(n.tenant) AS tenants, array_agg(n.run_id) AS runs, array_agg(n.id) AS jobs INTO changed
  FROM news n JOIN olds o USING (tenant, run_id, id)
  WHERE 'completed' IN (n.status, o.status)
    AND (n.status, n.result, n.name, n.queued_at, n.started_at, n.finished_at, n.runner)
      IS DISTINCT FROM (o.status, o.result, o.name, o.queued_at, o.started_at, o.finished_at, o.runner);
  IF changed.jobs IS NOT NULL THEN PERFORM store_job_times(changed.tenants, changed.runs, changed.jobs); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER job_time_changed AFTER UPDATE ON job REFERENCING OLD TABLE AS olds NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION job_times_changed_again();

-- What a run is called, and its commit, may be learned after its jobs.
CREATE FUNCTION job_times_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM store_job_times(array_agg(tenant), array_agg(run_id), array_agg(id)) FROM job WHERE tenant = NEW.tenant AND run_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER job_time_of_run AFTER UPDATE OF repository, name, sha, branch, system ON run FOR EACH ROW
  WHEN ((NEW.repository, NEW.name, NEW.sha, NEW.branch, NEW.system) IS DISTINCT FROM (OLD.repository, OLD.name, OLD.sha, OLD.branch, OLD.system))
  EXECUTE FUNCTION job_times_of_run();

INSERT INTO job_time (at, worked_ms, queue_ms, same, outcome, tenant, repository, pipeline, job, system, runner, branch, run_id, job_id)
SELECT at, worked_ms, queue_ms, same, outcome, tenant, repository, pipeline, job, system, runner, branch, run_id, job_id FROM job_time_source;
INSERT INTO runner_kind (tenant, system, runner) SELECT DISTINCT tenant, system, runner FROM job_time;

-- What a tenant pays for its runners: the first rule that fits a runner is its price.
CREATE TABLE price_list (
  tenant text PRIMARY KEY REFERENCES tenant,
  currency text NOT NULL,
  rules jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
