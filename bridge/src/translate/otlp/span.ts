/** What is read of a span, in whichever form it came. */
export interface OtlpSpan {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  parentSpanId: string | null;
  name: string;
  startMs: number;
  endMs: number;
  status: 'unset' | 'ok' | 'error';
  /** Only those that were asked for. */
  attributes: Readonly<Record<string, OtlpValue>>;
}

/** Lists are of texts: what else they hold is left out. */
export type OtlpValue = string | number | boolean | readonly string[];

/** What of a request is wanted, so that the rest costs nothing. */
export interface Wanted {
  attributes: ReadonlySet<string>;
}

/** More than any exporter puts into one request: theirs hold 512, Collectors' some thousand. */
export const MAX_SPANS = 20_000;
/** Texts of one list. */
export const MAX_VALUES = 100;

const STATUSES = ['unset', 'ok', 'error'] as const;
export const statusOf = (code: number): OtlpSpan['status'] => STATUSES[code] ?? 'unset';

const NS_PER_MS = 1_000_000n;
export const msOfNanos = (nanos: bigint): number => Number(nanos / NS_PER_MS);
