import type { DataFrame, DataLink, QueryResultMeta } from '@grafana/data';
import type { RunSpan } from '@summit/contracts';
import { duration, frameOf, other, text, time, type Column } from './columns';

/** A bar of the chart: a span of a run, or one that stands over several. */
export type FrameSpan = Omit<RunSpan, 'kind'> & { kind: RunSpan['kind'] | 'runner' };

interface SpanLinks {
  /** Of the trace's id: into Tempo and Loki. */
  trace?: DataLink[];
  /** Of the address at the CI system. */
  provider?: DataLink[];
}

const columns = ({ trace, provider }: SpanLinks): Column<FrameSpan>[] => [
  text('name', (span) => span.name, { title: 'Name' }),
  text('kind', (span) => span.kind, { title: 'Kind' }),
  text('status', (span) => span.status, { title: 'Status' }),
  time('start', (span) => span.start, { title: 'Start' }),
  time('end', (span) => span.end, { title: 'End' }),
  duration('durationMs', (span) => span.durationMs, { title: 'Duration' }),
  text('service', (span) => span.service, { title: 'Service' }),
  text('spanId', (span) => span.spanId, { title: 'Span' }),
  text('parentSpanId', (span) => span.parentSpanId, { title: 'Parent span' }),
  text('traceId', (span) => span.traceId, { title: 'Trace', links: trace }),
  text('url', (span) => span.url, { title: 'Provider', links: provider }),
  other('attributes', (span) => span.attributes, { title: 'Attributes' }),
];

interface FrameOptions {
  refId?: string;
  name?: string;
  links?: SpanLinks;
  meta?: QueryResultMeta;
}

/** A run's spans as the frame that the Gantt reads. Times are milliseconds since the epoch; an `end` of null is a span that still runs. */
export const runSpansFrame = (
  spans: readonly FrameSpan[],
  { refId = 'A', name = 'run spans', links = {}, meta = {} }: FrameOptions = {},
): DataFrame => frameOf(refId, name, columns(links), spans, meta);
