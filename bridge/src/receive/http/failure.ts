import { InboxUnavailable } from '../../inbox/inbox';
import type { DoorsDeps } from '../ports';
import { busy, Refusal } from './refusal';

/** What a request brings, in the log (`a webhook`) and in the answer (`delivery`). */
export interface Brought {
  logged: string;
  answered: string;
}

/** What to answer to an error: what a door refused as it said it; what failed behind it, with a request to come again. */
export function refusalOf(error: unknown, deps: Pick<DoorsDeps, 'log'>, { logged, answered }: Brought): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof InboxUnavailable)) deps.log.warn({ err: error }, `${logged} failed`);
  return busy(`The ${answered} could not be stored now.`);
}
