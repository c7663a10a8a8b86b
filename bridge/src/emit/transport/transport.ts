import type { Signal } from '../model';

/**
 * What became of a request. `retry`: the receiver cannot take it now, or not from us. `rejected`: it never will. A request taken in part
 * is `sent` with the number of items the receiver refused.
 */
export type Outcome =
  | { kind: 'sent'; rejectedItems: number; reason: string }
  | { kind: 'retry'; reason: string; afterMs?: number }
  | { kind: 'rejected'; reason: string; tooLarge: boolean };

/** Sends encoded OTLP requests. Never throws: what goes wrong is an outcome. */
export interface Transport {
  send(signal: Signal, tenant: string, body: Uint8Array): Promise<Outcome>;
  close(): void;
}

export interface TransportOptions {
  /** `http://host:4318`, or for gRPC `http://host:4317`. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Requests at once. */
  concurrency: number;
}
