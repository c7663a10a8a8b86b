import type { CDPSession } from 'playwright-core';

/** What is read of an event in Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];

/** Records Chromium's own trace while something runs. */
export const traced = async (session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> => {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
    transferMode: 'ReportEvents',
  });
  await work();
  await session.send('Tracing.end');
  await complete;
  return events;
};

/**
 * Milliseconds the page's main thread worked for each frame the chart drew: every task (events, script, style, layout, paint, commit)
 * after the task that drew the frame before, up to the end of the one that drew this.
 */
export const workPerFrame = (events: readonly TraceEvent[]): number[] => {
  const drawn = events.filter((event) => event.name === DRAWN && event.ph === 'X').sort((a, b) => a.ts - b.ts);
  const [first] = drawn;
  const tasks = outermost(
    events.filter(
      (event) => event.ph === 'X' && TASKS.has(event.name) && event.pid === first?.pid && event.tid === first.tid,
    ),
  );
  const work: number[] = [];
  let sum = 0;
  let next = 0;
  for (const task of tasks) {
    const length = task.dur ?? 0;
    sum += length / 1000;
    const frame = drawn[next];
    if (frame && frame.ts <= task.ts + length) {
      work.push(sum);
      sum = 0;
      while ((drawn[next]?.ts ?? Infinity) <= task.ts + length) {
        next++;
      }
    }
  }
  return work;
};

const DRAWN = 'FireAnimationFrame';
const TASKS = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);

const outermost = (tasks: readonly TraceEvent[]): TraceEvent[] => {
  const sorted = [...tasks].sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const kept: TraceEvent[] = [];
  let end = -Infinity;
  for (const task of sorted) {
    if (task.ts >= end) {
      kept.push(task);
      end = task.ts + (task.dur ?? 0);
    }
  }
  return kept;
};
