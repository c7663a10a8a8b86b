-- Who was asked whether a deployment may go on, and what they said. Reports of it name the deployment itself or the run that waits: which deployment
-- that is may be known later, or never, so the two are joined when they are read.
CREATE TABLE deployment_approval (
  tenant text NOT NULL,
  -- Made of all that was said: what is told again changes nothing, in whatever order.
  id text NOT NULL,
  deployment_id text,
  run_id text,
  environment text NOT NULL,
  gate text NOT NULL, -- review: people; rule: a program that may hold it back
  decision text NOT NULL, -- requested | approved | rejected
  actor jsonb,
  -- Whom it was asked of: people, teams, or the rule.
  asked text[] NOT NULL DEFAULT '{}',
  comment text,
  at timestamptz NOT NULL,
  url text,
  PRIMARY KEY (tenant, id),
  CHECK (deployment_id IS NOT NULL OR run_id IS NOT NULL)
);
CREATE INDEX deployment_approval_of ON deployment_approval (tenant, deployment_id, at) WHERE deployment_id IS NOT NULL;
CREATE INDEX deployment_approval_in ON deployment_approval (tenant, run_id, at) WHERE run_id IS NOT NULL;

-- Whose repositories these are: exact names, or patterns in which * stands for anything.
CREATE TABLE team (
  tenant text NOT NULL,
  name text NOT NULL,
  repositories text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, name)
);
-- Names that differ in capitals alone are one name to people.
CREATE UNIQUE INDEX team_named ON team (tenant, lower(name));
