import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { publicLookup, refusedAddress } from '../../domain/rollbackPolicy/address';
import { BadAnswer, bytesOf, fetchOnce, NoAnswer, redirectOf, TooLarge, wordsFor } from '../http';

/** A log of some megabytes over a slow line. */
const TIMEOUT_MS = 120_000;
const MAX_HOPS = 3;
/** What a refusal says of itself. */
const MAX_REFUSAL = 64 * 1024;

export interface LogAnswer {
  status: number;
  /** The provider's own, which say how much it may be asked, also where the log came from elsewhere. */
  headers: Headers;
  /** What a refusal says, where that is JSON. */
  body: unknown;
  /** Null where it is refused. */
  log: Buffer | null;
}

export interface LogGetOptions {
  timeoutMs?: number;
  /** Hosts, or hosts with ports, that may be spoken to with http or be in one's own network. */
  allowedHosts: readonly string[];
  signal?: AbortSignal;
}

export type GetLog = (
  url: string,
  headers: Readonly<Record<string, string>>,
  limits: { maxBytes: number; elsewhere: boolean },
) => Promise<LogAnswer>;

/**
 * GETs a log, whole or not at all. With `elsewhere` one redirect to another server is followed, without any header of the first: to a public address by
 * https, or to a host that is allowed. Throws NoAnswer, BadAnswer and TooLarge, whose messages name no header and no query.
 */
export function logGet({ timeoutMs = TIMEOUT_MS, allowedHosts, signal: ending }: LogGetOptions): GetLog {
  return async (first, headers, { maxBytes, elsewhere }) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = ending ? AbortSignal.any([timeout, ending]) : timeout;
    let url = first;
    try {
      for (let hop = 0; hop <= MAX_HOPS; hop++) {
        const response = await fetchOnce(url, headers, signal, timeoutMs);
        const target = redirectOf(response, url);
        if (target === null) return await own(response, maxBytes);
        await response.body?.cancel();
        if (new URL(target).origin !== new URL(first).origin) {
          if (!elsewhere) throw new BadAnswer(`it redirects to another server, ${new URL(target).host}`);
          const log = await stored(target, { maxBytes, signal, allowed: isAllowed(target, allowedHosts) });
          return { status: log === null ? 410 : 200, headers: response.headers, body: undefined, log };
        }
        url = target;
      }
    } catch (error) {
      throw ending?.aborted === true ? new Error('the bridge stops') : error;
    }
    throw new BadAnswer('it redirects in a circle');
  };
}

const isAllowed = (url: string, allowed: readonly string[]): boolean =>
  allowed.includes(new URL(url).host) || allowed.includes(new URL(url).hostname);

async function own(response: Response, maxBytes: number): Promise<LogAnswer> {
  const { status, headers } = response;
  if (!response.ok) {
    const said = await bytesOf(response.body, MAX_REFUSAL);
    return { status, headers, body: jsonOf(said), log: null };
  }
  if (Number(headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw new TooLarge('the log is too large');
  }
  // A page for people to sign in is answered with 200 too.
  if (/^text\/html/i.test(headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw new BadAnswer('it answers with a page instead of a log');
  }
  return { status, headers, body: undefined, log: await bytesOf(response.body, maxBytes) };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

interface Stored {
  maxBytes: number;
  signal: AbortSignal;
  allowed: boolean;
}

/** A log from where the provider stores it; null where it is not there any more. The address was signed for this one log: nothing is sent along. */
async function stored(target: string, { maxBytes, signal, allowed }: Stored): Promise<Buffer | null> {
  const { host } = new URL(target);
  const refused = refusedAddress(target, allowed);
  if (refused !== null) throw new BadAnswer(`it redirects to ${host}: ${refused}`);
  const response = await answerOf(target, signal, allowed);
  const { statusCode: status = 0, headers } = response;
  const leave = (error: Error): never => {
    response.destroy();
    throw error;
  };
  if (status === 404 || status === 410) {
    response.destroy();
    return null;
  }
  if (status !== 200) leave(new NoAnswer(`${host} answers ${status}`));
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    leave(new BadAnswer(`${host} answers compressed, though nobody asked for that`));
  if (Number(headers['content-length'] ?? 0) > maxBytes) leave(new TooLarge('the log is too large'));
  return whole(response, host, maxBytes);
}

async function whole(response: IncomingMessage, host: string, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.iterator({ destroyOnReturn: true })) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new TooLarge('the log is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof TooLarge
      ? error
      : new NoAnswer(`the answer of ${host} broke off: ${wordsFor(error, TIMEOUT_MS)}`);
  }
  return Buffer.concat(chunks);
}

function answerOf(target: string, signal: AbortSignal, allowed: boolean): Promise<IncomingMessage> {
  const send = target.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((done, failed) => {
    const options = {
      agent: false,
      signal,
      headers: { 'user-agent': 'summit-bridge', 'accept-encoding': 'identity' },
      // What is connected to is what was checked.
      ...(!allowed && { lookup: publicLookup(lookup) }),
    } as const;
    send(target, options, done)
      .on('error', (error) => failed(new NoAnswer(`${new URL(target).host}: ${wordsFor(error, TIMEOUT_MS)}`)))
      .end();
  });
}
