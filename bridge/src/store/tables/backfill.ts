import type {
  BigAlways,
  BigDefault,
  BigNull,
  BoolDefault,
  IntDefault,
  Json,
  JsonNull,
  Text,
  TextDefault,
  TextNull,
  TextsDefault,
  Time,
  TimeDefault,
  TimeNull,
} from './columns';

export interface BackfillTable {
  id: Text;
  tenant: Text;
  provider: Text;
  name: Text;
  url: Text;
  token: Buffer;
  since: Time;
  repair_hours: number;
  requests_per_second: number;
  created_at: TimeDefault;
  created_by: Text;
  paused_at: TimeNull;
  requests: BigDefault;
  waiting_until: TimeNull;
  waiting_for: TextNull;
  logs_days: number | null;
  logs_max_bytes: number | null;
  error: TextNull;
  worker: TextNull;
  worked_at: TimeNull;
}

export interface BackfillRepositoryTable {
  backfill_id: Text;
  name: Text;
  tenant: Text;
  position: number;
  state: Text;
  full_name: TextNull;
  host: TextNull;
  project: JsonNull;
  runs: BigDefault;
  jobs: BigDefault;
  changes: BigDefault;
  deployments: BigDefault;
  commits: BigDefault;
  logs: BigDefault;
  log_bytes: BigDefault;
  logs_missing: BigDefault;
  logs_skipped: BigDefault;
  too_old: BigDefault;
  oldest_at: TimeNull;
  unlisted: BigNull;
  notes: TextsDefault;
  error: TextNull;
  retry_at: TimeNull;
  round_at: TimeDefault;
  repaired_at: TimeNull;
}

export interface BackfillTaskTable {
  id: BigAlways;
  backfill_id: Text;
  repository: Text;
  task: Json;
  of_run: BoolDefault;
  late: TextDefault;
  failures: IntDefault;
}
