import type { Run, RunCriticalPath, RunGraph, RunSpan } from '@summit/contracts';
import { criticalPathOf, stagesOf, type Worked } from '../../domain/criticalPath';
import { type Declarations, graphOf } from '../../domain/jobGraph';

type Job = Worked & { name: string };

/** Lines of more make no picture. */
const MOST_LINES = 20_000;

/** Jobs that worked, work or wait; the others held nobody up. */
function jobsOf(spans: readonly RunSpan[]): Job[] {
  const readyAt = new Map(spans.flatMap((span) => (span.kind === 'queue' ? [[span.parentSpanId, span.start]] : [])));
  return spans.flatMap(({ kind, spanId, name, status, start, end, durationMs }): Job[] => {
    // Without a duration it was skipped, or ended before its turn.
    if (kind !== 'job' || (end !== null && durationMs === null)) return [];
    const began = Date.parse(start);
    return [
      {
        id: spanId,
        name,
        ready: Math.min(began, Date.parse(readyAt.get(spanId) ?? start)),
        start: end === null && status === 'queued' ? Infinity : began,
        end: end === null ? Infinity : Math.max(began, Date.parse(end)),
      },
    ];
  });
}

/** Where the time of a run went, from the bars of its Gantt; null while it is under way, and where no job of it worked. */
export function pathOfRun(
  run: Pick<Run, 'status' | 'queuedAt'>,
  spans: readonly RunSpan[],
  declarations: Declarations,
): RunCriticalPath | null {
  if (run.status !== 'completed') return null;
  const jobs = jobsOf(spans).filter(({ end }) => end !== Infinity);
  const { basis, order } = graphOf(jobs, declarations);
  const found = criticalPathOf(order, Date.parse(run.queuedAt));
  if (!found) return null;
  const names = new Map(jobs.map(({ id, name }) => [id, name]));
  const named = (spanId: string) => ({ spanId, name: names.get(spanId) ?? '' });
  return {
    ...basis,
    path: found.path.map(({ id, ...times }) => ({ ...named(id), ...times })),
    savings: found.savings.map(({ id, savesMs }) => ({ ...named(id), savesMs })),
    slack: [...found.slackMs].map(([spanId, slackMs]) => ({ spanId, slackMs })),
    parallelism: found.parallelism,
  };
}

/** Which job waited for which, also of a run under way. */
export function graphOfRun(spans: readonly RunSpan[], declarations: Declarations): RunGraph {
  const { basis, order } = graphOf(jobsOf(spans), declarations);
  const stages = stagesOf(order, MOST_LINES);
  return {
    ...basis,
    stages: stages && stages.map(({ jobs, waitsFor }) => ({ jobs: [...jobs], waitsFor: [...waitsFor] })),
  };
}
