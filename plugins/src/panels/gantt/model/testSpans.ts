import fc from 'fast-check';

import { buildSpans } from './build';
import type { SpanColumns } from './columns';
import { KINDS, parseKind } from './kind';
import type { RawSpans } from './rawSpans';
import { STATUSES, statusCode, type Status } from './status';

/** A span as a test writes it. */
export interface TestSpan {
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly service?: string;
  readonly status?: Status;
  readonly kind?: string;
  readonly start?: number;
  readonly end?: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

export const rawOf = (spans: readonly TestSpan[]): RawSpans => ({
  count: spans.length,
  id: spans.map((span) => span.id),
  parentId: spans.map((span) => span.parent ?? ''),
  name: spans.map((span) => span.name ?? span.id),
  service: spans.map((span) => span.service ?? ''),
  start: Float64Array.from(spans, (span) => span.start ?? NaN),
  end: Float64Array.from(spans, (span) => span.end ?? NaN),
  status: Uint8Array.from(spans, (span) => statusCode(span.status ?? 'unknown')),
  kind: Uint8Array.from(spans, (span) => parseKind(span.kind)),
  attributes: (row) => Object.entries(spans[row]?.attributes ?? {}),
  url: () => '',
});

export const spansOf = (spans: readonly TestSpan[], now = 1000): SpanColumns => buildSpans(rawOf(spans), now);

/** Any spans at all: few ids, so that repeats, rings and missing parents are common; times that may be absent or backwards. */
export const anySpans: fc.Arbitrary<TestSpan[]> = fc.array(
  fc.record(
    {
      id: fc.integer({ min: 0, max: 30 }).map(String),
      parent: fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 34 }).map(String)),
      name: fc.constantFrom('build', 'test', 'deploy'),
      service: fc.constantFrom('shop', 'payments'),
      status: fc.constantFrom(...STATUSES),
      kind: fc.constantFrom(...KINDS),
      start: fc.integer({ min: 0, max: 500 }),
      end: fc.integer({ min: 0, max: 500 }),
    },
    { requiredKeys: ['id'] },
  ),
  { maxLength: 40 },
);
