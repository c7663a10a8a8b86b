import { Client, compressionAlgorithms, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import type { Signal } from '../model';
import { readAnswer } from './partialSuccess';
import { retryDelayMs } from './retryInfo';
import type { Outcome, Transport, TransportOptions } from './transport';

const METHODS: Record<Signal, string> = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
};

/** What the specification calls retryable, and what says that the receiver refuses us rather than the data. */
const PASSING = new Set<number>([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
  status.UNAUTHENTICATED,
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
]);

/** OTLP/gRPC: unary calls of bytes that are encoded already. The tenant goes as call metadata, which differs by call; exporters of the SDK fix theirs. */
export function grpcTransport(options: TransportOptions): Transport {
  const url = new URL(options.endpoint);
  const channel = url.protocol === 'https:' ? credentials.createSsl() : credentials.createInsecure();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const client = new Client(`${url.hostname}:${port}`, channel, {
    'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': 5_000,
  });
  const identity = (bytes: Buffer): Buffer => bytes;

  return {
    send: (signal, tenant, body) =>
      new Promise((resolve) => {
        const metadata = new Metadata();
        for (const [name, value] of Object.entries(options.headers)) metadata.set(name, value);
        metadata.set('x-scope-orgid', tenant);
        client.makeUnaryRequest(
          METHODS[signal],
          identity,
          identity,
          Buffer.from(body.buffer, body.byteOffset, body.byteLength),
          metadata,
          { deadline: Date.now() + options.timeoutMs },
          (error, answer) => resolve(error ? failed(error) : readAnswer(signal, answer ?? Buffer.alloc(0), '')),
        );
      }),
    close: () => client.close(),
  };
}

function failed(error: ServiceError): Outcome {
  const reason = `gRPC ${status[error.code] ?? error.code}`;
  // The same code for a receiver that is busy and for a message that it will never take.
  if (error.code === status.RESOURCE_EXHAUSTED && /larger than max/i.test(error.details))
    return { kind: 'rejected', reason, tooLarge: true };
  if (!PASSING.has(error.code)) return { kind: 'rejected', reason, tooLarge: false };
  const [details] = error.metadata?.get('grpc-status-details-bin') ?? [];
  return { kind: 'retry', reason, afterMs: Buffer.isBuffer(details) ? retryDelayMs(details) : undefined };
}
