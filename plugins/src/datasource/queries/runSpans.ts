import type { DataFrame } from '@grafana/data';
import type { Run, RunSpan } from '@summit/contracts';
import { frameOf, number, other, text, type Column } from '../../shared/frames/columns';
import { runSpansFrame } from '../../shared/frames/runSpans';
import type { SummitQuery } from '../types';
import type { QueryContext, QueryKind } from './context';

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
  const meta = { custom: { runId: found.id, attempt: found.attempt, status: found.displayStatus } };
  if (inExplore) {
    const trace = { ...meta, preferredVisualisationType: 'trace' } as const;
    return [frameOf(query.refId, name, traceColumns(Date.now()), spans, trace)];
  }
  const { trace, traceLogs, provider } = links;
  return [
    runSpansFrame(spans, { refId: query.refId, name, links: { trace: [...trace, ...traceLogs], provider }, meta }),
  ];
};

/** The spans of one run: run, jobs, steps and their waiting time. */
export const runSpans: QueryKind = {
  ready: (query) => Boolean(query.runId?.trim()),
  run,
  follow: ({ runId }) => ({ kinds: 'run', run: runId }),
};
