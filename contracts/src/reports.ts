import { z } from 'zod';
import { NewArtifact } from './artifacts';
import { NewCommand } from './commands';
import { Time } from './primitives';

/** What a build uploads about itself, in the words of no tool. `translate/reports` makes it of the tools' own formats. */

/** How one try of a test ended. `error` is a test that could not be run to its end; `failed` is one whose assertion did not hold. */
export const TestOutcome = z.enum(['passed', 'failed', 'error', 'skipped']);
export type TestOutcome = z.infer<typeof TestOutcome>;

export const TestCase = z.object({
  /** The file, class or `describe` blocks around it, outermost first, joined by ` › `. '' where a format has none. */
  suite: z.string(),
  /** With `suite` the name under which its history is kept: parameters are part of it, times and addresses are not. */
  name: z.string(),
  /** As the report names it: relative where the report is, with forward slashes. */
  file: z.string().optional(),
  line: z.number().int().min(1).optional(),
  /** How its last try ended. */
  outcome: TestOutcome,
  /** Of the last try, milliseconds. */
  durationMs: z.number().nonnegative().optional(),
  startedAt: Time.optional(),
  /** How the tries before the last one ended, first to last: a test that passed at its second try has one here. */
  earlierTries: z.array(TestOutcome).optional(),
  /** Of the last try that did not pass: one line. */
  message: z.string().optional(),
  /** Of the last try that did not pass: the stack and what else the tool said. */
  details: z.string().optional(),
});
export type TestCase = z.infer<typeof TestCase>;

export const TestReport = z.object({
  kind: z.literal('tests'),
  /** `junit`, `nunit`, `trx`, `mocha`, … */
  format: z.string(),
  cases: z.array(TestCase),
});
export type TestReport = z.infer<typeof TestReport>;

const Counted = z.object({ covered: z.number().int().min(0), total: z.number().int().min(0) });

export const CoveredFile = z.object({
  path: z.string(),
  lines: Counted,
  branches: Counted.optional(),
  functions: Counted.optional(),
});
export type CoveredFile = z.infer<typeof CoveredFile>;

export const CoverageReport = z.object({
  kind: z.literal('coverage'),
  /** `lcov`, `cobertura`, `jacoco`, `clover`, `go`. */
  format: z.string(),
  files: z.array(CoveredFile),
});
export type CoverageReport = z.infer<typeof CoverageReport>;

/** What a build tool spent its time on: an action, a task, a module, a crate. */
export const BuildUnit = z.object({
  name: z.string(),
  /** In the tool's words: `Genrule`, `task`, `module`, `compile`. */
  kind: z.string(),
  /** After the start of the build, milliseconds; missing where the tool does not tell. */
  startMs: z.number().nonnegative().optional(),
  durationMs: z.number().nonnegative(),
});
export type BuildUnit = z.infer<typeof BuildUnit>;

/** Units of one kind, also of those that are left out. Units may run beside each other, so that their sum may be more than the build took. */
export const BuildKind = z.object({ kind: z.string(), count: z.number().int(), durationMs: z.number().nonnegative() });
export type BuildKind = z.infer<typeof BuildKind>;

/** Work that was found done, and work that had to be done. */
export const CacheUse = z.object({ hits: z.number().int().min(0), misses: z.number().int().min(0) });
export type CacheUse = z.infer<typeof CacheUse>;

export const BuildProfile = z.object({
  kind: z.literal('profile'),
  /** `bazel-profile`, `bazel-events`, `gradle-profile`, `maven-log`, `npm-timing`, `cargo-timings`. */
  format: z.string(),
  tool: z.string(),
  durationMs: z.number().nonnegative().optional(),
  startedAt: Time.optional(),
  /** Missing where the tool does not tell. */
  cache: CacheUse.optional(),
  /** What took longest first. */
  kinds: z.array(BuildKind),
  /** The slowest, slowest first. */
  units: z.array(BuildUnit),
  /** How many the tool told of. */
  unitCount: z.number().int(),
});
export type BuildProfile = z.infer<typeof BuildProfile>;

export const ArtifactReport = z.object({
  kind: z.literal('artifacts'),
  format: z.literal('artifacts'),
  artifacts: z.array(NewArtifact),
});
export type ArtifactReport = z.infer<typeof ArtifactReport>;

export const CommandReport = z.object({
  kind: z.literal('commands'),
  format: z.literal('commands'),
  commands: z.array(NewCommand),
});
export type CommandReport = z.infer<typeof CommandReport>;

export const BuildReport = z.discriminatedUnion('kind', [
  TestReport,
  CoverageReport,
  BuildProfile,
  ArtifactReport,
  CommandReport,
]);
export type BuildReport = z.infer<typeof BuildReport>;
