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
