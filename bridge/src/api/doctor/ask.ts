import { boundedText } from '../auth/grafanaIdentity';

export interface Asked {
  /** Null when nothing answered. */
  status: number | null;
  text: string;
  latencyMs: number;
  /** What went wrong below HTTP, in words. */
  problem: string | null;
}

interface Request {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  maxBytes?: number;
}

const TIMEOUT_MS = 2_500;
const MAX_BYTES = 64 * 1024;

/** One bounded request to a configured address: time and size have a limit, and a redirect is an answer, not followed. */
export async function ask(url: string, { maxBytes = MAX_BYTES, ...init }: Request = {}): Promise<Asked> {
  const start = performance.now();
  try {
    const { address, headers } = withoutUser(url);
    const response = await fetch(address, {
      ...init,
      headers: { ...headers, ...init.headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await boundedText(response, maxBytes);
    return { status: response.status, text, latencyMs: since(start), problem: null };
  } catch (error) {
    return { status: null, text: '', latencyMs: since(start), problem: wordsFor(error) };
  }
}

/** fetch refuses `user:password@` in addresses; what they mean is basic authentication. */
function withoutUser(url: string): { address: string; headers: Record<string, string> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address: url, headers: {} };
  address.username = '';
  address.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address: address.toString(), headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

const since = (start: number): number => Math.round((performance.now() - start) * 10) / 10;

/** fetch says "fetch failed" and hides the reason in its cause. */
function wordsFor(error: unknown): string {
  if (nameOf(error) === 'TimeoutError') return `no answer within ${TIMEOUT_MS} ms`;
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

/** An aborted request throws a DOMException, which is not an Error everywhere. */
const nameOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
