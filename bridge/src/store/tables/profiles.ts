import type { Big, BigNull, Json, NumberNull, Text, TextNull, Time, TimeNull } from './columns';

export interface BuildProfileTable {
  report_id: Big;
  tenant: Text;
  run_id: Text;
  job: Text;
  tool: Text;
  at: Time;
  started_at: TimeNull;
  duration_ms: NumberNull;
  cache_hits: NumberNull;
  cache_misses: NumberNull;
  kinds: Json;
  units: Json;
  unit_count: number;
}

export interface RunCommandTable {
  report_id: Big;
  place: number;
  tenant: Text;
  run_id: Text;
  job: Text;
  name: Text;
  at: Time;
  started_at: Time;
  wall_ms: number;
  user_ms: NumberNull;
  system_ms: NumberNull;
  max_rss_bytes: BigNull;
  exit_code: NumberNull;
  signal: TextNull;
}

export interface ArtifactTable {
  tenant: Text;
  run_id: Text;
  key: Buffer;
  job: Text;
  name: Text;
  at: Time;
  bytes: BigNull;
  sha256: Buffer | null;
  media_type: TextNull;
  url: TextNull;
}
