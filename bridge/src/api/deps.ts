import type { BackfillProvider, ErrorEvent } from '@summit/contracts';
import type { Blobs } from '../store/blobs';
import type { Database, Tx } from '../store/database';
import type { Unreadable } from './unreadable';

/** A stored body opened: the event for the page, and the JSON as the SDK sent it. */
export interface OpenedEvent {
  event: ErrorEvent;
  raw: unknown;
}

export interface ApiLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A service that the doctor asks, and how to ask it. Only addresses from the configuration; null when not configured. */
export interface BackendUrls {
  /** Base URL of the Collector's OTLP/HTTP receiver. */
  otlp: string | null;
  loki: string | null;
  tempo: string | null;
  mimir: string | null;
  pyroscope: string | null;
}

/** Everything the API needs from the rest of the bridge; `main.ts` gives it. */
export interface ApiDeps {
  db: Database;
  blobs: Blobs;
  now: () => Date;
  log: ApiLog;
  version: string;
  /** Origin under which the bridge is reached, without a slash at the end; DSNs and hook addresses are made from it. */
  publicUrl: string;
  /** Days for which events are kept: before that there are none to compare with. */
  retentionDays: number;
  /** Whether rollback policies may call http and private addresses. */
  rollbackAllowPrivate: boolean;
  /** Whether there are metrics that rollback policies can ask of latency and error budgets. */
  rollbackAsksMetrics: boolean;
  /** Grafana's root URL, and its key set when that is not below it. Null: no grafana tokens. */
  grafana: { issuer: string; jwksUrl: string | null } | null;
  backends: BackendUrls;
  /** The text of prom-client's registry. It has counts by tenant-less labels only, for it is public. */
  metrics: () => Promise<string>;
  /** What keeps the bridge from being ready; empty when it is. */
  notReady: () => Promise<readonly string[]>;
  /** Seals a webhook secret for the database. */
  seal: (secret: Buffer) => Buffer;
  /** What sources of the backfill may be, and how one begins. */
  backfill: {
    checkUrl: (provider: BackfillProvider, url: string | undefined) => { url: string } | { problem: string };
    problemOfName: (provider: BackfillProvider, name: string) => string | null;
    firstTask: (provider: BackfillProvider) => object;
  };
  /** Called after DSN keys or hooks changed, so that the doors load them at once. */
  keysChanged: () => Promise<void>;
  /** Puts a dead letter back into the inbox, in the caller's transaction; false when it is not there. */
  replay: (tx: Tx, tenant: string, id: string) => Promise<boolean>;
  /** Finds event `eventId` in a stored body. Throws when the body cannot be read. */
  openEvent: (
    stored: { encoding: string; format: string; body: Buffer },
    eventId: string,
    receivedAt: Date,
  ) => OpenedEvent;
  /** Told of rows that are left out of lists because they break their contract. */
  unreadable: Unreadable;
  /** True in tests: each answer is checked against its schema, and one that does not fit is a 500. */
  checkAnswers?: boolean;
}
