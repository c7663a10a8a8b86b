import { createHash } from 'node:crypto';
import type { Failure } from '../story/hour';

/** The id of a failure's event: a story told twice sends the same events, which the bridge counts once. 32 hex digits, as SDKs make them. */
export function eventId(seed: string, { repository, bug, at, user }: Failure): string {
  const words = [seed, repository.fullName, bug, at, user].join('\0');
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}
