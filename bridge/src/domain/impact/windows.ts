const MINUTE = 60_000;
/** What a deployment waits for before it begins (a person, a queue) is no part of it; nothing that begins takes longer than this. */
const LONGEST_ROLLOUT = 60 * MINUTE;
/** Less says nothing: caches fill, connections are made. */
const SHORTEST_WINDOW = 5 * MINUTE;
/** So many equally long pieces show how the counts vary within a window. */
export const PIECES = 12;

/** When a deployment was asked for, and when it ended. Milliseconds. */
export interface Ended {
  createdAt: number;
  finishedAt: number;
}

export interface Windows {
  /** Up to the moment in which the deployment began to change something. */
  before: { from: number; to: number };
  after: { from: number; to: number };
  cutBy: 'length' | 'next_deployment' | 'now';
}

/** When it began to change something: where it was asked for, an hour before its end at most. */
export const beganAt = ({ createdAt, finishedAt }: Ended): number =>
  Math.max(Math.min(createdAt, finishedAt), finishedAt - LONGEST_ROLLOUT);

/**
 * Two equally long windows around a deployment, without the time that it took itself. The second ends with the next successful deployment to the
 * same place, or now, whichever is first.
 *
 * @returns null where less than `SHORTEST_WINDOW` is left
 */
export function windowsAround(deployment: Ended, next: Ended | null, now: number, lengthMs: number): Windows | null {
  const from = deployment.finishedAt;
  const ends = [
    { cutBy: 'length' as const, to: from + lengthMs },
    ...(next ? [{ cutBy: 'next_deployment' as const, to: beganAt(next) }] : []),
    { cutBy: 'now' as const, to: now },
  ];
  const { cutBy, to } = ends.reduce((first, end) => (end.to < first.to ? end : first));
  const length = to - from;
  if (length < SHORTEST_WINDOW) return null;
  const began = beganAt(deployment);
  return { before: { from: began - length, to: began }, after: { from, to }, cutBy };
}
