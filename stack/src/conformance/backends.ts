import { isMap } from '../collectorConfig';

export interface TimeRange {
  fromMs: number;
  toMs: number;
  stepSeconds: number;
}

/** How many series or streams with at least one value that is one came back, and the values as they came. */
export interface QueryResult {
  series: number;
  rows: { labels: Record<string, string>; values: string[] }[];
}

async function ask(url: URL, tenant: string): Promise<unknown> {
  const response = await fetch(url, { headers: { 'x-scope-orgid': tenant }, signal: AbortSignal.timeout(60_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.trim().slice(0, 400)}`);
  return JSON.parse(text);
}

function labelsOf(value: unknown): Record<string, string> {
  return isMap(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, label]) => (typeof label === 'string' ? [[key, label]] : [])),
      )
    : {};
}

function pairs(row: Record<string, unknown>): unknown[] {
  if (Array.isArray(row.values)) return row.values;
  return Array.isArray(row.value) ? [row.value] : [];
}

/** Reads the answer both Prometheus' and Loki's query endpoints give: matrix, vector, scalar or streams. */
export function readResult(body: unknown): QueryResult {
  const data = isMap(body) ? body.data : undefined;
  if (!isMap(data)) throw new Error('an answer without data');
  if (data.resultType === 'scalar') return { series: 1, rows: [{ labels: {}, values: [JSON.stringify(data.result)] }] };
  const result = Array.isArray(data.result) ? data.result : [];
  const rows = result.filter(isMap).map((row) => ({
    labels: labelsOf(row.metric ?? row.stream),
    values: pairs(row).map((pair) => (Array.isArray(pair) ? String(pair[1]) : '')),
  }));
  // Of a division by nothing, Mimir answers a series of NaN: that draws nothing either.
  return { series: rows.filter((row) => row.values.some((value) => value !== 'NaN')).length, rows };
}

function withParams(url: URL, params: Record<string, string | number>): URL {
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value));
  return url;
}

/** Asks `query_range`, or with a moment instead of a range `query`. */
async function query(api: string, tenant: string, expr: string, when: TimeRange | number): Promise<QueryResult> {
  const limit: Record<string, number> = api.endsWith('/loki/api/v1') ? { limit: 100 } : {};
  const url =
    typeof when === 'number'
      ? withParams(new URL(`${api}/query`), { query: expr, time: when / 1000, ...limit })
      : withParams(new URL(`${api}/query_range`), {
          query: expr,
          start: when.fromMs / 1000,
          end: when.toMs / 1000,
          step: when.stepSeconds,
          ...limit,
        });
  return readResult(await ask(url, tenant));
}

export const queryMimir = (
  base: string,
  tenant: string,
  expr: string,
  when: TimeRange | number,
): Promise<QueryResult> => query(`${base}/prometheus/api/v1`, tenant, expr, when);

export const queryLoki = (base: string, tenant: string, expr: string, when: TimeRange | number): Promise<QueryResult> =>
  query(`${base}/loki/api/v1`, tenant, expr, when);

function stringsOf(body: unknown): string[] {
  const data = isMap(body) ? body.data : undefined;
  return Array.isArray(data) ? data.map(String) : [];
}

/** Values of a label, for template variables. */
export async function labelValues(
  api: string,
  tenant: string,
  label: string,
  matcher: string | undefined,
  range: TimeRange,
): Promise<string[]> {
  const loki = api.endsWith('/loki/api/v1');
  const url = new URL(`${api}/label/${encodeURIComponent(label)}/values`);
  if (matcher !== undefined && matcher !== '') url.searchParams.set(loki ? 'query' : 'match[]', matcher);
  const unit = loki ? 1_000_000 : 0.001;
  url.searchParams.set('start', loki ? `${range.fromMs}000000` : String(range.fromMs * unit));
  url.searchParams.set('end', loki ? `${range.toMs}000000` : String(range.toMs * unit));
  return stringsOf(await ask(url, tenant));
}

/** How many traces a TraceQL query finds. */
export async function searchTempo(base: string, tenant: string, query: string, range: TimeRange): Promise<number> {
  const url = new URL(`${base}/api/search`);
  url.searchParams.set('q', query);
  url.searchParams.set('start', String(Math.floor(range.fromMs / 1000)));
  url.searchParams.set('end', String(Math.ceil(range.toMs / 1000)));
  const body = await ask(url, tenant);
  return isMap(body) && Array.isArray(body.traces) ? body.traces.length : 0;
}

/** Whether Tempo has a trace; any other refusal than "not found" throws. */
export async function hasTrace(base: string, tenant: string, traceId: string): Promise<boolean> {
  const response = await fetch(`${base}/api/v2/traces/${traceId}`, { headers: { 'x-scope-orgid': tenant } });
  const text = await response.text();
  if (response.status === 404) return false;
  if (!response.ok) throw new Error(`Tempo answered ${response.status}: ${text.slice(0, 300)}`);
  const body: unknown = JSON.parse(text);
  const trace = isMap(body) ? (body.trace ?? body) : undefined;
  return isMap(trace) && Array.isArray(trace.resourceSpans) && trace.resourceSpans.length > 0;
}
