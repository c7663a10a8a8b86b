import type { DataQuery } from '@grafana/data';

export interface Pane {
  datasource: string;
  queries: DataQuery[];
  range: { from: string; to: string };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isQuery = (value: unknown): value is DataQuery => isRecord(value) && typeof value.refId === 'string';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The first pane of Explore's `panes` parameter (schemaVersion 1); the parts that are missing or broken take defaults. */
export const readPane = (panes: string | null): Pane => {
  const parsed = parse(panes ?? 'null');
  const first: unknown = isRecord(parsed) ? Object.values(parsed)[0] : undefined;
  const pane = isRecord(first) ? first : {};
  const range = isRecord(pane.range) ? pane.range : {};
  return {
    datasource: typeof pane.datasource === 'string' ? pane.datasource : 'summit',
    queries: Array.isArray(pane.queries) ? pane.queries.filter(isQuery) : [],
    range: {
      from: typeof range.from === 'string' ? range.from : 'now-24h',
      to: typeof range.to === 'string' ? range.to : 'now',
    },
  };
};

export const paneSearch = (pane: Pane): string =>
  new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ a: pane }), orgId: '1' }).toString();
