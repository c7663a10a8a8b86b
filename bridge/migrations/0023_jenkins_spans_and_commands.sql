-- Spans of Jenkins' OpenTelemetry plugin, by the trace they are of. Only the root of a build says which build it is, and it ends last: until then, and for
-- what comes late, the others wait here.
CREATE TABLE jenkins_span (
  tenant text NOT NULL,
  trace_id text NOT NULL,
  span_id text NOT NULL,
  -- It names a build.
  root boolean NOT NULL,
  span jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, trace_id, span_id)
);
CREATE INDEX jenkins_span_received ON jenkins_span (received_at);

-- The run's own span in the trace that its system sends of itself: {traceId, spanId}.
ALTER TABLE run ADD COLUMN source_trace jsonb;

-- What the commands of a job took, as `summit run` measured it: the name of the program, never its arguments.
CREATE TABLE run_command (
  report_id bigint NOT NULL,
  -- In its report, from 0.
  place int NOT NULL,
  tenant text NOT NULL,
  run_id text NOT NULL,
  job text NOT NULL,
  name text NOT NULL,
  -- When its run was queued.
  at timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  wall_ms float8 NOT NULL,
  -- Processor time of it and its children; null where the system does not tell.
  user_ms float8,
  system_ms float8,
  -- Of the largest process that was seen.
  max_rss_bytes bigint,
  -- Null: a signal ended it, or it could not be started.
  exit_code int,
  signal text,
  PRIMARY KEY (report_id, place)
);
CREATE INDEX run_command_of_run ON run_command (tenant, run_id);
CREATE INDEX run_command_horizon ON run_command USING brin (at);
