-- Sources from which the bridge fetches what it was never told, or not all of.

CREATE TABLE backfill (
  id text PRIMARY KEY,
  tenant text NOT NULL,
  provider text NOT NULL, -- github | gitlab | jenkins
  name text NOT NULL,
  -- Root of the server as people know it, without a slash at the end.
  url text NOT NULL,
  -- Sealed like the secrets of webhook doors.
  token bytea NOT NULL,
  since timestamptz NOT NULL,
  -- How far back each repair looks; 0: history is imported once and that is all.
  repair_hours int NOT NULL,
  requests_per_second real NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  paused_at timestamptz,
  requests bigint NOT NULL DEFAULT 0,
  -- Nothing is asked before then, and why: the provider's limit, or the bridge's own queue.
  waiting_until timestamptz,
  waiting_for text, -- limit | digest
  -- What stops the whole source until somebody acts: the token is refused.
  error text,
  -- The bridge that asks now. Another takes over once its connection is gone.
  worker text,
  worked_at timestamptz
);
CREATE INDEX backfill_recent ON backfill (tenant, created_at DESC, id DESC);

CREATE TABLE backfill_repository (
  backfill_id text NOT NULL REFERENCES backfill ON DELETE CASCADE,
  -- As it was asked for.
  name text NOT NULL,
  tenant text NOT NULL,
  position int NOT NULL,
  state text NOT NULL, -- importing | repairing | done | failed
  -- What the provider calls it now, and whose runs those are, once it was asked.
  full_name text,
  host text,
  project jsonb,
  runs bigint NOT NULL DEFAULT 0,
  jobs bigint NOT NULL DEFAULT 0,
  changes bigint NOT NULL DEFAULT 0,
  deployments bigint NOT NULL DEFAULT 0,
  commits bigint NOT NULL DEFAULT 0,
  -- Of the runs: ended so long ago that Tempo, Loki and Mimir would not take them.
  too_old bigint NOT NULL DEFAULT 0,
  oldest_at timestamptz,
  -- Runs that the provider has beyond those listed so far; null where it does not say.
  unlisted bigint,
  -- What could not be fetched, and what to do; the rest went on.
  notes text[] NOT NULL DEFAULT '{}',
  error text,
  retry_at timestamptz,
  -- When the round under way, or the last one, began.
  round_at timestamptz NOT NULL DEFAULT now(),
  repaired_at timestamptz,
  PRIMARY KEY (backfill_id, name)
);
CREATE INDEX backfill_repository_of ON backfill_repository (tenant, full_name);

-- One answer still to be asked for. It goes away in the transaction that puts what it said into the inbox, so that a kill neither loses nor
-- doubles anything. The newest comes first: what a page brought is done before the next page.
CREATE TABLE backfill_task (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  backfill_id text NOT NULL,
  repository text NOT NULL,
  task jsonb NOT NULL,
  -- Is about one run, and is all that is left to do for it.
  of_run boolean NOT NULL DEFAULT false,
  failures int NOT NULL DEFAULT 0,
  FOREIGN KEY (backfill_id, repository) REFERENCES backfill_repository ON DELETE CASCADE
);
CREATE INDEX backfill_task_next ON backfill_task (backfill_id, repository, id DESC);
