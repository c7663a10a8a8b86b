import type { Big, BigNull, Json, JsonNull, Text, TextNull, Time, TimeDefault, TimeNull } from './columns';

export interface JobTimeTable {
  at: Time;
  worked_ms: Big;
  queue_ms: Big;
  same: BigNull;
  outcome: Text;
  tenant: Text;
  repository: Text;
  pipeline: Text;
  job: Text;
  system: Text;
  runner: Text;
  branch: TextNull;
  run_id: Text;
  job_id: Text;
}

export interface RunnerKindTable {
  tenant: Text;
  system: Text;
  runner: Text;
}

export interface PriceListTable {
  tenant: Text;
  currency: Text;
  rules: Json;
  updated_at: TimeDefault;
}

export interface PredictionModelTable {
  tenant: Text;
  claimed_at: Time;
  trained_at: TimeNull;
  model: JsonNull;
  report: JsonNull;
}
