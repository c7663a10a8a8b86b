-- Runs that have not ended, by when they were last heard of: those that stay silent are given up.
CREATE INDEX run_unended ON run (updated_at) WHERE status <> 'completed';

-- From a trace to the run that it is.
CREATE INDEX run_by_trace ON run (tenant, trace_id);
