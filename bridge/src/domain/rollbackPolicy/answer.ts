import { z } from 'zod';

/**
 * What became of a call. `not_received`: it certainly set nothing off; `unclear`: it may have, and nobody said so.
 */
export type Outcome = 'taken' | 'refused' | 'not_received' | 'unclear';

/** What an answer says beside its body, in lower case. */
export interface Head {
  status: number;
  retryAfter: string | undefined;
  /** What is left of the caller's rate, as GitHub counts it. */
  rateLeft: string | undefined;
}

/**
 * What an answer means. Whoever asks for patience (425, 429, 503 with Retry-After; GitHub also 403 for a rate that is used up) has done nothing yet. Behind 408 and
 * other 5xx it may have been done.
 */
export function outcomeOf({ status, retryAfter, rateLeft }: Head): Outcome {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 425 || status === 429) return 'not_received';
  if (retryAfter !== undefined && (status === 503 || status === 403)) return 'not_received';
  if (status === 403 && rateLeft === '0') return 'not_received';
  return status === 408 || status >= 500 ? 'unclear' : 'refused';
}

/** Seconds to wait for, of a Retry-After in seconds or as a date (RFC 9110, 10.2.3); 0 where it says nothing. */
export function secondsToWait(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? 0 : Math.max(0, Math.ceil((until - now.getTime()) / 1000));
}

const MOST_WORDS = 300;
const Said = z.object({
  id: z.number().optional(),
  message: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * What a provider says of a call, for people: the pipeline that it made, or why it did not. `secret` is blotted out, should it be repeated. Empty where the
 * answer is not JSON.
 */
export function wordsOf(body: string, secret: string): string {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return '';
  }
  const said = Said.safeParse(given);
  if (!said.success) return '';
  const { id, message, error } = said.data;
  const reason = message ?? error;
  const words =
    reason === undefined
      ? id === undefined
        ? ''
        : `pipeline ${id}`
      : typeof reason === 'string'
        ? reason
        : JSON.stringify(reason);
  return words
    .replaceAll(secret, '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MOST_WORDS);
}
