import type { CiFact } from '@summit/contracts';
import { JenkinsSpan, jenkinsSpanOf, WANTED } from '../../translate/jenkins/span';
import { factsOfTrace } from '../../translate/jenkins/trace';
import { spansOfJson } from '../../translate/otlp/json';
import { spansOfProtobuf } from '../../translate/otlp/protobuf';
import type { OtlpSpan } from '../../translate/otlp/span';
import { rawQuery, type Tx } from '../../store/database';
import { jsonCost } from '../../receive/http/jsonBounds';
import { BadInput, type DigestContext, type InboxItem } from '../context';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { countItem } from '../shared/count';
import { asBadInput, bytesOf, jsonOf, storable } from '../shared/decode';
import { lockEntities } from '../shared/lock';
import { type Owned, ownFacts } from './batch';

/** A request of spans, not a notification. */
export const isTrace = (item: InboxItem): boolean => item.source === 'jenkins' && item.meta['event'] === 'traces';

/** More spans than any build has; what a trace has beyond is dropped, and counted. */
const MAX_OF_TRACE = 20_000;

const MAX_VALUES = 500_000;
const MAX_DEPTH = 200;

interface SpanRow {
  tenant: string;
  trace_id: string;
  span_id: string;
  root: boolean;
  span: JenkinsSpan;
}

const traceKey = ({ tenant, trace_id }: Pick<SpanRow, 'tenant' | 'trace_id'>): string =>
  keyOf('trace', tenant, trace_id);

/**
 * Keeps the spans, and tells what the traces come to of which they make more known: a trace whose build has ended is read anew from all of its spans, so
 * that their order, and how often each comes, changes nothing. Traces are locked before any run is, always.
 */
export async function readTraces(
  tx: Tx,
  items: readonly InboxItem[],
  context: DigestContext,
): Promise<Owned<CiFact>[]> {
  const sent = items.flatMap((item) => rowsOf(item, context));
  if (sent.length === 0) return [];
  const rows = [
    ...byKey(
      sent,
      (row) => keyOf(row.tenant, row.trace_id, row.span_id),
      (first) => first,
    ).values(),
  ];
  await lockEntities(tx, rows.map(traceKey));
  const changed = await storeSpans(tx, rows, sent, context);
  const facts: Owned<CiFact>[] = [];
  for (const { tenant, trace_id } of changed) {
    const spans = await readSpans(tx, tenant, trace_id);
    const told = asBadInput(() => factsOfTrace(spans));
    facts.push(...ownFacts({ tenant, source: 'jenkins' }, told, context));
  }
  return facts;
}

function rowsOf(item: InboxItem, context: DigestContext): SpanRow[] {
  const { tenant } = item;
  const all = asBadInput(() => spansOf(item));
  const rows = all.flatMap((one): SpanRow[] => {
    const span = jenkinsSpanOf(one);
    if (span === null) return [];
    const parsed = JenkinsSpan.parse(storable(span));
    return [{ tenant, trace_id: span.traceId, span_id: span.spanId, root: span.build !== undefined, span: parsed }];
  });
  const owner = { tenant, source: 'jenkins' } as const;
  countItem(context, owner, 'span', 'received', all.length);
  countItem(context, owner, 'span', 'dropped', all.length - rows.length, 'not_of_a_build');
  return rows;
}

function spansOf(item: InboxItem): OtlpSpan[] {
  const wanted = { attributes: WANTED };
  if (item.meta['format'] !== 'json') return spansOfProtobuf(bytesOf(item), wanted);
  const { values, depth } = jsonCost(bytesOf(item).toString('utf8'));
  // Looked at here, not at the door, which would have to inflate it for that.
  if (values > MAX_VALUES || depth > MAX_DEPTH)
    throw new BadInput(`The request has more than ${MAX_VALUES} values, or more than ${MAX_DEPTH} levels.`);
  return spansOfJson(jsonOf(item), wanted);
}

/** Of which traces more is known now, among those of builds that have ended. */
async function storeSpans(
  tx: Tx,
  rows: readonly SpanRow[],
  sent: readonly SpanRow[],
  context: DigestContext,
): Promise<Pick<SpanRow, 'tenant' | 'trace_id'>[]> {
  const traces = byKey(rows, traceKey, (first) => first);
  const known = await bulk<{ tenant: string; trace_id: string; spans: number; root: boolean }>(
    tx,
    [...traces.values()],
    'tenant text, trace_id text',
    (x) => `SELECT s.tenant, s.trace_id, count(*)::int AS spans, bool_or(s.root) AS root
      FROM ${x} JOIN jenkins_span s USING (tenant, trace_id) GROUP BY s.tenant, s.trace_id`,
  );
  const room = new Map(known.map((trace) => [traceKey(trace), MAX_OF_TRACE - trace.spans]));
  const kept = rows.filter((row) => {
    const left = room.get(traceKey(row)) ?? MAX_OF_TRACE;
    room.set(traceKey(row), left - 1);
    return left > 0;
  });
  const stored = await bulk<Pick<SpanRow, 'tenant' | 'trace_id' | 'root'>>(
    tx,
    kept,
    'tenant text, trace_id text, span_id text, root boolean, span jsonb',
    (x) => `
      INSERT INTO jenkins_span (tenant, trace_id, span_id, root, span)
      SELECT tenant, trace_id, span_id, root, span FROM ${x}
      ON CONFLICT DO NOTHING RETURNING tenant, trace_id, root`,
  );
  countSpans(context, { sent, rows, kept, stored });
  const ended = new Set([...known, ...stored].filter(({ root }) => root).map(traceKey));
  return [...byKey(stored, traceKey, (first) => first).entries()].flatMap(([key, trace]) =>
    ended.has(key) ? [trace] : [],
  );
}

type Tenant = { tenant: string };

function countSpans(
  context: DigestContext,
  { sent, rows, kept, stored }: Record<'sent' | 'rows' | 'kept' | 'stored', readonly Tenant[]>,
): void {
  for (const tenant of new Set(sent.map((row) => row.tenant))) {
    const of = (all: readonly Tenant[]): number => all.filter((row) => row.tenant === tenant).length;
    const owner = { tenant, source: 'jenkins' } as const;
    const beyond = of(rows) - of(kept);
    countItem(context, owner, 'span', 'stored', of(stored));
    countItem(context, owner, 'span', 'deduplicated', of(sent) - of(stored) - beyond);
    countItem(context, owner, 'span', 'dropped', beyond, 'trace_too_large');
  }
}

async function readSpans(tx: Tx, tenant: string, traceId: string): Promise<JenkinsSpan[]> {
  const rows = await rawQuery<{ span: unknown }>(
    tx,
    'SELECT span FROM jenkins_span WHERE tenant = $1 AND trace_id = $2',
    [tenant, traceId],
  );
  return rows.flatMap(({ span }) => {
    // One that another version wrote must not hold up the others.
    const parsed = JenkinsSpan.safeParse(span);
    return parsed.success ? [parsed.data] : [];
  });
}
