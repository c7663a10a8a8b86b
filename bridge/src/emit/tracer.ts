import { encodeSpans } from './encode';
import type { AttributeValue, EmitSpan } from './model';

/** Records what the bridge itself does. A span that is not sampled costs a random number. */
export interface Tracer {
  /** Runs `work` within a span; an error that it throws marks the span and goes on. */
  within<T>(name: string, attributes: Record<string, AttributeValue>, work: () => Promise<T>): Promise<T>;
  /** A span of something that has ended. */
  ended(name: string, startMs: number, endMs: number, attributes: Record<string, AttributeValue>, error?: string): void;
  /** Takes what was recorded since the last call, as one OTLP request; null when there is nothing. */
  take(): { items: number; payload: Uint8Array } | null;
}

export interface TracerOptions {
  /** Share of spans that are kept, 0 to 1. */
  ratio: number;
  random: () => number;
  nowMs: () => number;
  /** `count` random bytes as lower-case hex. */
  randomHex: (count: number) => string;
  tenant: string;
  version: string;
  thread: 'main' | 'worker';
}

/** Spans kept between two calls of `take`: a burst beyond it is sampled harder rather than remembered. */
const KEPT = 256;

/** The bridge's own tracer. Single spans are enough to see where time goes; they are not joined to the callers' traces. */
export function createTracer(options: TracerOptions): Tracer {
  let spans: EmitSpan[] = [];
  const record: Tracer['ended'] = (name, startMs, endMs, attributes, error) => {
    if (spans.length >= KEPT || options.random() >= options.ratio) return;
    spans.push({
      traceId: options.randomHex(16),
      spanId: options.randomHex(8),
      name,
      kind: 'internal',
      startMs,
      endMs,
      status: error === undefined ? 'unset' : 'error',
      statusMessage: error,
      attributes: { ...attributes, 'thread.name': options.thread },
    });
  };
  return {
    ended: record,
    async within(name, attributes, work) {
      const startMs = options.nowMs();
      try {
        const result = await work();
        record(name, startMs, options.nowMs(), attributes);
        return result;
      } catch (error) {
        record(name, startMs, options.nowMs(), attributes, error instanceof Error ? error.message : 'unknown error');
        throw error;
      }
    },
    take() {
      if (spans.length === 0) return null;
      const taken = spans;
      spans = [];
      const resource = {
        tenant: options.tenant,
        attributes: {
          'service.name': 'summit-bridge',
          'service.version': options.version,
          'service.instance.id': 'summit',
        },
      };
      return { items: taken.length, payload: encodeSpans(resource, 'summit.bridge', taken) };
    },
  };
}
