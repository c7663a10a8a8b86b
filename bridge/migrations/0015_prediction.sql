-- What is predicted of runs, by tenant: the model, and how good it was found to be on runs that it was not trained on.
CREATE TABLE prediction_model (
  tenant text PRIMARY KEY REFERENCES tenant,
  -- Of several bridges one trains: whoever moves this on.
  claimed_at timestamptz NOT NULL,
  trained_at timestamptz,
  -- Null where it is not good enough to be shown.
  model jsonb,
  report jsonb
);
