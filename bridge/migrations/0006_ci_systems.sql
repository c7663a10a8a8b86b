-- A CI system need not be where the code lives: `provider` says where that is and joins with commits and changes, `system` is whose run it is.
ALTER TABLE run ADD COLUMN system text;
UPDATE run SET system = provider;
ALTER TABLE run ALTER COLUMN system SET NOT NULL;
DROP INDEX run_attempts;
CREATE INDEX run_attempts ON run (tenant, system, provider_run_id, attempt);
