import type { ErrorBody } from '@summit/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Upload {
  address: URL;
  token: string;
  body: Buffer;
  /** Whether the body is a file compressed with gzip; otherwise it is JSON. */
  compressed: boolean;
  version: string;
}

export interface Clock {
  now(): number;
  sleep(ms: number): Promise<unknown>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const realClock: Clock = { now: () => performance.now(), sleep: (ms) => sleep(ms), random: () => Math.random() };

export type Sent = { ok: true; status: 'accepted' | 'duplicate' } | { ok: false; reason: string };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A server that has not answered by then is asked again. */
const ONE_TRY_MS = 30_000;

/**
 * Sends one body, again and again until `deadline` (of the clock) where the network or the server is the reason: nobody could connect, 408, 425, 429 and
 * 5xx. The bridge knows what it has, so sending twice counts once.
 */
export async function send(upload: Upload, deadline: number, clock: Clock = realClock): Promise<Sent> {
  for (let tries = 1; ; tries++) {
    const left = deadline - clock.now();
    const answer = await tryOnce(upload, Math.max(1, Math.min(left, ONE_TRY_MS)));
    if ('ok' in answer) return answer;
    const wait = answer.waitMs ?? backoffMs(tries, clock.random());
    if (clock.now() + wait >= deadline) {
      return { ok: false, reason: tries === 1 ? answer.reason : `${answer.reason} (tried ${tries} times)` };
    }
    await clock.sleep(wait);
  }
}

/** Doubles, and lies in the upper half of what it may be, so that many jobs do not come back at once. */
const backoffMs = (tries: number, random: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS) * (0.5 + random / 2);

interface TryAgain {
  reason: string;
  /** What the server asked for. */
  waitMs: number | undefined;
}

async function tryOnce(
  { address, token, body, compressed, version }: Upload,
  timeoutMs: number,
): Promise<Sent | TryAgain> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      // An address that leads elsewhere would take the token there, and a POST becomes a GET on the way.
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(compressed && { 'content-encoding': 'gzip' }),
        'content-type': compressed ? 'application/octet-stream' : 'application/json',
        'user-agent': `summit-cli/${version}`,
      },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    });
    return await answerOf(response);
  } catch (error) {
    return { reason: networkWords(error), waitMs: undefined };
  }
}

async function answerOf(response: Response): Promise<Sent | TryAgain> {
  const text = await response.text();
  if (response.status === 202) {
    const status = statusOf(text);
    if (status !== undefined) return { ok: true, status };
  }
  if (response.ok)
    return { ok: false, reason: `${response.status}, but not in the words of a bridge: is SUMMIT_URL its address?` };
  const reason = refusalWords(response, text);
  const isPassing = [408, 425, 429].includes(response.status) || response.status >= 500;
  return isPassing ? { reason, waitMs: retryAfterMs(response.headers.get('retry-after')) } : { ok: false, reason };
}

/** A page to sign in at, or one of a proxy, is no receipt, whatever its code. */
function statusOf(text: string): 'accepted' | 'duplicate' | undefined {
  const body = jsonOf(text);
  if (typeof body !== 'object' || body === null || !('status' in body)) return undefined;
  return body.status === 'accepted' || body.status === 'duplicate' ? body.status : undefined;
}

/** Seconds, or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

const MAX_WORDS = 400;

export function refusalWords(response: Response, text: string): string {
  const location = response.headers.get('location');
  if (location !== null) return `${response.status}: SUMMIT_URL leads on to ${location.slice(0, MAX_WORDS)}`;
  const { detail, causes } = errorBodyOf(text);
  if (detail === undefined) return `${response.status} ${response.statusText}`.trim();
  return `${response.status}: ${[detail, ...causes].join(' ').slice(0, MAX_WORDS)}`;
}

/** What is not the bridge's own body (a proxy's page) says nothing. */
function errorBodyOf(text: string): { detail: ErrorBody['detail'] | undefined; causes: ErrorBody['causes'] } {
  const body = jsonOf(text);
  if (typeof body !== 'object' || body === null || !('detail' in body) || typeof body.detail !== 'string')
    return { detail: undefined, causes: [] };
  const causes = 'causes' in body && Array.isArray(body.causes) ? body.causes : [];
  return { detail: body.detail, causes: causes.filter((cause) => typeof cause === 'string') };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch says "fetch failed"; what failed is its cause, or the first of several. */
export function networkWords(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('name' in error && error.name === 'TimeoutError') return 'no answer in time';
  if ('cause' in error && error.cause !== undefined) return networkWords(error.cause);
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return networkWords(error.errors[0]);
  return 'message' in error && typeof error.message === 'string' ? error.message : 'no connection';
}
