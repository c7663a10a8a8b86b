import type { HttpAnswer } from './provider';

/** What of the provider's allowance is left to others who use the same token. */
const SPARE = 20;
/** GitHub asks for at least a minute where it says nothing else of a secondary limit. */
const SECONDARY_MS = 60_000;
/** No provider's window is longer than a day; a clock that is wrong by years must not end a source. */
const LONGEST_MS = 26 * 3_600_000;

/**
 * Until when the provider wants to be left alone, milliseconds since 1970; null where it does not say. Reads `retry-after` (seconds or a date),
 * GitHub's `x-ratelimit-*` and its secondary limits (403 or 429 with a message), GitLab's `ratelimit-*`.
 */
export function limitedUntil({ status, headers, body }: HttpAnswer, nowMs: number): number | null {
  const refused =
    status === 429 || (status === 403 && (headers.has('retry-after') || spent(headers) || isSecondary(body)));
  const asked = retryAfter(headers, nowMs);
  const until = refused
    ? (asked ?? (spent(headers) ? resetOf(headers) : null) ?? nowMs + SECONDARY_MS)
    : nearlySpent(headers)
      ? resetOf(headers)
      : // A server that is down for maintenance says when to come back.
        status === 503
        ? asked
        : null;
  return until === null || until <= nowMs ? null : Math.min(until, nowMs + LONGEST_MS);
}

/** Whether the answer is a refusal for coming too often, and not one of the question. */
export const isLimit = (answer: HttpAnswer): boolean =>
  answer.status === 429 ||
  (answer.status === 403 && (answer.headers.has('retry-after') || spent(answer.headers) || isSecondary(answer.body)));

function numberOf(headers: Headers, ...names: string[]): number | null {
  for (const name of names) {
    const text = headers.get(name);
    if (text !== null && /^\d{1,15}$/.test(text.trim())) return Number(text);
  }
  return null;
}

const remaining = (headers: Headers): number | null =>
  numberOf(headers, 'x-ratelimit-remaining', 'ratelimit-remaining');
const spent = (headers: Headers): boolean => remaining(headers) === 0;

/** Of a small allowance (60 an hour without a token) a tenth is spared. */
function nearlySpent(headers: Headers): boolean {
  const left = remaining(headers);
  const limit = numberOf(headers, 'x-ratelimit-limit', 'ratelimit-limit');
  return left !== null && left <= Math.min(SPARE, limit === null ? 0 : Math.floor(limit / 10));
}

/** Seconds since 1970. */
function resetOf(headers: Headers): number | null {
  const at = numberOf(headers, 'x-ratelimit-reset', 'ratelimit-reset');
  // Their clock is not ours, and the second is not over when it begins.
  return at === null ? null : at * 1000 + 1000;
}

function retryAfter(headers: Headers, nowMs: number): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return nowMs + Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function isSecondary(body: unknown): boolean {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return typeof message === 'string' && /rate limit/i.test(message);
}

const FIRST_MS = 1_000;
const LAST_MS = 300_000;

/** How long to wait after the n-th failure in a row (from 1): doubled each time, up to five minutes, and never the same for two. */
export const backoffMs = (failures: number, random: number): number =>
  Math.round(Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20)) * (0.5 + random / 2));
