-- Nothing tells of approvals yet.
DROP TABLE deployment_approval;

-- What is done where a deployment breaks something: one policy a place, and one decision a policy and deployment.

CREATE TABLE rollback_policy (
  tenant text NOT NULL,
  id text NOT NULL,
  repository text NOT NULL,
  environment text NOT NULL,
  enabled boolean NOT NULL,
  -- Decides, and calls nobody.
  dry_run boolean NOT NULL DEFAULT true,
  -- For how long after its end a deployment is watched.
  window_minutes int NOT NULL,
  conditions jsonb NOT NULL,
  url text NOT NULL,
  -- Sealed; null where a changed key did not open it.
  secret bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  -- When it was last looked at, which deployment that was, and why nothing was done.
  checked_at timestamptz,
  checked_deployment text,
  checked_reason text,
  PRIMARY KEY (tenant, id),
  UNIQUE (tenant, repository, environment)
);

-- Written before anybody is called, so that a deployment is rolled back once at most, whoever dies in between.
CREATE TABLE rollback_decision (
  tenant text NOT NULL,
  policy_id text NOT NULL,
  deployment_id text NOT NULL,
  -- What the receiver is told, the same with each try.
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  decided_at timestamptz NOT NULL,
  reasons text[] NOT NULL,
  evidence jsonb NOT NULL,
  previous_id text NOT NULL,
  state text NOT NULL, -- dry_run | pending | delivered | failed | overtaken
  attempts int NOT NULL DEFAULT 0,
  -- While a try is under way, when it is taken for dead.
  next_attempt_at timestamptz,
  ended_at timestamptz,
  last_answer text,
  PRIMARY KEY (tenant, policy_id, deployment_id),
  FOREIGN KEY (tenant, policy_id) REFERENCES rollback_policy ON DELETE CASCADE
);
CREATE INDEX rollback_decision_recent ON rollback_decision (tenant, policy_id, decided_at DESC);
CREATE INDEX rollback_decision_pending ON rollback_decision (next_attempt_at) WHERE state = 'pending';
CREATE INDEX rollback_decision_of ON rollback_decision (tenant, deployment_id);
