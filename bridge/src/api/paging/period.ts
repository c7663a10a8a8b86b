import { badRequest } from '../errors';

/** A time that figures are of. */
export interface Period {
  from: Date;
  to: Date;
  /** Where the period of equal length before begins. */
  previous: Date;
  days: number;
}

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 1100;

/** The last 30 days where none is named. Throws a 400 for one that is empty or longer than three years. */
export function periodOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date): Period {
  const end = to === undefined ? now : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - DEFAULT_DAYS * DAY) : new Date(from);
  const length = end.getTime() - start.getTime();
  if (length <= 0) throw badRequest('A parameter is wrong.', ['from: must be before `to`']);
  if (length > MOST_DAYS * DAY)
    throw badRequest('A parameter is wrong.', [`from: at most ${MOST_DAYS} days before \`to\``]);
  return { from: start, to: end, previous: new Date(start.getTime() - length), days: length / DAY };
}
