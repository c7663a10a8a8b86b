-- What DORA's metrics are made of: for each successful deployment what it was, what it was the first to bring, whether it failed and when that was
-- over. It follows from deployments, changes, commits and incidents, which arrive in any order, and is worked out again where they change.

-- The head of the push that brought a commit to the default branch: the commits of a change land with its merge.
ALTER TABLE commit ADD COLUMN landed_with text;
CREATE INDEX commit_landed_with ON commit (tenant, repository, landed_with) WHERE landed_with IS NOT NULL;
CREATE INDEX commit_of_branch ON commit (tenant, repository, branch, committed_at);
CREATE INDEX commit_in_time ON commit (tenant, repository, committed_at) WHERE branch IS NOT NULL;
CREATE INDEX change_landed ON change (tenant, repository, merged_at) WHERE merged_at IS NOT NULL;
CREATE INDEX change_head_of ON change_head (tenant, repository, number);
CREATE INDEX deployment_succeeded ON deployment (tenant, repository, environment, finished_at, id) WHERE result = 'success';
CREATE INDEX deployment_succeeded_since ON deployment (tenant, repository, finished_at) WHERE result = 'success';
CREATE INDEX change_of_branch ON change (tenant, repository, head_branch, merged_at) WHERE merged_at IS NOT NULL;
-- The last run of a branch is found without reading those of all others.
CREATE INDEX run_of_branch ON run (tenant, repository, name, branch, queued_at DESC);
CREATE INDEX deployment_succeeded_at ON deployment (tenant, finished_at) WHERE result = 'success' AND production;
CREATE INDEX incident_link_of_issue ON incident_link (tenant, incident_id, kind);

-- What sums read comes first in the rows: the rest is then not even unpacked.
CREATE TABLE dora_deployment (
  finished_at timestamptz NOT NULL,
  recovery_ms bigint,
  shipped int NOT NULL,
  production boolean NOT NULL,
  tenant text NOT NULL,
  -- Sums are grouped by these two; in the order of bytes that is several times as fast.
  repository text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  kind text NOT NULL, -- deploy | redeploy | rollback
  failure text, -- named | linked | window | rollback
  rework text, -- rollback | during_failure | hotfix | revert
  id text NOT NULL,
  sha text NOT NULL,
  -- The branch of its commit, and when it came to it.
  branch text,
  landed_at timestamptz,
  previous_id text,
  incident_ids uuid[] NOT NULL DEFAULT '{}',
  failed_at timestamptz,
  recovered_at timestamptz,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX dora_deployment_recent ON dora_deployment (tenant, finished_at DESC, id DESC);
CREATE INDEX dora_deployment_of ON dora_deployment (tenant, repository, environment, finished_at);
CREATE INDEX dora_deployment_since ON dora_deployment (tenant, repository, finished_at);
CREATE INDEX dora_deployment_failed ON dora_deployment (tenant, finished_at DESC, id DESC) WHERE failure IS NOT NULL;
CREATE INDEX dora_deployment_incidents ON dora_deployment USING gin (incident_ids) WHERE incident_ids <> '{}';

CREATE TABLE dora_change (
  deployed_at timestamptz NOT NULL,
  first_commit_ms bigint NOT NULL,
  opened_ms bigint NOT NULL,
  merged_ms bigint NOT NULL,
  production boolean NOT NULL,
  tenant text NOT NULL,
  repository text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  deployment_id text NOT NULL,
  -- '#<number>', or the commit where there is no change.
  key text NOT NULL,
  number bigint,
  sha text NOT NULL,
  title text NOT NULL,
  author jsonb,
  url text,
  confidence text NOT NULL, -- exact | order
  first_commit_at timestamptz,
  opened_at timestamptz,
  landed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, deployment_id, key),
  FOREIGN KEY (tenant, deployment_id) REFERENCES dora_deployment ON DELETE CASCADE
);
CREATE INDEX dora_change_recent ON dora_change (tenant, deployed_at DESC, (deployment_id || ' ' || key) DESC);
CREATE INDEX dora_change_of ON dora_change (tenant, repository, environment, deployed_at);
CREATE INDEX dora_change_sha ON dora_change (tenant, sha);

-- What has to be worked out again: a repository since a time, or what an incident is about. Only ever added to and taken from, so that those who
-- add never wait for each other.
CREATE TABLE dora_due (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  repository text,
  -- Null: all that were deployed to since then.
  environment text,
  incident_id uuid,
  since timestamptz NOT NULL,
  -- What failed is tried again later, and keeps nobody waiting.
  not_before timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX dora_due_of ON dora_due (tenant, repository) WHERE repository IS NOT NULL;
CREATE INDEX dora_due_incident ON dora_due (id) WHERE incident_id IS NOT NULL;

-- Whoever writes these tables, the metrics follow. An update without a change of what counts is no news.
CREATE FUNCTION deployment_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, repository, since)
  SELECT tenant, repository, min(finished_at) FROM news WHERE result = 'success' GROUP BY tenant, repository;
  RETURN NULL;
