import type { DataFrame, TimeRange } from '@grafana/data';
import type { BridgeClient, Params } from '../client';
import type { Links } from '../frames/links';
import { DEFAULT_LIMIT, MAX_LIMIT, type SummitQuery } from '../types';

export interface QueryContext {
  client: BridgeClient;
  links: Links;
  range: TimeRange;
  /** In Explore spans are given as a trace, for Grafana's own view of it. */
  inExplore: boolean;
}

/** One query type: what it asks for, when there is nothing to ask, and which live changes concern it. */
export interface QueryKind {
  /** Whether the query says enough to be run. */
  ready: (query: SummitQuery) => boolean;
  run: (query: SummitQuery, context: QueryContext) => Promise<DataFrame[]>;
  /** Filters of the bridge's stream that let through what concerns the query. Absent where the type cannot be followed. */
  follow?: (query: SummitQuery) => Params;
}

export const limitOf = ({ limit = DEFAULT_LIMIT }: SummitQuery): number =>
  Math.min(Math.max(1, Math.floor(limit)), MAX_LIMIT);

/** The range as the bridge takes it. A live query up to "now" has no end: `to` is the time at which it was sent, and what comes is later. */
export const rangeParams = ({ live }: SummitQuery, { from, to, raw }: TimeRange): { from: string; to?: string } => ({
  from: from.toISOString(),
  ...(live && typeof raw.to === 'string' ? {} : { to: to.toISOString() }),
});

/** The notice of a list that was cut. */
export const cutNotice = (more: boolean, limit: number) =>
  more
    ? [{ severity: 'info' as const, text: `Only the first ${limit} are shown: narrow the filters or raise the limit.` }]
    : [];
