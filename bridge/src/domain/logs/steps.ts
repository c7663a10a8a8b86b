import type { StepFact } from '@summit/contracts';

type Timed = Pick<StepFact, 'name' | 'startedAt' | 'finishedAt'>;

/** CI systems give the times of steps in seconds. */
const SECOND_MS = 1_000;

/** Finds the step that was under way at a time (milliseconds since the epoch): of several, the last that had begun. */
export function stepFinder(steps: readonly Timed[]): (ms: number) => string | null {
  const timed = steps.flatMap(({ name, startedAt, finishedAt }) =>
    startedAt === undefined
      ? []
      : [
          {
            name,
            from: Date.parse(startedAt),
            to: finishedAt === undefined ? Infinity : Date.parse(finishedAt) + SECOND_MS,
          },
        ],
  );
  return (ms) => timed.findLast(({ from, to }) => from <= ms && ms < to)?.name ?? null;
}
