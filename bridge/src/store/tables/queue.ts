import type { ColumnType } from 'kysely';
import type {
  Big,
  BigDefault,
  BigNull,
  BigAlways,
  BoolDefault,
  Time,
  TimeDefault,
  TimeNull,
  Text,
  TextDefault,
  TextNull,
  IntDefault,
  Json,
  JsonDefault,
} from './columns';

export interface InboxTable {
  id: BigAlways;
  tenant: Text;
  source: Text;
  project_id: BigNull;
  hook_id: TextNull;
  received_at: TimeDefault;
  encoding: TextDefault;
  meta: JsonDefault;
  attempts: IntDefault;
  not_before: TimeNull;
  body: Buffer;
}

export interface InboxClaimTable {
  id: BigAlways;
  worker: Text;
  claimed_at: TimeDefault;
  row_ids: ColumnType<string[], readonly string[], readonly string[]>;
}

export interface DeliveryTable {
  hook_id: Text;
  key: Buffer;
  received_at: TimeDefault;
}

export interface DeadLetterTable {
  id: BigAlways;
  tenant: Text;
  source: Text;
  project_id: BigNull;
  hook_id: TextNull;
  received_at: Time;
  failed_at: TimeDefault;
  encoding: Text;
  meta: Json;
  attempts: number;
  reason: Text;
  body: Buffer;
}

export interface LedgerTable {
  tenant: Text;
  source: Text;
  unit: Text;
  category: Text;
  state: Text;
  reason: TextDefault;
  quantity: BigDefault;
}

export interface OutboxTable {
  id: BigAlways;
  tenant: Text;
  signal: ColumnType<'traces' | 'logs' | 'metrics', 'traces' | 'logs' | 'metrics', 'traces' | 'logs' | 'metrics'>;
  items: number;
  created_at: TimeDefault;
  attempts: IntDefault;
  not_before: TimeDefault;
  last_error: TextNull;
  payload: Buffer;
}

export interface MetricSeriesTable {
  tenant: Text;
  name: Text;
  attributes: Json;
  key: Buffer;
  kind: Text;
  unit: Text;
  start_time: TimeDefault;
  updated_at: TimeDefault;
  exported_at: TimeNull;
  value: ColumnType<number, number | undefined, number>;
  count: BigDefault;
  bounds: ColumnType<number[] | null, readonly number[] | null | undefined, readonly number[] | null>;
  buckets: ColumnType<
    string[] | null,
    readonly (string | number)[] | null | undefined,
    readonly (string | number)[] | null
  >;
}

export interface ExportRejectionTable {
  tenant: Text;
  signal: Text;
  reason: Text;
  quantity: Big;
  last_at: TimeDefault;
}

export interface ChangeFeedTable {
  xid: ColumnType<string, string | undefined, never>;
  seq: BigAlways;
  tenant: Text;
  kind: ColumnType<'run' | 'issue' | 'incident', 'run' | 'issue' | 'incident', never>;
  entity_id: Text;
  at: TimeDefault;
}

export interface ChangeFeedHorizonTable {
  only_row: BoolDefault;
  xid: Text;
}
