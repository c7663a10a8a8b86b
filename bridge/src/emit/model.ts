/** What an OTLP attribute may hold here. Arrays are of strings only: Loki and Tempo flatten anything else. */
export type AttributeValue = string | number | boolean | readonly string[];

/** Who telemetry speaks for. The encoder adds `summit.tenant`, which the Collector routes by where client metadata is lost. */
export interface EmitResource {
  tenant: string;
  attributes: Record<string, string | number | boolean>;
}

/** A finished span. Ids are lower-case hex: 32 digits for the trace, 16 for spans. Times are milliseconds since the epoch, fractions allowed. */
export interface EmitSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  startMs: number;
  endMs: number;
  status: 'unset' | 'ok' | 'error';
  statusMessage?: string;
  attributes: Record<string, AttributeValue>;
  links?: readonly EmitLink[];
  events?: readonly EmitSpanEvent[];
}

export interface EmitLink {
  traceId: string;
  spanId: string;
  attributes?: Record<string, AttributeValue>;
}

export interface EmitSpanEvent {
  name: string;
  timeMs: number;
  attributes?: Record<string, AttributeValue>;
}

/** A log record. `timeMs` is when it happened, `observedMs` when the bridge saw it: a retry must carry the same one. */
export interface EmitLog {
  timeMs: number;
  observedMs: number;
  severity: 'fatal' | 'error' | 'warning' | 'info' | 'debug';
  body: string;
  attributes: Record<string, AttributeValue>;
  traceId?: string;
  spanId?: string;
}

/** One metric with its points. Sums are cumulative since `startMs`; gauges have no start. */
export type EmitMetric = { name: string; unit: string; description?: string } & (
  | { kind: 'sum'; monotonic: boolean; points: readonly EmitNumberPoint[] }
  | { kind: 'gauge'; points: readonly EmitNumberPoint[] }
  | { kind: 'histogram'; points: readonly EmitHistogramPoint[] }
);

export interface EmitNumberPoint {
  startMs: number;
  timeMs: number;
  attributes: Record<string, AttributeValue>;
  value: number;
}

/** `counts` has one entry more than `bounds`: the last bucket is unbounded. */
export interface EmitHistogramPoint {
  startMs: number;
  timeMs: number;
  attributes: Record<string, AttributeValue>;
  count: number;
  sum: number;
  bounds: readonly number[];
  counts: readonly number[];
}

export type Signal = 'traces' | 'logs' | 'metrics';

/** Items of one OTLP request: what the Collector's default batch holds without splitting, and small enough for Loki and Tempo. */
export const ITEMS_PER_REQUEST = 512;
