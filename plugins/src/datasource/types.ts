import type { DataQuery, DataSourceJsonData } from '@grafana/data';
import type { DoraPart } from '../shared/frames/dora';

export const queryTypes = ['runs', 'runSpans', 'issues', 'issueEvents', 'deployments', 'dora'] as const;
export type QueryType = (typeof queryTypes)[number];

export const issueSorts = ['lastSeen', 'firstSeen', 'count', 'userCount'] as const;
export type IssueSort = (typeof issueSorts)[number];

/** One query. A field means something to some types only; lists are alternatives; every text may hold template variables. */
export interface SummitQuery extends DataQuery {
  queryType: QueryType;
  repository?: string[];
  /** Of deployments and their metrics: those of the repositories of these. */
  team?: string[];
  pipeline?: string[];
  branch?: string[];
  /** Words of `DisplayStatus`. */
  status?: string[];
  /** Words for runs, the search syntax for issues. */
  search?: string;
  runId?: string;
  project?: string[];
  /** Words of `IssueStatus`. */
  issueStatus?: string[];
  release?: string[];
  environment?: string[];
  sort?: IssueSort;
  issueId?: string;
  /** Where lead time begins, the report whose levels values are compared with, and the steps of the series; words of the bridge. */
  leadTimeStart?: string;
  benchmark?: string;
  step?: string;
  /** One of the frames of DORA's metrics alone; all where it is not set, as the DORA panel needs them. */
  doraPart?: DoraPart;
  /** Rows at most; 100 when it is not set. */
  limit?: number;
  /** Follow changes as they happen. */
  live?: boolean;
}

export interface SummitOptions extends DataSourceJsonData {
  /** The bridge as Grafana reaches it, without a slash at its end. */
  apiUrl?: string;
  /** Uids of the data sources that links lead to; `tempo` and `loki` when not set. */
  tempoUid?: string;
  lokiUid?: string;
}

export interface SummitSecrets {
  token?: string;
}

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1000;
