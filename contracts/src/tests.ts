import { z } from 'zod';
import { pageOf, Time } from './primitives';
import { TestOutcome } from './reports';

/** What the bridge knows of tests and coverage over many runs; what one build uploads is in `reports`. */

/**
 * How often a test both passed and failed at one commit. `score` is the share of the `of` commits that it ran at (1 is always); `state` says
 * what to make of it: `flaky` is known to be, `suspected` was seen once, `recovered` was flaky and has not been for long, `steady` never was.
 */
export const Flakiness = z.object({
  state: z.enum(['flaky', 'suspected', 'recovered', 'steady']),
  score: z.number().min(0).max(1),
  flakes: z.number().int(),
  of: z.number().int(),
  lastAt: Time.nullable(),
});
export type Flakiness = z.infer<typeof Flakiness>;

const identity = {
  /** The file, class or `describe` blocks around it, joined by ` › `. */
  suite: z.string(),
  name: z.string(),
  file: z.string().nullable(),
};

/** Results by how they ended; `retried` are those of `passed` that failed first. */
export const TestCounts = z.object({
  passed: z.number().int(),
  failed: z.number().int(),
  error: z.number().int(),
  skipped: z.number().int(),
  retried: z.number().int(),
});
export type TestCounts = z.infer<typeof TestCounts>;

/** One upload that was read. */
export const UploadedReport = z.object({
  id: z.string(),
  kind: z.enum(['tests', 'coverage', 'profile', 'artifacts']),
  format: z.string(),
  name: z.string(),
  job: z.string(),
  receivedAt: Time,
  /** So many failed that the machine is to blame; its results say nothing of single tests. */
  infrastructure: z.boolean(),
});
export type UploadedReport = z.infer<typeof UploadedReport>;

/** A test's result in one run. Message and details are of the last try that did not pass. */
export const RunTest = z.object({
  id: z.string(),
  testId: z.string(),
  ...identity,
  line: z.number().int().nullable(),
  job: z.string(),
  outcome: TestOutcome,
  earlierTries: z.array(TestOutcome),
  durationMs: z.number().nullable(),
  message: z.string().nullable(),
  details: z.string().nullable(),
  flaky: Flakiness,
});
export type RunTest = z.infer<typeof RunTest>;

export const RunTests = pageOf(RunTest).extend({
  counts: TestCounts,
  reports: z.array(UploadedReport),
});
export type RunTests = z.infer<typeof RunTests>;

/** A test over all its runs. `failures` are of the last 30 days, `durationMs` is what it took lately. */
export const TestSummary = z.object({
  id: z.string(),
  repository: z.string(),
  ...identity,
  firstSeen: Time,
  lastSeen: Time,
  lastOutcome: TestOutcome,
  durationMs: z.number().nullable(),
  failures: z.number().int(),
  flaky: Flakiness,
});
export type TestSummary = z.infer<typeof TestSummary>;
export const TestPage = pageOf(TestSummary);

const RunOfTest = z.object({
  id: z.string(),
  name: z.string(),
  number: z.number().int(),
  commit: z.string().nullable(),
  branch: z.string().nullable(),
  at: Time,
});

export const TestResult = z.object({
  id: z.string(),
  run: RunOfTest,
  job: z.string(),
  outcome: TestOutcome,
  earlierTries: z.array(TestOutcome),
  durationMs: z.number().nullable(),
  message: z.string().nullable(),
  infrastructure: z.boolean(),
});
export type TestResult = z.infer<typeof TestResult>;

/** The first run that failed after the last one that passed, on one branch and in one job. */
export const BrokenSince = z.object({
  run: RunOfTest,
  job: z.string(),
  /** Null when it is not known to have passed before. */
  lastPass: RunOfTest.nullable(),
});
export type BrokenSince = z.infer<typeof BrokenSince>;

/** A test and its results, newest first. */
export const TestHistory = pageOf(TestResult).extend({
  test: TestSummary,
  /** By branch; only of those where it does not pass now. */
  broken: z.array(BrokenSince),
});
export type TestHistory = z.infer<typeof TestHistory>;

const Counted = z.object({ covered: z.number().int(), total: z.number().int() });

/** Sums over all reports of the run; of a file that several of them name, what most of it was covered by. */
export const RunCoverage = z.object({
  total: z.object({ lines: Counted, branches: Counted.nullable(), functions: Counted.nullable() }).nullable(),
  /** Files with the most lines that are not covered first; at most 1,000. */
  files: z.array(
    z.object({ path: z.string(), lines: Counted, branches: Counted.nullable(), functions: Counted.nullable() }),
  ),
  fileCount: z.number().int(),
});
export type RunCoverage = z.infer<typeof RunCoverage>;

/** The answer to an upload. */
export const ReportAccepted = z.object({ status: z.literal('accepted') });
