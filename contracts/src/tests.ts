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

/** Failures of a test that are put up with for a while: who does so, why, and until when. */
export const Quarantine = z.object({
  reason: z.string(),
  by: z.string(),
  since: Time,
  until: Time,
});
export type Quarantine = z.infer<typeof Quarantine>;

/** For how long a test may be in quarantine, in days. */
export const quarantineDays = { default: 14, most: 90 } as const;

/** Without `until` it ends after 14 days; 90 days from now is the latest. */
export const NewQuarantine = z.object({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .refine((value) => !value.includes('\0'), 'must not hold NUL'),
  until: Time.optional(),
});

/** What a build reads to tell failures that count from those that are put up with. */
export const QuarantinedTests = z.object({
  items: z.array(Quarantine.extend({ testId: z.string(), repository: z.string(), ...identity })),
});
export type QuarantinedTests = z.infer<typeof QuarantinedTests>;

/** Who looks after a test, by a rule of the repository's CODEOWNERS about its file or its suite; nobody where no rule is. */
const ownership = {
  owners: z.array(z.string()),
  ownedBy: z.enum(['file', 'suite']).nullable(),
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
  kind: z.enum(['tests', 'coverage', 'profile', 'artifacts', 'commands']),
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
  quarantine: Quarantine.nullable(),
  ...ownership,
});
export type RunTest = z.infer<typeof RunTest>;

export const RunTests = pageOf(RunTest).extend({
  counts: TestCounts,
  reports: z.array(UploadedReport),
});
export type RunTests = z.infer<typeof RunTests>;

const RunOfTest = z.object({
  id: z.string(),
  name: z.string(),
  number: z.number().int(),
  commit: z.string().nullable(),
  branch: z.string().nullable(),
  at: Time,
});

/** The first run that failed after the last one that passed, on one branch and in one job. */
export const BrokenSince = z.object({
  run: RunOfTest,
  job: z.string(),
  /** Null when it is not known to have passed before: it was first seen failing. */
  lastPass: RunOfTest.nullable(),
  /** Where people compare both commits; null where one of them, or the repository's address, is not known. */
  compareUrl: z.string().nullable(),
});
export type BrokenSince = z.infer<typeof BrokenSince>;

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
  quarantine: Quarantine.nullable(),
  ...ownership,
  /** What broke it on the repository's default branch, or on the branch that was asked for; of several jobs the latest. Null where it is not broken. */
  broken: BrokenSince.nullable(),
});
export type TestSummary = z.infer<typeof TestSummary>;
export const TestPage = pageOf(TestSummary);

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

/** A test and its results, newest first. */
export const TestHistory = pageOf(TestResult).extend({
  test: TestSummary,
  /** By branch; only of those where it does not pass now. */
  broken: z.array(BrokenSince),
  /** Of its repository; null where none was sent. */
  codeOwners: z.object({ path: z.string(), receivedAt: Time }).nullable(),
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

const CoveredRun = z.object({
  run: RunOfTest,
  lines: Counted,
  branches: Counted.nullable(),
});

/** Runs of one branch with their coverage, oldest first. */
export const CoverageTrend = z.object({
  repository: z.string(),
  branch: z.string(),
  items: z.array(CoveredRun),
  /** Whether older ones were left out. */
  cut: z.boolean(),
});
export type CoverageTrend = z.infer<typeof CoverageTrend>;

const FileChange = z.object({
  path: z.string(),
  /** Null where the file is not in that report. */
  before: Counted.nullable(),
  after: Counted.nullable(),
  /** Lines covered before and not any more, less those the file itself lost; negative where it gained. */
  lost: z.number().int(),
});

/** What a run's coverage is compared with: the latest run before it of the same pipeline on the branch that its change goes to. */
export const CoverageChange = z.object({
  /** Null where there is nothing to compare with; `branch` says where it was looked for. */
  base: CoveredRun.nullable(),
  branch: z.string().nullable(),
  /** Share of covered lines now less then, from −1 to 1; null where either has no lines. */
  ratio: z.number().nullable(),
  /** The ten files that lost most, most first. */
  lost: z.array(FileChange),
  changedFiles: z.number().int(),
});
export type CoverageChange = z.infer<typeof CoverageChange>;

/** Open and merged changes whose last run has coverage, newest first. */
export const ChangesCoverage = z.object({
  items: z.array(
    z.object({
      number: z.number().int(),
      title: z.string().nullable(),
      state: z.string().nullable(),
      url: z.string().nullable(),
      run: RunOfTest,
      lines: Counted,
      base: CoveredRun.nullable(),
      ratio: z.number().nullable(),
    }),
  ),
});
export type ChangesCoverage = z.infer<typeof ChangesCoverage>;

/** The answer to an upload. */
export const ReportAccepted = z.object({ status: z.literal('accepted') });
