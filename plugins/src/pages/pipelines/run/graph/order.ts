import type { RunSpan } from '@summit/contracts';

/** Jobs that became ready together: each waits for the same ones. */
export interface Stage {
  readonly jobs: readonly RunSpan[];
  /** The last of those that had ended when these became ready; what those waited for themselves is left out. */
  readonly waitsFor: readonly RunSpan[];
}

interface Times {
  readonly job: RunSpan;
  readonly ready: number;
  /** Infinity while it runs. */
  readonly end: number;
}

/** CI systems tell times in seconds: an end and what it sets free can be told as the same second, or the wrong way round. */
const TOLERANCE_MS = 1000;

const byId = (a: Times, b: Times): number => (a.job.spanId < b.job.spanId ? -1 : a.job.spanId > b.job.spanId ? 1 : 0);

/** Jobs that worked or work; the others held nobody up. */
function timesOf(spans: readonly RunSpan[]): Times[] {
  const readyAt = new Map(spans.flatMap((span) => (span.kind === 'queue' ? [[span.parentSpanId, span.start]] : [])));
  return spans.flatMap((job) => {
    if (job.kind !== 'job' || (job.end !== null && job.durationMs === null)) return [];
    const start = Date.parse(job.start);
    return [
      {
        job,
        ready: Math.min(start, Date.parse(readyAt.get(job.spanId) ?? job.start)),
        end: job.end === null ? Infinity : Math.max(start, Date.parse(job.end)),
      },
    ];
  });
}

/**
 * Which job waited for which, from times alone, as the critical path has it: a job is taken to have waited for every job that had ended when it
 * became ready. Those are the first so many in the order of their ends, so jobs fall into stages, and of what a stage waits for only what none of its
 * own waits for is named.
 */
export function stagesOf(spans: readonly RunSpan[]): Stage[] {
  const times = timesOf(spans);
  const ends = [...times].sort((a, b) => a.end - b.end || byId(a, b));
  const ready = [...times].sort((a, b) => a.ready - b.ready || a.end - b.end || byId(a, b));
  /** How many of the ends each job waits for. */
  const after = new Map<Times, number>();
  let ended = 0;
  for (const one of ready) {
    for (; ended < ends.length; ended++) {
      const next = ends[ended];
      // Not before what became ready with it or later: nobody waits in a circle.
      if (!next || next.end > one.ready + TOLERANCE_MS || !after.has(next)) break;
    }
    after.set(one, ended);
  }
  // Of the first n ends, how many any of them waits for: those are waited for through it.
  const through = [0];
  for (const one of ends) through.push(Math.max(through.at(-1) ?? 0, after.get(one) ?? 0));
  const stages = new Map<number, RunSpan[]>();
  for (const one of ready) {
    const key = after.get(one) ?? 0;
    const known = stages.get(key);
    if (known) known.push(one.job);
    else stages.set(key, [one.job]);
  }
  return [...stages].map(([count, jobs]) => ({
    jobs,
    waitsFor: ends.slice(through[count] ?? 0, count).map(({ job }) => job),
  }));
}
