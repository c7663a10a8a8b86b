import type { Use } from '@summit/contracts';

/** A job that ended, beside the last time that the same job of the same commit succeeded. Times are milliseconds since the epoch. */
export interface Ended {
  outcome: string;
  endedAt: number;
  passedAt: number | null;
}

/** What the time of a job was spent on. The sums of the API say the same in SQL; a test holds them together. */
export function useOf({ outcome, endedAt, passedAt }: Ended): Use {
  switch (outcome) {
    case 'success':
      return 'useful';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
    case 'timed_out':
      return passedAt !== null && passedAt > endedAt ? 'flaky' : 'failed';
    default:
      return 'unknown';
  }
}
