import path from 'node:path';
import { type Environment, told } from '../ci/model';
import type { Ended } from './child';

/** Where spans go, as https://opentelemetry.io/docs/specs/otel/protocol/exporter/ says it. */
export interface OtlpTarget {
  url: URL;
  headers: Record<string, string>;
}

/** Undefined where nobody named a receiver, or one that does not speak HTTP: there is nothing else to send to then. */
export function otlpTarget(env: Environment): OtlpTarget | undefined {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return undefined;
  const protocol = told(env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'], env['OTEL_EXPORTER_OTLP_PROTOCOL']);
  if (protocol === 'grpc') return undefined;
  const own = told(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
  const shared = told(env['OTEL_EXPORTER_OTLP_ENDPOINT']);
  const address = own ?? (shared && `${shared.replace(/\/+$/, '')}/v1/traces`);
  if (address === undefined || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return undefined;
  const headers = told(env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'], env['OTEL_EXPORTER_OTLP_HEADERS']);
  return { url: new URL(address), headers: headersOf(headers ?? '') };
}

/** `name=value,name=value`, each escaped as in W3C Baggage. */
function headersOf(text: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const equals = pair.indexOf('=');
    if (equals > 0) headers[pair.slice(0, equals).trim().toLowerCase()] = decoded(pair.slice(equals + 1).trim());
  }
  return headers;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface CommandSpan {
  name: string;
  program: string;
  startedAtMs: number;
  ended: Ended;
  own: string;
  parent: { traceId: string; spanId: string };
  run: string | undefined;
  repository: string | undefined;
  version: string;
}

const TIMEOUT_MS = 5000;

/** Sends it once. @throws with a sentence for people */
export async function sendSpan(target: OtlpTarget, span: CommandSpan): Promise<void> {
  const response = await fetch(target.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...target.headers, 'content-type': 'application/json' },
    body: JSON.stringify(otlpOf(span)),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new Error(error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'nobody answers');
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
}

type Value = { stringValue: string } | { intValue: string } | { doubleValue: number };

const attribute = (key: string, value: Value) => ({ key, value });
const text = (key: string, value: string | undefined) =>
  value === undefined ? [] : [attribute(key, { stringValue: value })];
const secondsOf = (key: string, ms: number | undefined) =>
  ms === undefined ? [] : [attribute(key, { doubleValue: ms / 1000 })];

const SPAN_KIND_INTERNAL = 1;
const STATUS_ERROR = 2;

/** Names of the process conventions where there are any. Arguments stay here: people put secrets into them. */
export function otlpOf({ name, program, startedAtMs, ended, own, parent, run, repository, version }: CommandSpan) {
  const failed = ended.code !== 0;
  const errorType = ended.signal?.name ?? (ended.notStarted === undefined ? String(ended.code) : 'not_started');
  return {
    resourceSpans: [
      {
        resource: {
          attributes: [
            ...text('service.name', repository ?? 'summit-cli'),
            ...text('vcs.repository.name', repository),
            ...text('summit.run.id', run),
          ],
        },
        scopeSpans: [
          {
            scope: { name: 'summit-cli', version },
            spans: [
              {
                traceId: parent.traceId,
                spanId: own,
                parentSpanId: parent.spanId,
                flags: 1,
                name,
                kind: SPAN_KIND_INTERNAL,
                startTimeUnixNano: nanos(startedAtMs),
                endTimeUnixNano: nanos(startedAtMs + ended.wallMs),
                attributes: [
                  ...text('process.executable.name', path.basename(program)),
                  ...(ended.code === null ? [] : [attribute('process.exit.code', { intValue: String(ended.code) })]),
                  ...text('error.type', failed ? errorType : undefined),
                  ...text('summit.kind', 'command'),
                  ...secondsOf('summit.command.cpu.user', ended.processor?.userMs),
                  ...secondsOf('summit.command.cpu.system', ended.processor?.systemMs),
                  ...(ended.maxRssBytes === undefined
                    ? []
                    : [attribute('summit.command.memory.max', { intValue: String(ended.maxRssBytes) })]),
                ],
                ...(failed && { status: { code: STATUS_ERROR } }),
              },
            ],
          },
        ],
      },
    ],
  };
}

/** Past 2^53, so as text. */
const nanos = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);
