import {
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { Signal } from '../model';
import type { Outcome } from './transport';

/** Reads how many items of an accepted request the receiver refused nevertheless. An answer that cannot be read refused nothing. */
export function readAnswer(signal: Signal, body: Uint8Array, contentType: string): Extract<Outcome, { kind: 'sent' }> {
  if (body.length === 0) return { kind: 'sent', rejectedItems: 0, reason: '' };
  try {
    const [count, reason] = contentType.includes('json') ? readJson(body) : readProtobuf(signal, body);
    const rejectedItems = Number(count ?? 0);
    return { kind: 'sent', rejectedItems: Number.isFinite(rejectedItems) ? rejectedItems : 0, reason: reason ?? '' };
  } catch {
    return { kind: 'sent', rejectedItems: 0, reason: '' };
  }
}

type Read = [count: number | string | undefined, reason: string | undefined];

function readProtobuf(signal: Signal, body: Uint8Array): Read {
  if (signal === 'logs') {
    const part = ProtobufLogsSerializer.deserializeResponse(body).partialSuccess;
    return [part?.rejectedLogRecords, part?.errorMessage];
  }
  if (signal === 'traces') {
    const part = ProtobufTraceSerializer.deserializeResponse(body).partialSuccess;
    return [part?.rejectedSpans, part?.errorMessage];
  }
  const part = ProtobufMetricsSerializer.deserializeResponse(body).partialSuccess;
  return [part?.rejectedDataPoints, part?.errorMessage];
}

function readJson(body: Uint8Array): Read {
  const answer: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  const part = field(answer, 'partialSuccess');
  const count = field(part, 'rejectedLogRecords') ?? field(part, 'rejectedSpans') ?? field(part, 'rejectedDataPoints');
  const reason = field(part, 'errorMessage');
  return [
    typeof count === 'number' || typeof count === 'string' ? count : undefined,
    typeof reason === 'string' ? reason : undefined,
  ];
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
