import type { HttpAnswer } from './provider';

/** A list of a hundred runs with all that hangs on each is a few megabytes. */
const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;

/** The answer did not come, or not whole; asked again it may. */
export class NoAnswer extends Error {
  override readonly name: string = 'NoAnswer';
}

/** Nobody is there: no question would be answered. */
export class Unreachable extends NoAnswer {
  override readonly name = 'Unreachable';
}

/** The server answers with something that asking again will not change. */
export class BadAnswer extends Error {
  override readonly name: string = 'BadAnswer';
}

export class TooLarge extends BadAnswer {
  override readonly name = 'TooLarge';
}

export interface GetOptions {
  timeoutMs?: number;
  maxBytes?: number;
  /** Ends what is under way. */
  signal?: AbortSignal;
}

/** With a body it is sent as JSON with POST. */
export type Get = (url: string, headers: Readonly<Record<string, string>>, body?: string) => Promise<HttpAnswer>;

/**
 * Asks for JSON, whole or not at all. A renamed repository answers with a redirect: it is followed on the same origin only, so that a token never goes
 * to another server. Throws NoAnswer and BadAnswer, whose messages name no header.
 */
export function httpGet({ timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, signal: ending }: GetOptions = {}): Get {
  return async (first, headers, body) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = ending ? AbortSignal.any([timeout, ending]) : timeout;
    let url = first;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const response = await fetchOnce(url, headers, signal, timeoutMs, body).catch((error: unknown) => {
        throw ending?.aborted === true ? new Error('the bridge stops') : error;
      });
      const target = redirectOf(response, url);
      if (target === null)
        return { status: response.status, headers: response.headers, body: await json(response, maxBytes) };
      await response.body?.cancel();
      if (new URL(target).origin !== new URL(first).origin)
        throw new BadAnswer(
          `it redirects to another server, ${new URL(target).host}, which the token must not be sent to`,
        );
      url = target;
    }
    throw new BadAnswer('it redirects in a circle');
  };
}

export async function fetchOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  timeoutMs: number,
  body?: string,
): Promise<Response> {
  try {
    const post = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } };
    return await fetch(url, { headers, redirect: 'manual', signal, ...(body !== undefined && post) });
  } catch (error) {
    throw new Unreachable(wordsFor(error, timeoutMs));
  }
}

export function redirectOf(response: Response, base: string): string | null {
  const location = response.headers.get('location');
  if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return null;
  if (!URL.canParse(location, base)) throw new BadAnswer('it redirects to what is no address');
  return new URL(location, base).toString();
}

/** Undefined where a refusal has no JSON. Throws NoAnswer where the connection broke off, or a good answer is no JSON. */
async function json(response: Response, maxBytes: number): Promise<unknown> {
  const text = (await bytesOf(response.body, maxBytes)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    if (response.ok) throw new NoAnswer('the answer is not JSON: is the address that of the server itself?');
    return undefined;
  }
}

/** All of a body. Throws NoAnswer where it breaks off, and TooLarge. */
export async function bytesOf(stream: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Buffer> {
  if (!stream) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new NoAnswer(`the answer broke off: ${wordsFor(error, TIMEOUT_MS)}`);
    });
    if (done) return Buffer.concat(chunks);
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new TooLarge(`the answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`);
    }
    chunks.push(value);
  }
}

/** fetch says "fetch failed" and hides the reason in its cause. */
export function wordsFor(error: unknown, timeoutMs: number): string {
  if (typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError')
    return `no answer within ${Math.round(timeoutMs / 1000)} s`;
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
