import { LEAST_REQUESTS, type RollbackConditions, type RollbackEvidence } from '@summit/contracts';

const MINUTE = 60_000;

/** A verdict is asked for several times in a row: at this confidence each, a wrong one of five is about as rare as a wrong one of one at 95 %. */
export const CONFIDENCE = 0.99;

/** What is known of the newest deployment to a place, when it is looked at. Times in milliseconds. */
export interface Watched {
  finishedAt: number;
  /** As DORA counts it; null until that is worked out. */
  kind: 'deploy' | 'redeploy' | 'rollback' | null;
  /** What the source calls it. */
  task: string | null;
  /** What ran before it: where there is nothing to go back to, nobody is called. */
  previousId: string | null;
}

/** Why a deployment is left alone, before anything is counted; null where its errors have to be looked at. */
export function leftAlone(watched: Watched, windowMinutes: number, now: number): string | null {
  if (now - watched.finishedAt > windowMinutes * MINUTE) return 'its window is over';
  if (watched.kind === 'rollback' || isRollback(watched.task)) return 'it is a rollback itself';
  if (watched.kind === null) return 'what it was is being worked out';
  if (watched.kind === 'redeploy') return 'it brought nothing new';
  return watched.previousId === null ? 'there is nothing to go back to' : null;
}

const isRollback = (task: string | null): boolean => task !== null && /roll[-_ ]?back/i.test(task);

/**
 * The part of the time since a deployment that a verdict is made of: 5, 10, 20, 40… minutes, the longest that has passed. So each stretch is looked
 * at as a whole and few times, and not until chance gives the answer. Null before the first.
 */
export function stretchMs(sinceMs: number): number | null {
  if (sinceMs < 5 * MINUTE) return null;
  return 5 * MINUTE * 2 ** Math.floor(Math.log2(sinceMs / (5 * MINUTE)));
}

/** What was counted of a deployment's errors. */
export interface Counted extends RollbackEvidence {
  /** Events of new issues within the minutes that the policy names; null where it names none. */
  recentNewEvents: number | null;
}

/**
 * Why a deployment is to be rolled back: a sentence for each condition that holds; none where nothing does.
 */
export function reasonsToRollBack(conditions: RollbackConditions, counted: Counted): string[] {
  const { newFatalIssue, worseRatio, newIssueEvents, slower, burn } = conditions;
  return [
    ...(newFatalIssue ? fatalReasons(counted) : []),
    ...(worseRatio !== null && isWorse(counted, worseRatio) ? [worseReason(counted)] : []),
    ...(newIssueEvents && (counted.recentNewEvents ?? 0) >= newIssueEvents.events
      ? [`${counted.recentNewEvents} events of new issues within ${newIssueEvents.minutes} minutes`]
      : []),
    ...(slower && counted.latency ? slowerReasons(slower, counted.latency) : []),
    ...(burn && counted.burn ? burnReasons(burn, counted.burn) : []),
  ];
}

const fatalReasons = ({ newIssues }: Counted): string[] =>
  newIssues
    .filter(({ level, events }) => level === 'fatal' && events > 0)
    .slice(0, 3)
    .map(({ shortId, title }) => `new fatal issue ${shortId}: ${title.slice(0, 200)}`);

/** Where there were none before, any number is infinitely many times as many. */
const isWorse = ({ verdict, ratio }: Counted, least: number): boolean =>
  verdict === 'worse' && (ratio === null || ratio >= least);

function worseReason({ before, after, ratio }: Counted): string {
  const times = ratio === null ? '' : `, ${Number(ratio.toPrecision(2))} times as many`;
  return `errors are worse: ${after} after it, ${before} in as long before${times}`;
}

function slowerReasons(
  { ratio }: NonNullable<RollbackConditions['slower']>,
  { service, verdict, before, after }: NonNullable<RollbackEvidence['latency']>,
): string[] {
  if (verdict !== 'worse' || before.p95 === null || after.p95 === null || before.p95 === 0) return [];
  const times = after.p95 / before.p95;
  if (times < ratio) return [];
  const ms = (seconds: number): string => `${Number((seconds * 1000).toPrecision(3))} ms`;
  return [
    `${service} is slower: p95 ${ms(after.p95)} after it, ${ms(before.p95)} in as long before, ${Number(times.toPrecision(2))} times as long`,
  ];
}

/** A single failure among few requests burns any budget at once, and says nothing. */
const LEAST_FAILED = 5;

function burnReasons(
  { objective, rate }: NonNullable<RollbackConditions['burn']>,
  { service, long, short }: NonNullable<RollbackEvidence['burn']>,
): string[] {
  const burns = (at: number | null): boolean => at !== null && at >= rate;
  if (!burns(long.rate) || !burns(short.rate) || long.requests < LEAST_REQUESTS || long.failed < LEAST_FAILED)
    return [];
  const times = (at: number | null): string => String(Number((at ?? 0).toPrecision(3)));
  return [
    `${service} burns the error budget of ${objective} % ${times(long.rate)} times as fast as it lasts over ${minutesOf(long)}, ${times(short.rate)} times over ${minutesOf(short)}`,
  ];
}

const minutesOf = ({ minutes }: { minutes: number }): string => `${Number(minutes.toPrecision(2))} min`;

/**
 * The two windows in which an error budget is looked at, in seconds: the long one and its last twelfth, as the SRE Workbook (Google, 2018, chapter 5, "Multiwindow,
 * Multi-Burn-Rate Alerts") has them. The long one begins with the deployment at the earliest, the short one is a minute long at least, since a rate takes several
 * samples. Null in the first five minutes.
 */
export function burnWindows(sinceBeganMs: number, longMinutes: number): { long: number; short: number } | null {
  if (sinceBeganMs < 5 * MINUTE) return null;
  const long = Math.floor(Math.min(sinceBeganMs, longMinutes * MINUTE) / 1000);
  return { long, short: Math.max(60, Math.floor(long / 12)) };
}

/** How many times as fast as the objective allows; null without requests. */
export function burnRate({ requests, failed }: { requests: number; failed: number }, objective: number): number | null {
  return requests > 0 ? failed / requests / (1 - objective / 100) : null;
}
