-- Incidents are a fold over the firings of a group, so that the order of notifications does not matter: a firing knows its group, and
-- those that lie around a point in time are found by their end.
ALTER TABLE alert
  ADD COLUMN group_key text NOT NULL DEFAULT '',
  -- The alert over all its firings.
  ADD COLUMN alert_key text NOT NULL DEFAULT '',
  -- It was reported while it fired.
  ADD COLUMN fired boolean NOT NULL DEFAULT true;
CREATE INDEX alert_group_end ON alert (tenant, group_key, (coalesce(ends_at, 'infinity')), starts_at);

-- Somebody acted on it: the fold does not take it apart, nor open it again.
ALTER TABLE incident ADD COLUMN handled boolean NOT NULL DEFAULT false;