END $$;
CREATE FUNCTION deployment_due_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, repository, since)
  SELECT n.tenant, n.repository, min(least(o.finished_at, n.finished_at))
  FROM news n JOIN olds o USING (tenant, id)
  WHERE 'success' IN (o.result, n.result)
    AND (o.repository, o.environment, o.production, o.sha, o.task, o.result, o.run_id, o.finished_at)
      IS DISTINCT FROM (n.repository, n.environment, n.production, n.sha, n.task, n.result, n.run_id, n.finished_at)
  GROUP BY n.tenant, n.repository;
  RETURN NULL;
END $$;
CREATE TRIGGER deployment_due AFTER INSERT ON deployment REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION deployment_due();
CREATE TRIGGER deployment_due_again AFTER UPDATE ON deployment REFERENCING OLD TABLE AS olds NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION deployment_due_again();

-- Changes and commits count where something was deployed; where nothing was yet, the first deployment looks at them itself.
CREATE FUNCTION change_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, repository, since)
  SELECT n.tenant, n.repository, min(n.merged_at) FROM news n
  WHERE n.merged_at IS NOT NULL
    AND EXISTS (SELECT FROM deployment d WHERE d.tenant = n.tenant AND d.repository = n.repository AND d.result = 'success'
                AND d.finished_at >= n.merged_at)
  GROUP BY n.tenant, n.repository;
  RETURN NULL;
END $$;
CREATE TRIGGER change_due AFTER INSERT ON change REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION change_due();
CREATE FUNCTION change_due_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, repository, since)
  SELECT n.tenant, n.repository, min(least(o.merged_at, n.merged_at)) FROM news n JOIN olds o USING (tenant, provider, repository, number)
  WHERE n.merged_at IS NOT NULL
    AND (o.title, o.head_branch, o.base_branch, o.merge_sha, o.created_at, o.merged_at, o.labels)
      IS DISTINCT FROM (n.title, n.head_branch, n.base_branch, n.merge_sha, n.created_at, n.merged_at, n.labels)
    AND EXISTS (SELECT FROM deployment d WHERE d.tenant = n.tenant AND d.repository = n.repository AND d.result = 'success'
                AND d.finished_at >= n.merged_at)
  GROUP BY n.tenant, n.repository;
  RETURN NULL;
END $$;
CREATE TRIGGER change_due_again AFTER UPDATE ON change REFERENCING OLD TABLE AS olds NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION change_due_again();

CREATE FUNCTION commit_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, repository, since)
  SELECT n.tenant, n.repository, min(n.committed_at) FROM news n
  WHERE n.committed_at IS NOT NULL
    AND EXISTS (SELECT FROM deployment d WHERE d.tenant = n.tenant AND d.repository = n.repository AND d.result = 'success'
                AND d.finished_at >= n.committed_at)
  GROUP BY n.tenant, n.repository;
  RETURN NULL;
END $$;
CREATE TRIGGER commit_due AFTER INSERT ON commit REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION commit_due();
CREATE TRIGGER commit_due_again AFTER UPDATE ON commit REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION commit_due();

CREATE FUNCTION incident_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, incident_id, since) SELECT tenant, id, created_at FROM news;
  RETURN NULL;
END $$;
CREATE FUNCTION incident_due_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, incident_id, since)
  SELECT n.tenant, n.id, least(o.created_at, n.created_at) FROM news n JOIN olds o USING (tenant, id)
  WHERE (o.created_at, o.resolved_at, o.affected_services) IS DISTINCT FROM (n.created_at, n.resolved_at, n.affected_services);
  RETURN NULL;
END $$;
CREATE TRIGGER incident_due AFTER INSERT ON incident REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION incident_due();
CREATE TRIGGER incident_due_again AFTER UPDATE ON incident REFERENCING OLD TABLE AS olds NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION incident_due_again();
CREATE TRIGGER incident_due_gone AFTER DELETE ON incident REFERENCING OLD TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION incident_due();

CREATE FUNCTION incident_link_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, incident_id, since)
  SELECT DISTINCT tenant, incident_id, now() FROM news WHERE kind IN ('deployment', 'run', 'commit', 'issue', 'repository');
  RETURN NULL;
END $$;
CREATE TRIGGER incident_link_due AFTER INSERT ON incident_link REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION incident_link_due();
CREATE TRIGGER incident_link_due_again AFTER UPDATE ON incident_link REFERENCING NEW TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION incident_link_due();
CREATE TRIGGER incident_link_due_gone AFTER DELETE ON incident_link REFERENCING OLD TABLE AS news
  FOR EACH STATEMENT EXECUTE FUNCTION incident_link_due();

-- Which commit a release is of may be learned after the incidents about its issues.
CREATE FUNCTION release_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dora_due (tenant, incident_id, since)
  SELECT DISTINCT l.tenant, l.incident_id, now() FROM issue s
  JOIN incident_link l ON l.tenant = s.tenant AND l.kind = 'issue' AND l.entity_id = s.id::text
  WHERE s.tenant = NEW.tenant AND s.project_id = NEW.project_id AND s.first_release = NEW.version;
  RETURN NULL;
END $$;
CREATE TRIGGER release_due AFTER UPDATE OF sha ON release FOR EACH ROW WHEN (NEW.sha IS DISTINCT FROM OLD.sha)
  EXECUTE FUNCTION release_due();

INSERT INTO dora_due (tenant, repository, since)
SELECT tenant, repository, min(finished_at) FROM deployment WHERE result = 'success' GROUP BY tenant, repository;
