-- What broke a test, who looks after it, which failures are put up with for a while, and how coverage goes on.

-- A branch and job that a repository's tests run on: results are compared along it. Names may be longer than an index takes.
CREATE TABLE test_line (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  repository text NOT NULL,
  branch text, -- null where the run has none
  job text NOT NULL,
  key text NOT NULL GENERATED ALWAYS AS (md5(repository) || md5(coalesce('on ' || branch, '')) || md5(job)) STORED,
  last_at timestamptz NOT NULL,
  UNIQUE (tenant, key)
);
CREATE INDEX test_line_horizon ON test_line USING brin (last_at);

CREATE FUNCTION test_line_of(of_tenant text, of_repository text, of_branch text, of_job text, seen timestamptz) RETURNS bigint
LANGUAGE sql AS $$
  INSERT INTO test_line AS l (tenant, repository, branch, job, last_at) VALUES (of_tenant, of_repository, of_branch, of_job, seen)
  ON CONFLICT (tenant, key) DO UPDATE SET last_at = greatest(l.last_at, excluded.last_at) RETURNING id
$$;

ALTER TABLE test_result ADD COLUMN line_id bigint;
DO $$
DECLARE o record;
BEGIN
  FOR o IN SELECT p.id, p.tenant, p.run_id, test_line_of(r.tenant, r.repository, r.branch, p.job, r.queued_at) AS line_id
    FROM report p JOIN run r ON r.tenant = p.tenant AND r.id = p.run_id WHERE p.kind = 'tests'
  LOOP
    UPDATE test_result SET line_id = o.line_id WHERE tenant = o.tenant AND run_id = o.run_id AND report_id = o.id;
  END LOOP;
END $$;
-- Both ends of what broke a test are one step into these.
CREATE INDEX test_result_fails ON test_result (test_id, line_id, at, id) WHERE rank = 0 AND NOT infrastructure;
CREATE INDEX test_result_passes ON test_result (test_id, line_id, at, id) WHERE rank IN (1, 2) AND NOT infrastructure;

-- The branch of a run may be learned after its reports.
CREATE FUNCTION test_lines_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o record;
BEGIN
  FOR o IN SELECT DISTINCT job FROM report WHERE tenant = NEW.tenant AND run_id = NEW.id AND kind = 'tests' ORDER BY job LOOP
    UPDATE test_result x SET line_id = test_line_of(NEW.tenant, NEW.repository, NEW.branch, o.job, NEW.queued_at)
    WHERE x.tenant = NEW.tenant AND x.run_id = NEW.id
      AND x.report_id IN (SELECT id FROM report WHERE tenant = NEW.tenant AND run_id = NEW.id AND job = o.job);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER test_line_of_run AFTER UPDATE OF branch, repository ON run FOR EACH ROW
  WHEN ((NEW.branch, NEW.repository) IS DISTINCT FROM (OLD.branch, OLD.repository)) EXECUTE FUNCTION test_lines_of_run();

-- Failures of a test that are put up with until a day. One that was ended, or replaced by another, has an end; one whose day has come is over by itself.
CREATE TABLE test_quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  test_id bigint NOT NULL REFERENCES test ON DELETE CASCADE,
  reason text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX test_quarantine_open ON test_quarantine (test_id) WHERE ended_at IS NULL;
CREATE INDEX test_quarantine_until ON test_quarantine (tenant, until) WHERE ended_at IS NULL;

-- A repository's CODEOWNERS as a job sent it last.
CREATE TABLE code_owners (
  tenant text NOT NULL,
  repository text NOT NULL,
  path text NOT NULL,
  syntax text NOT NULL, -- github | gitlab
  body text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, repository)
);
ALTER TABLE test
  ADD COLUMN owners text[] NOT NULL DEFAULT '{}',
  -- What the rule was about: file | suite; null where no rule is.
  ADD COLUMN owned_by text;

-- The sums of a run's coverage.
CREATE TABLE run_coverage (
  tenant text NOT NULL,
  run_id text NOT NULL,
  at timestamptz NOT NULL,
  files int NOT NULL,
  lines_covered bigint NOT NULL,
  lines_total bigint NOT NULL,
  branches_covered bigint,
  branches_total bigint,
  PRIMARY KEY (tenant, run_id)
);
CREATE INDEX run_coverage_horizon ON run_coverage USING brin (at);
INSERT INTO run_coverage (tenant, run_id, at, files, lines_covered, lines_total, branches_covered, branches_total)
SELECT tenant, run_id, max(at), count(*), sum(lines_covered), sum(lines_total), sum(branches_covered), sum(branches_total)
FROM coverage_file GROUP BY tenant, run_id;
