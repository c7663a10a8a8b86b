import type { Pipeline } from '@summit/contracts';
import type { Column } from '../../../shared/csv/csv';

/** What a file of pipelines has. */
export const pipelineColumns: readonly Column<Pipeline>[] = [
  { head: 'repository', value: (pipeline) => pipeline.repository },
  { head: 'pipeline', value: (pipeline) => pipeline.name },
  { head: 'runs', value: ({ now }) => now.runs },
  { head: 'success_ratio', value: ({ now }) => now.successRate },
  { head: 'success_ratio_low', value: (pipeline) => pipeline.successLow },
  { head: 'success_ratio_high', value: (pipeline) => pipeline.successHigh },
  { head: 'success_ratio_before', value: ({ before }) => before.successRate },
  { head: 'failed', value: ({ now }) => now.failed },
  { head: 'timed_out', value: ({ now }) => now.timedOut },
  { head: 'cancelled', value: ({ now }) => now.cancelled },
  { head: 'duration_p50_ms', value: ({ now }) => now.durationP50Ms },
  { head: 'duration_p95_ms', value: ({ now }) => now.durationP95Ms },
  { head: 'duration_shift_since', value: ({ shift }) => shift?.since },
  { head: 'duration_shift_before_ms', value: ({ shift }) => shift?.beforeMs },
  { head: 'duration_shift_after_ms', value: ({ shift }) => shift?.afterMs },
  { head: 'time_to_green_p50_ms', value: ({ timeToGreen }) => timeToGreen?.medianMs },
  { head: 'breakages', value: ({ timeToGreen }) => timeToGreen?.breakages ?? 0 },
  { head: 'queue_p50_ms', value: ({ now }) => now.queueP50Ms },
  { head: 'queue_p95_ms', value: ({ now }) => now.queueP95Ms },
  { head: 'cache_hit_ratio', value: ({ cacheHitRate }) => cacheHitRate?.now },
  { head: 'total_ms', value: ({ now }) => now.totalMs },
  { head: 'lost_ms', value: ({ now }) => now.lostMs },
  { head: 'broken_since', value: ({ broken }) => broken?.since },
  { head: 'last_run_at', value: (pipeline) => pipeline.lastRunAt },
];
