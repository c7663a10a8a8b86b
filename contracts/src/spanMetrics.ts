import type { LatencyPiece } from './latency';

/** Where requests are counted: what the Collector's span metrics make of the spans of a service that serve one. */
export interface Served {
  service: string;
  environment: string;
  /** Production is also what names no environment. */
  production: boolean;
}

const LEAST_SECONDS = 60;
const MOST_PIECES = 12;

/** A stretch of time, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** The ends and the length, in seconds, of the pieces that a stretch is cut into: twelve, or as many as are a minute long, since a rate takes several samples. */
function piecesOf({ from, to }: Span): { ends: number[]; seconds: number } {
  const length = Math.floor((to - from) / 1000);
  const seconds = Math.max(LEAST_SECONDS, Math.floor(length / MOST_PIECES));
  const start = Math.floor(from / 1000);
  return { seconds, ends: Array.from({ length: Math.floor(length / seconds) }, (_, i) => start + (i + 1) * seconds) };
}

/** In quotes, as PromQL has them. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', String.raw`\n`)}"`;
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** A Mimir or Prometheus as it comes adds neither unit nor type to the names of OTLP. */
const callsName = '__name__=~"traces_span_metrics_calls(_total)?"';

/** The spans that answer somebody: requests, and messages taken. */
const servingKinds = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"';

function selector({ service, environment, production }: Served): string {
  const name = `(?i:${literal(environment)})`;
  return `service_name=${quoted(service)}, ${servingKinds}, deployment_environment_name=~${quoted(production ? `${name}|` : name)}`;
}

/**
 * How many requests took how long, in each piece of two stretches of time: a vector with a bound (`le`) and a piece (`before-0`, `after-11`). One instant query, with
 * its times in it (`@`), since Grafana aligns those of a range to its step. It is asked for at the end of the second stretch.
 */
export function latencyQuery(served: Served, around: { before: Span; after: Span }): string {
  const buckets = `{__name__=~"traces_span_metrics_duration(_seconds)?_bucket", ${selector(served)}}`;
  const side = (name: 'before' | 'after'): string[] => {
    const { ends, seconds } = piecesOf(around[name]);
    return ends.map(
      (end, i) =>
        `label_replace(sum by (le) (increase(${buckets}[${seconds}s] @ ${end})), "piece", "${name}-${i}", "", "")`,
    );
  };
  return [...side('before'), ...side('after')].join(' or ');
}

/** How many requests failed, of how many, in a long and a short window that end together. */
export interface FailedRequests {
  long: { requests: number; failed: number };
  short: { requests: number; failed: number };
}

/** Counts of both windows at once: a vector with a window (`long`, `short`) and what was counted (`requests`, `failed`). */
export function failedQuery(served: Served, longSeconds: number, shortSeconds: number): string {
  const count = (window: string, seconds: number, counted: string, more = ''): string =>
    `label_replace(label_replace(sum(increase({${callsName}, ${selector(served)}${more}}[${seconds}s])), "window", "${window}", "", ""), "counted", "${counted}", "", "")`;
  return [['long', longSeconds] as const, ['short', shortSeconds] as const]
    .flatMap(([window, seconds]) => [
      count(window, seconds, 'requests'),
      count(window, seconds, 'failed', ', status_code="STATUS_CODE_ERROR"'),
    ])
    .join(' or ');
}

/** What an answer to `failedQuery` holds; what is missing was not counted, so there was none. */
export function failedRequests(samples: readonly Sample[]): FailedRequests {
  const of = (window: string, counted: string): number => {
    const found = samples.find(({ labels }) => labels.window === window && labels.counted === counted);
    return found && Number.isFinite(found.value) ? found.value : 0;
  };
  const both = (window: string) => ({ requests: of(window, 'requests'), failed: of(window, 'failed') });
  return { long: both('long'), short: both('short') };
}

/** The services that serve anything: one series each, by `service_name`. */
export const servicesQuery = `group by (service_name) ({${callsName}, ${servingKinds}})`;

/** One value of an instant vector. */
export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

const boundOf = (le: string | undefined): number => (le === '+Inf' ? Infinity : Number(le));

/** The pieces that an answer to `latencyQuery` holds. Cumulative counts become those of each bucket. */
export function latencyPieces(samples: readonly Sample[]): { before: LatencyPiece[]; after: LatencyPiece[] } {
  const told = samples
    .map(({ labels, value }) => ({ bound: boundOf(labels.le), piece: labels.piece ?? '', value }))
    .filter(({ bound, value }) => !Number.isNaN(bound) && Number.isFinite(value));
  const bounds = [...new Set(told.map(({ bound }) => bound))].sort((a, b) => a - b);
  const byPiece = new Map<string, Map<number, number>>();
  for (const { bound, piece, value } of told) {
    const counts = byPiece.get(piece) ?? new Map<number, number>();
    byPiece.set(piece, counts.set(bound, value));
  }
  const side = (name: string): LatencyPiece[] =>
    [...byPiece]
      .filter(([piece]) => piece.startsWith(`${name}-`))
      .map(([, counts]) => ({ bounds, counts: perBucket(bounds, counts) }));
  return { before: side('before'), after: side('after') };
}

/** A bound that is missing adds nothing; a series that was read a moment later than the next one may be above it, which is none. */
function perBucket(bounds: readonly number[], upTo: ReadonlyMap<number, number>): number[] {
  let below = 0;
  return bounds.map((bound) => {
    const all = Math.max(below, upTo.get(bound) ?? 0);
    const count = all - below;
    below = all;
    return count;
  });
}
