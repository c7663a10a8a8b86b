import { z } from 'zod';
import { DoraChange } from './dora';
import { Issue } from './issues';
import { Time } from './primitives';
import { Run } from './runs';
import { TestOutcome } from './reports';

/*
 * GET /api/v1/home?name=ada&name=ada@example.org: `Home`, what concerns a person in the last two weeks. Runs, changes and commits name people as their systems do,
 * by login, display name or e-mail: one person may have several, and says which are theirs.
 */

/** A pipeline on a branch whose last run that ended did not succeed, and what that has to do with the person. */
export const FailingBranch = z.object({
  /** The last run that ended. */
  run: Run,
  /** The first that failed after the last success; null when no success is known. `mine`: this person started it. */
  since: z.object({ id: z.string(), number: z.number().int(), at: Time, mine: z.boolean() }).nullable(),
});
export type FailingBranch = z.infer<typeof FailingBranch>;

/** A test that does not pass in one of those runs. */
export const FailingTest = z.object({
  testId: z.string(),
  suite: z.string(),
  name: z.string(),
  outcome: TestOutcome,
  message: z.string().nullable(),
  runId: z.string(),
});
export type FailingTest = z.infer<typeof FailingTest>;

/** An open pull or merge request, and the last run for it. */
export const OpenChange = z.object({
  repository: z.string(),
  number: z.number().int(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  createdAt: Time.nullable(),
  run: Run.nullable(),
});
export type OpenChange = z.infer<typeof OpenChange>;

/** An unresolved issue that began in a release which brought something of the person's; `among`: with how many other changes it came. */
export const SuspectedIssue = z.object({
  issue: Issue,
  change: z.object({ deploymentId: z.string(), number: z.number().int().nullable(), title: z.string() }),
  among: z.number().int(),
});
export type SuspectedIssue = z.infer<typeof SuspectedIssue>;

export const Home = z.object({
  /** Queued or running, started by the person. */
  running: z.array(Run),
  failing: z.array(FailingBranch),
  tests: z.array(FailingTest),
  changes: z.array(OpenChange),
  issues: z.array(SuspectedIssue),
  /** Their changes that reached production, last deployed first. */
  shipped: z.array(DoraChange),
  /** Whether any run, change or commit of those two weeks names the person. */
  known: z.boolean(),
});
export type Home = z.infer<typeof Home>;
