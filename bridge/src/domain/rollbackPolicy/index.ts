import type { RollbackConditions, RollbackEvidence } from '@summit/contracts';

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
  const { newFatalIssue, worseRatio, newIssueEvents } = conditions;
  return [
    ...(newFatalIssue ? fatalReasons(counted) : []),
    ...(worseRatio !== null && isWorse(counted, worseRatio) ? [worseReason(counted)] : []),
    ...(newIssueEvents && (counted.recentNewEvents ?? 0) >= newIssueEvents.events
      ? [`${counted.recentNewEvents} events of new issues within ${newIssueEvents.minutes} minutes`]
      : []),
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
