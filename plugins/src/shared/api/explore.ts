import { locationUtil } from '@grafana/data';

interface ExploreQuery {
  datasource: string;
  query: Record<string, unknown>;
  /** Milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
}

const marginMs = 5 * 60_000;

/** A link into Grafana's Explore, as its URL format of version 1 has it; five minutes are added on either side. */
export function exploreUrl({ datasource, query, fromMs, toMs }: ExploreQuery): string {
  const range = { from: String(fromMs - marginMs), to: String(toMs + marginMs) };
  const panes = { a: { datasource, queries: [{ refId: 'A', datasource: { uid: datasource }, ...query }], range } };
  const search = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify(panes) }).toString();
  return locationUtil.assureBaseUrl(`/explore?${search}`);
}

/** What Tempo and Loki are asked, by pages and by data links alike: an id may be a placeholder that Grafana fills in. */
export const traceQuery = (traceId: string) => ({ queryType: 'traceql', query: traceId });

/** All log lines of a trace. */
export const traceLogsQuery = (traceId: string) => ({
  queryType: 'range',
  expr: `{service_name=~".+"} | trace_id = \`${traceId}\``,
});

/** All events of an issue. */
export const issueLogsQuery = (issueId: string) => ({
  queryType: 'range',
  expr: `{service_name=~".+"} | summit_issue_id = \`${issueId}\``,
});
