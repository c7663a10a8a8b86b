-- Build logs that the backfill fetches, where a source is asked for them.

-- Logs of jobs that ended longer ago, or that are larger, are left where they are. Null: none are fetched.
ALTER TABLE backfill
  ADD COLUMN logs_days int,
  ADD COLUMN logs_max_bytes int;

ALTER TABLE backfill_repository
  ADD COLUMN logs bigint NOT NULL DEFAULT 0,
  -- Of their text.
  ADD COLUMN log_bytes bigint NOT NULL DEFAULT 0,
  -- The provider has them no more, or does not hand them out.
  ADD COLUMN logs_missing bigint NOT NULL DEFAULT 0,
  -- There already, too old or too large.
  ADD COLUMN logs_skipped bigint NOT NULL DEFAULT 0;

-- 'graph' and then 'log' come after all else, and the round is over without them: thousands of them must not hold up a repair.
ALTER TABLE backfill_task ADD COLUMN late text NOT NULL DEFAULT '';
CREATE INDEX backfill_task_due ON backfill_task (backfill_id, repository, late, id DESC);
DROP INDEX backfill_task_next;
