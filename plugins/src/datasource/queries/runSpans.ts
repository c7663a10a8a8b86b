import type { DataFrame } from '@grafana/data';
import type { Run, RunSpan } from '@summit/contracts';
import { duration, frameOf, number, other, text, time, type Column } from '../frames/columns';
import type { Links } from '../frames/links';
import type { SummitQuery } from '../types';
import type { QueryContext, QueryKind } from './context';

/** The columns that the Gantt panel knows; an `end` of null is a span that still runs. */
const ganttColumns = (links: Links): Column<RunSpan>[] => [
  text('name', (span) => span.name, { title: 'Name' }),
  text('kind', (span) => span.kind, { title: 'Kind' }),
  text('status', (span) => span.status, { title: 'Status' }),
  time('start', (span) => span.start, { title: 'Start' }),
  time('end', (span) => span.end, { title: 'End' }),
  duration('durationMs', (span) => span.durationMs, { title: 'Duration' }),
  text('service', (span) => span.service, { title: 'Service' }),
  text('spanId', (span) => span.spanId, { title: 'Span' }),
  text('parentSpanId', (span) => span.parentSpanId, { title: 'Parent span' }),
  text('traceId', (span) => span.traceId, { title: 'Trace', links: [...links.trace, ...links.traceLogs] }),
  text('url', (span) => span.url, { title: 'Provider', links: links.provider }),
  other('attributes', (span) => span.attributes, { title: 'Attributes' }),
];

const tagsOf = (span: RunSpan): { key: string; value: unknown }[] => [
  { key: 'summit.span.kind', value: span.kind },
  { key: 'cicd.pipeline.task.run.result', value: span.status },
  ...(span.url ? [{ key: 'cicd.pipeline.task.run.url.full', value: span.url }] : []),
  ...Object.entries(span.attributes).map(([key, value]) => ({ key, value })),
];

const traceColumns = (now: number): Column<RunSpan>[] => [
  text('traceID', (span) => span.traceId),
  text('spanID', (span) => span.spanId),
  text('parentSpanID', (span) => span.parentSpanId),
  text('operationName', (span) => span.name),
  text('serviceName', (span) => span.service),
  other('serviceTags', (span) => [{ key: 'service.name', value: span.service }]),
  number('startTime', (span) => Date.parse(span.start)),
  number('duration', (span) => (span.end ? Date.parse(span.end) : now) - Date.parse(span.start)),
  other('tags', tagsOf),
  number('statusCode', (span) => (span.status === 'failed' || span.status === 'timed_out' ? 2 : 0)),
];

const run = async (query: SummitQuery, { client, links, inExplore }: QueryContext): Promise<DataFrame[]> => {
  const { run: found, spans } = await client.get<{ run: Run; spans: RunSpan[] }>(
    `/runs/${encodeURIComponent(query.runId ?? '')}/spans`,
  );
  const name = `${found.name} #${found.number}`;
  const table = { custom: { runId: found.id, attempt: found.attempt, status: found.displayStatus } };
  return inExplore
    ? [frameOf(query.refId, name, traceColumns(Date.now()), spans, { ...table, preferredVisualisationType: 'trace' })]
    : [frameOf(query.refId, name, ganttColumns(links), spans, table)];
};

/** The spans of one run: run, jobs, steps and their waiting time. */
export const runSpans: QueryKind = {
  ready: (query) => Boolean(query.runId?.trim()),
  run,
  follow: ({ runId }) => ({ kinds: 'run', run: runId }),
};
