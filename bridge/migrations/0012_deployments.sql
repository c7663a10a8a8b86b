-- What errors there were around a deployment. Events come in about the order in which they happen, so a few numbers a hundred pages tell where a time
-- lies, and cost the digest next to nothing; late ones do not widen these.
CREATE INDEX event_in_time ON event USING brin (occurred_at timestamptz_minmax_multi_ops);

-- What a deployment is of, beyond its commit, where its source says so.
ALTER TABLE deployment
  ADD COLUMN service text,
  ADD COLUMN version text,
  ADD COLUMN strategy text, -- rolling | blue_green | canary | recreate, or the source's own word
  ADD COLUMN region text;

-- Who was asked whether a deployment may go on, and what they said. Keyed by the run and environment that they were asked about: which deployment
-- that is may be known later, or never.
CREATE TABLE deployment_approval (
  tenant text NOT NULL,
  id text NOT NULL,
  run_id text NOT NULL,
  environment text NOT NULL,
  kind text NOT NULL, -- review | rule
  state text NOT NULL, -- requested | approved | rejected
  actor jsonb,
  -- Whom it was asked of: names of people, teams, or the rule.
  asked text[] NOT NULL DEFAULT '{}',
  comment text,
  at timestamptz NOT NULL,
  url text,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX deployment_approval_of ON deployment_approval (tenant, run_id, environment, at);
