import { z } from 'zod';
import { pageOf, Time } from './primitives';

/**
 * Why a job failed. `infrastructure`: the machine, the network or the CI system, not what was built; `flaky`: it passes at the same commit, or may; `code`: what was
 * built is to be mended; `unknown`: nothing that is stored tells.
 */
export const FailureCause = z.enum(['infrastructure', 'flaky', 'code', 'unknown']);
export type FailureCause = z.infer<typeof FailureCause>;

/** What a failure was told by: the first of these that holds. docs/health.md says when each does. */
export const FailureRule = z.enum([
  'ci-system',
  'runner-lost',
  'disk-full',
  'out-of-memory',
  'killed',
  'registry',
  'network',
  'most-tests-failed',
  'passed-later',
  'flaky-tests',
  'failed-tests',
  'compiler',
  'dependencies',
  'linter',
  'test-run',
  'exception',
  'named-file',
  'time-limit',
  'none',
]);
export type FailureRule = z.infer<typeof FailureRule>;

/** What shows it, and where to look: a word of the CI system, a line of a log (masked, as it is stored), a test, or the run in which it passed. */
export const FailureEvidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('word'), word: z.string() }),
  z.object({ kind: z.literal('line'), logId: z.string(), line: z.number().int().min(1), text: z.string() }),
  z.object({ kind: z.literal('test'), testId: z.string(), name: z.string(), flaky: z.boolean() }),
  z.object({ kind: z.literal('run'), runId: z.string(), number: z.number().int(), attempt: z.number().int() }),
]);
export type FailureEvidence = z.infer<typeof FailureEvidence>;

export const FailureVerdict = z.object({
  cause: FailureCause,
  rule: FailureRule,
  /** At most five. */
  evidence: z.array(FailureEvidence),
});
export type FailureVerdict = z.infer<typeof FailureVerdict>;

/** A job that failed or ran out of time, with why; `job` is null for a run that failed without a failed job. */
export const FailedJob = FailureVerdict.extend({
  repository: z.string(),
  pipeline: z.string(),
  system: z.string(),
  runId: z.string(),
  runNumber: z.number().int(),
  attempt: z.number().int(),
  branch: z.string().nullable(),
  job: z.string().nullable(),
  spanId: z.string().nullable(),
  result: z.enum(['failed', 'timed_out']),
  at: Time,
  /** What it took, milliseconds. */
  workedMs: z.number(),
});
export type FailedJob = z.infer<typeof FailedJob>;

/** Newest first. A page may be shorter than asked for, or empty, and still have a next one: causes are told of so many jobs at once. */
export const FailedJobPage = pageOf(FailedJob);

/** Failed jobs by cause, and what they took, milliseconds. */
const CauseSums = z.object({ jobs: z.number().int(), lostMs: z.number() });
export const FailureSums = z.record(FailureCause, CauseSums);
export type FailureSums = z.infer<typeof FailureSums>;

/** Why the jobs of a period failed. `looked` of `total` were told, the newest: sums are of these. */
export const FailureCauses = z.object({
  from: Time,
  to: Time,
  looked: z.number().int(),
  total: z.number().int(),
  all: FailureSums,
  /** What failed most first. */
  items: z.array(z.object({ repository: z.string(), pipeline: z.string(), system: z.string(), causes: FailureSums })),
});
export type FailureCauses = z.infer<typeof FailureCauses>;
