import type {
  Big,
  BigDefault,
  BigAlways,
  Time,
  TimeDefault,
  Text,
  TextDefault,
  TextNull,
  TimeNull,
  JsonDefault,
} from './columns';

export interface IssueTable {
  id: BigAlways;
  tenant: Text;
  project_id: Big;
  short_id: Text;
  title: Text;
  type: TextNull;
  value: TextNull;
  culprit: TextNull;
  level: Text;
  status: TextDefault;
  platform: Text;
  count: BigDefault;
  user_count: BigDefault;
  first_seen: Time;
  last_seen: Time;
  first_release: TextNull;
  last_release: TextNull;
  environment: TextNull;
  grouping: JsonDefault;
  resolved_at: TimeNull;
  regressed_at: TimeNull;
  updated_at: TimeDefault;
}

export interface IssueSearchTable {
  issue_id: Big;
  words: Text;
}

export interface IssueHashTable {
  project_id: Big;
  algorithm: Text;
  hash: Buffer;
  issue_id: Big;
}

export interface IssueUserTable {
  issue_id: Big;
  user_key: Buffer;
}

export interface IssueHourTable {
  issue_id: Big;
  hour: Time;
  count: Big;
}

export interface IssueReleaseTable {
  issue_id: Big;
  version: Text;
  first_seen: Time;
  last_seen: Time;
  count: Big;
}

export interface IssueTagTable {
  issue_id: Big;
  key: Text;
  value: Text;
  count: Big;
}

export interface SeenTable {
  tenant: Text;
  project_id: Big;
  event_id: Text;
  seen_at: TimeDefault;
}

export interface EventTable {
  tenant: Text;
  project_id: Big;
  event_id: Text;
  issue_id: Big;
  received_at: Time;
  occurred_at: Time;
  title: Text;
  level: Text;
  platform: Text;
  release: TextNull;
  environment: TextNull;
  user_label: TextNull;
  trace_id: TextNull;
  span_id: TextNull;
  blob_id: Big;
}

export interface BlobTable {
  id: BigDefault;
  tenant: Text;
  received_at: Time;
  encoding: Text;
  format: Text;
  bytes: number;
  body: Buffer;
}
