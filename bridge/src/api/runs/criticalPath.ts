import type { Run, RunCriticalPath, RunSpan } from '@summit/contracts';
import { criticalPathOf, type Worked } from '../../domain/criticalPath';

/** Where the time of a run went, from the bars of its Gantt; null while it is under way, and where no job of it worked. */
export function pathOfRun(run: Pick<Run, 'status' | 'queuedAt'>, spans: readonly RunSpan[]): RunCriticalPath | null {
  if (run.status !== 'completed') return null;
  const readyAt = new Map(spans.flatMap((span) => (span.kind === 'queue' ? [[span.parentSpanId, span.start]] : [])));
  const jobs = new Map<string, Worked & { name: string }>();
  for (const { kind, spanId, name, start, end, durationMs } of spans) {
    // Without a duration it was skipped, or ended before its turn.
    if (kind !== 'job' || end === null || durationMs === null) continue;
    const began = Date.parse(start);
    jobs.set(spanId, {
      id: spanId,
      name,
      ready: Math.min(began, Date.parse(readyAt.get(spanId) ?? start)),
      start: began,
      end: Math.max(began, Date.parse(end)),
    });
  }
  const found = criticalPathOf([...jobs.values()], Date.parse(run.queuedAt));
  if (!found) return null;
  const named = (spanId: string) => ({ spanId, name: jobs.get(spanId)?.name ?? '' });
  return {
    order: 'inferred',
    path: found.path.map(({ id, ...times }) => ({ ...named(id), ...times })),
    savings: found.savings.map(({ id, savesMs }) => ({ ...named(id), savesMs })),
    slack: [...found.slackMs].map(([spanId, slackMs]) => ({ spanId, slackMs })),
    parallelism: found.parallelism,
  };
}
