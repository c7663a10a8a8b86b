import type {
  Big,
  BigAlways,
  BigDefault,
  BigNull,
  BoolDefault,
  IntDefault,
  NumberNull,
  Text,
  TextNull,
  Time,
  TimeNull,
} from './columns';
import type { ColumnType } from 'kysely';

export interface BuildLogTable {
  id: BigAlways;
  tenant: Text;
  run_id: Text;
  job: Text;
  next_part: IntDefault;
  final: BoolDefault;
  lines: IntDefault;
  bytes: BigDefault;
  errors: IntDefault;
  warnings: IntDefault;
  annotations: IntDefault;
  groups: IntDefault;
  exported: IntDefault;
  first_at: TimeNull;
  last_at: TimeNull;
  received_at: Time;
  state: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
}

export interface LogChunkTable {
  log_id: Big;
  first_line: number;
  last_line: number;
  first_at: TimeNull;
  last_at: TimeNull;
  received_at: Time;
  blob_id: Big;
  text_bytes: number | null;
  trigrams: Buffer | null;
}

export interface LogGroupTable {
  log_id: Big;
  from_line: number;
  depth: number;
  to_line: NumberNull;
  name: Text;
  at: TimeNull;
}

export interface LogAnnotationTable {
  log_id: Big;
  n: number;
  line: number;
  level: Text;
  tool: Text;
  file: TextNull;
  row_number: NumberNull;
  column_number: NumberNull;
  code: TextNull;
  message: Text;
  issue_id: BigNull;
}

export interface BuildProjectTable {
  tenant: Text;
  provider: Text;
  repository: Text;
  project_id: Big;
}
