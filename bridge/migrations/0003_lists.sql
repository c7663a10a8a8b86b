-- What the lists of the API need to answer fast: search, filters and sorts, and the horizon of the change feed.

-- Words of a run in one column: "contains" on it is one condition, and a trigram index answers it.
ALTER TABLE run ADD COLUMN words text GENERATED ALWAYS AS (
  lower(repository || ' ' || name || ' ' || coalesce(title, '') || ' ' || coalesce(branch, '') || ' ' || coalesce(sha, '')
    || ' ' || coalesce(actor ->> 'name', '') || ' #' || number::text)
) STORED;

-- Words of an issue, apart from the issue: its row changes with each batch of events, and a trigram index beside counters
-- would be rewritten each time.
CREATE TABLE issue_search (
  issue_id bigint PRIMARY KEY REFERENCES issue ON DELETE CASCADE,
  words text NOT NULL
);

CREATE FUNCTION issue_search_refresh() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO issue_search (issue_id, words)
  VALUES (NEW.id, left(lower(NEW.short_id || ' ' || NEW.title || ' ' || coalesce(NEW.type, '') || ' ' || coalesce(NEW.value, '') || ' ' || coalesce(NEW.culprit, '')), 2000))
  ON CONFLICT (issue_id) DO UPDATE SET words = EXCLUDED.words;
  RETURN NULL;
END $$;
CREATE TRIGGER issue_search_new AFTER INSERT ON issue FOR EACH ROW EXECUTE FUNCTION issue_search_refresh();
CREATE TRIGGER issue_search_changed AFTER UPDATE OF title, type, value, culprit ON issue FOR EACH ROW
  WHEN ((OLD.title, OLD.type, OLD.value, OLD.culprit) IS DISTINCT FROM (NEW.title, NEW.type, NEW.value, NEW.culprit))
  EXECUTE FUNCTION issue_search_refresh();

-- Trigrams need pg_trgm, which comes with PostgreSQL and may be created by the owner of the database. Without it search still answers,
-- by reading all rows.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX run_words ON run USING gin (words gin_trgm_ops);
  CREATE INDEX issue_words ON issue_search USING gin (words gin_trgm_ops);
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not available: search reads all rows (%).', SQLERRM;
END $$;

CREATE INDEX change_head_commit ON change_head (tenant, sha);
CREATE INDEX run_by_actor ON run (tenant, (actor ->> 'name'), queued_at DESC, id DESC);
CREATE INDEX run_by_change ON run (tenant, change_number, queued_at DESC, id DESC) WHERE change_number IS NOT NULL;

-- A search is planned by what its words are guessed to match: a finer histogram tells rare words from frequent ones.
ALTER TABLE run ALTER COLUMN words SET STATISTICS 1000;
ALTER TABLE issue_search ALTER COLUMN words SET STATISTICS 1000;
-- Values depend on their key: taken apart, the planner guesses too few.
CREATE STATISTICS issue_tag_pairs (mcv) ON key, value FROM issue_tag;

-- Fatal issues are few and looked for most; only their rows are in it.
CREATE INDEX issue_fatal ON issue (tenant, last_seen DESC, id DESC) WHERE level = 'fatal';
CREATE INDEX issue_users ON issue (tenant, user_count DESC, id DESC);
CREATE INDEX issue_by_status ON issue (tenant, status, last_seen DESC, id DESC);
CREATE INDEX issue_by_project ON issue (tenant, project_id, last_seen DESC, id DESC);
CREATE INDEX issue_first_release ON issue (project_id, first_release) WHERE first_release IS NOT NULL;
CREATE INDEX issue_release_version ON issue_release (version, issue_id);
CREATE INDEX issue_tag_value ON issue_tag (key, value, issue_id);

-- Up to where the change feed was trimmed: a cursor before it may have missed something and is answered with `reset`.
CREATE TABLE change_feed_horizon (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  xid xid8 NOT NULL DEFAULT '0'
);
INSERT INTO change_feed_horizon DEFAULT VALUES;

CREATE FUNCTION change_feed_trimmed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_feed_horizon h SET xid = last.xid
  FROM (SELECT xid FROM trimmed ORDER BY xid DESC LIMIT 1) AS last
  WHERE h.xid < last.xid;
  RETURN NULL;
END $$;
CREATE TRIGGER change_feed_trimmed AFTER DELETE ON change_feed REFERENCING OLD TABLE AS trimmed
  FOR EACH STATEMENT EXECUTE FUNCTION change_feed_trimmed();
