import type { Sample } from '@summit/contracts';
import { z } from 'zod';

/** Asks for the values of an expression at a moment, of what is the tenant's. Throws CouldNotAsk. */
export type AskMetrics = (tenant: string, expr: string, at: Date) => Promise<Sample[]>;

/** The metrics could not be asked; the message says why, for people, and holds nothing of the address. */
export class CouldNotAsk extends Error {
  constructor(
    message: string,
    /** Nobody answered: the next question would fare no better. */
    readonly away = false,
  ) {
    super(message);
  }
}

export interface PrometheusOptions {
  /** Root of the HTTP API, without a slash at its end: `/api/v1/query` follows. */
  url: string;
  headers: Readonly<Record<string, string>>;
  timeoutMs?: number;
  maxBytes?: number;
}

const Answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z
      .array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }))
      .max(10_000),
  }),
});
const Refusal = z.object({ error: z.string() });

/** A Prometheus, or what speaks like one (Mimir, Thanos). The tenant is ours, never a caller's, and goes as X-Scope-OrgID, as with what is exported. */
export function askPrometheus({ url, headers, timeoutMs = 5000, maxBytes = 1 << 20 }: PrometheusOptions): AskMetrics {
  return async (tenant, expr, at) => {
    try {
      const response = await fetch(`${url}/api/v1/query`, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          ...headers,
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': 'summit-bridge',
          'x-scope-orgid': tenant,
        },
        body: new URLSearchParams({ query: expr, time: String(at.getTime() / 1000), timeout: `${timeoutMs}ms` }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body = await textOf(response, maxBytes);
      if (response.status !== 200) throw new CouldNotAsk(refusalOf(response.status, body));
      const answer = Answer.safeParse(jsonOf(body));
      if (!answer.success) throw new CouldNotAsk('the answer is not that of a Prometheus');
      return answer.data.data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
    } catch (error) {
      throw error instanceof CouldNotAsk ? error : new CouldNotAsk(wordsOf(error), true);
    }
  };
}

async function textOf(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    if (!(chunk instanceof Uint8Array)) continue;
    if ((length += chunk.length) > maxBytes) throw new CouldNotAsk(`the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusalOf(status: number, body: string): string {
  const said = Refusal.safeParse(jsonOf(body));
  return `answered ${status}${said.success ? `: ${said.data.error.slice(0, 200)}` : ''}`;
}

const Thrown = z.object({ name: z.string(), message: z.string(), cause: z.unknown().optional() });
const Cause = z.object({ code: z.string() });

/** The cause of a failed fetch says more than the failure. */
function wordsOf(error: unknown): string {
  const thrown = Thrown.safeParse(error);
  if (!thrown.success) return 'unknown';
  const { name, message, cause } = thrown.data;
  if (name === 'TimeoutError') return 'no answer in time';
  return (Cause.safeParse(cause).data?.code ?? message).slice(0, 200);
}
