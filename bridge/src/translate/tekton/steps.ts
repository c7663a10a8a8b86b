import type { RunResult, StepFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name } from '../fields';
import { OptionalTimeText } from '../time';
import type { State } from './object';

const Word = z.string().optional().catch(undefined);

export const StepStates = z
  .array(
    z.object({
      name: Name,
      terminated: z
        .object({
          exitCode: z.number().int().optional().catch(undefined),
          reason: Word,
          startedAt: OptionalTimeText,
          finishedAt: OptionalTimeText,
        })
        .nullish()
        .catch(undefined),
      running: z.object({ startedAt: OptionalTimeText }).nullish().catch(undefined),
      terminationReason: Word,
    }),
  )
  .nullish()
  .catch(undefined);
type StepState = NonNullable<z.output<typeof StepStates>>[number];

/** More steps than a task has, few enough to store. */
const MAX_STEPS = 500;

/** The steps of a try of a task, in their order. */
export function stepsOf(states: z.output<typeof StepStates>, task: State): StepFact[] {
  // While a task waits to be tried again, its steps are still those of the try before.
  const steps = task.status === 'queued' ? [] : (states ?? []).slice(0, MAX_STEPS);
  const failedAt = steps.findIndex((step) => resultOf(step, task) === 'failed');
  return steps.map((step, index) => stepFact(step, index, task, failedAt !== -1 && index > failedAt));
}

function stepFact(step: StepState, index: number, task: State, afterFailure: boolean): StepFact {
  const { name, terminated, running } = step;
  const common = { number: index + 1, name };
  if (!terminated)
    return dropUndefined<StepFact>({
      ...common,
      status: running ? 'running' : 'queued',
      result: null,
      startedAt: running?.startedAt,
    });
  const own = resultOf(step, task);
  // After one that failed Tekton only goes through the others: they end in an error too, without having run.
  const result = afterFailure && own === 'failed' ? 'skipped' : own;
  return dropUndefined<StepFact>({
    ...common,
    status: 'completed',
    result,
    startedAt: result === 'skipped' ? undefined : terminated.startedAt,
    finishedAt: result === 'skipped' ? undefined : terminated.finishedAt,
  });
}

/** A map, not an object: a word from outside must not find what every object inherits. */
const results: ReadonlyMap<string, RunResult> = new Map([
  ['Skipped', 'skipped'],
  ['TimeoutExceeded', 'timed_out'],
  ['Cancelled', 'cancelled'],
  ['TaskRunCancelled', 'cancelled'],
  ['TaskRunTimeout', 'timed_out'],
  // The step may fail (onError: continue); it says so as it completes all the same.
  ['Continued', 'success'],
  ['Completed', 'success'],
]);

function resultOf({ terminated, terminationReason }: StepState, task: State): RunResult | null {
  if (!terminated) return null;
  const named = results.get(terminationReason ?? '') ?? results.get(terminated.reason ?? '');
  if (named !== undefined) return named;
  if (terminated.exitCode === 0) return 'success';
  // Steps of a task that was cancelled or ran out of time are killed.
  return task.result === 'cancelled' || task.result === 'timed_out' ? task.result : 'failed';
}
