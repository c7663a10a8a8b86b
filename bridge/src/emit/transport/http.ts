import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Signal } from '../model';
import { readAnswer } from './partialSuccess';
import type { Outcome, Transport, TransportOptions } from './transport';

const compress = promisify(gzip);

/** Statuses that the OTLP specification names as passing. */
const PASSING = new Set([429, 502, 503, 504]);
/** The receiver refuses us rather than the data: a wrong address or token is put right by people, and until then nothing is thrown away. */
const REFUSES_US = new Set([401, 403, 404, 405, 407]);
const ANSWER_BYTES = 64 * 1024;
const TIMED_OUT = 'timeout';

/** OTLP/HTTP with protobuf bodies: `POST {endpoint}/v1/{signal}`, gzipped, the tenant as X-Scope-OrgID. */
export function httpTransport(options: TransportOptions): Transport {
  const secure = options.endpoint.startsWith('https:');
  const agentOptions = { keepAlive: true, maxSockets: options.concurrency };
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const request = secure ? httpsRequest : httpRequest;

  const post = (signal: Signal, tenant: string, body: Buffer): Promise<Outcome> =>
    new Promise((resolve) => {
      const outgoing = request(
        `${options.endpoint.replace(/\/+$/, '')}/v1/${signal}`,
        {
          method: 'POST',
          agent,
          headers: {
            ...options.headers,
            'content-type': 'application/x-protobuf',
            'content-encoding': 'gzip',
            'content-length': body.length,
            'x-scope-orgid': tenant,
          },
        },
        (answer) => {
          void readBody(answer).then(
            (bytes) => resolve(outcome(signal, answer, bytes)),
            (error: unknown) => resolve(failed(error)),
          );
        },
      );
      // One deadline for the whole exchange: a receiver that trickles its answer is as stuck as a silent one.
      const deadline = setTimeout(() => outgoing.destroy(new Error(TIMED_OUT)), options.timeoutMs);
      outgoing.on('error', (error) => resolve(failed(error)));
      outgoing.on('close', () => clearTimeout(deadline));
      outgoing.end(body);
    });

  return {
    async send(signal, tenant, body) {
      try {
        return await post(signal, tenant, await compress(body, { level: 3 }));
      } catch (error) {
        return failed(error);
      }
    },
    close: () => agent.destroy(),
  };
}

async function readBody(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= ANSWER_BYTES) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function outcome(signal: Signal, answer: IncomingMessage, body: Buffer): Outcome {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return readAnswer(signal, body, answer.headers['content-type'] ?? '');
  const reason = `HTTP ${status}`;
  if (PASSING.has(status))
    return { kind: 'retry', reason, afterMs: retryAfterMs(answer.headers['retry-after'], answer.headers.date) };
  if (REFUSES_US.has(status)) return { kind: 'retry', reason };
  return { kind: 'rejected', reason, tooLarge: status === 413 };
}

/** Seconds, or a date, which is read against the receiver's own clock where it tells it. */
export function retryAfterMs(header: string | undefined, receiverDate: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  const from = Date.parse(receiverDate ?? '');
  const until = Date.parse(header);
  return Number.isNaN(until) || Number.isNaN(from) ? undefined : Math.max(0, until - from);
}

function failed(error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const message = error instanceof Error ? error.message : 'unknown error';
  return { kind: 'retry', reason: code ?? message };
}
