import type { PastRun } from './model';

/** Runs before one that are looked at, by when they were queued. */
export const LOOK_BACK = 300;

interface Feature {
  name: string;
  /** Why it raises the probability, of a run that has it. */
  says: (value: number) => string;
}

const percent = (logit: number): string => `${Math.round(100 / (1 + Math.exp(-logit)))} %`;

export const features: readonly Feature[] = [
  {
    name: 'previous_failed',
    says: (value) =>
      value > 0.5 ? 'the run before on this branch failed' : 'the run before on this branch did not fail',
  },
  { name: 'previous_known', says: (value) => (value > 0.5 ? 'the branch ran before' : 'the first run of this branch') },
  { name: 'streak', says: (value) => `${Math.round(Math.expm1(value))} failures in a row on this branch` },
  { name: 'pipeline_rate', says: (value) => `about ${percent(value)} of this pipeline's runs fail` },
  { name: 'recent_rate', says: (value) => `${Math.round(value * 100)} % of its last ten runs failed` },
  { name: 'branch_rate', says: (value) => `about ${percent(value)} of this branch's runs fail` },
  { name: 'author_rate', says: (value) => `about ${percent(value)} of the author's runs of this pipeline fail` },
  {
    name: 'default_branch',
    says: (value) => (value > 0.5 ? 'it runs on the default branch' : 'it does not run on the default branch'),
  },
  { name: 'of_change', says: (value) => (value > 0.5 ? 'it runs for a change' : 'it does not run for a change') },
  {
    name: 'scheduled',
    says: (value) => (value > 0.5 ? 'it was started by the clock' : 'it was not started by the clock'),
  },
  { name: 'again', says: (value) => (value > 0.5 ? 'it is not the first attempt' : 'it is the first attempt') },
  { name: 'files', says: (value) => `its commit changes ${Math.round(Math.expm1(value))} files` },
  { name: 'files_known', says: () => 'what is known of its commit' },
  { name: 'hour_sin', says: () => 'the hour of the day' },
  { name: 'hour_cos', says: () => 'the hour of the day' },
  { name: 'weekend', says: (value) => (value > 0.5 ? 'it is the weekend' : 'it is no weekend') },
];

const logit = (rate: number): number => Math.log(rate / (1 - rate));
const HOUR_MS = 3_600_000;
/** How many runs of the pipeline a branch or author without any is taken to have had. */
const PRIOR_OF_BRANCH = 2;
const PRIOR_OF_AUTHOR = 5;
const RECENT = 10;
const LONGEST_STREAK = 10;

/**
 * What was known of a run when it was queued: of the runs of its pipeline that were queued before it, those that **had ended** by then. What ended
 * later, though it was queued before, is not looked at.
 *
 * @param before runs of the same pipeline that were queued before, oldest first; the last 300 count
 * @returns values in the order of `features`
 */
export function featuresOf(run: PastRun, before: readonly PastRun[]): number[] {
  const known = endedBefore(run, before);
  const ofBranch = known.filter(({ branch }) => run.branch !== null && branch === run.branch);
  const ofAuthor = known.filter(({ author }) => run.author !== null && author === run.author);
  const rate = (failuresIn(known) + 1) / (known.length + 2);
  const shrunk = (runs: readonly PastRun[], prior: number): number =>
    logit((failuresIn(runs) + prior * rate) / (runs.length + prior));
  const recent = known.slice(-RECENT);
  const angle = ((run.queuedAt / HOUR_MS) % 24) * (Math.PI / 12);
  const weekday = new Date(run.queuedAt).getUTCDay();
  const flag = (value: boolean | undefined | null): number => (value === true ? 1 : 0);
  return [
    flag(ofBranch.at(-1)?.failed),
    flag(ofBranch.length > 0),
    Math.log1p(streakOf(ofBranch)),
    logit(rate),
    recent.length === 0 ? rate : failuresIn(recent) / recent.length,
    shrunk(ofBranch, PRIOR_OF_BRANCH),
    shrunk(ofAuthor, PRIOR_OF_AUTHOR),
    flag(run.isDefaultBranch),
    flag(run.event !== null && /pull_request|merge_request|change/.test(run.event)),
    flag(run.event !== null && /schedul|cron|timer/.test(run.event)),
    flag(run.attempt > 1),
    Math.log1p(run.files ?? 0),
    flag(run.files !== null),
    Math.sin(angle),
    Math.cos(angle),
    flag(weekday === 0 || weekday === 6),
  ];
}

/** What people go by without a model: a run ends as the one before on its branch did, else as the one before of its pipeline. 1 fails, 0 does not. */
export function baselineOf(run: PastRun, before: readonly PastRun[]): number {
  const known = endedBefore(run, before);
  const previous = known.findLast(({ branch }) => branch === run.branch) ?? known.at(-1);
  return previous?.failed === true ? 1 : 0;
}

/** Those that had ended when it was queued, in the order of their ends. */
const endedBefore = (run: PastRun, before: readonly PastRun[]): PastRun[] =>
  before
    .slice(-LOOK_BACK)
    .filter(({ failed, endedAt }) => failed !== null && endedAt !== null && endedAt <= run.queuedAt)
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));

const failuresIn = (runs: readonly PastRun[]): number => runs.filter(({ failed }) => failed === true).length;

function streakOf(runs: readonly PastRun[]): number {
  const green = runs.findLastIndex(({ failed }) => failed !== true);
  return Math.min(LONGEST_STREAK, runs.length - 1 - green);
}
