import type {
  BoolDefault,
  IntDefault,
  Json,
  JsonDefault,
  Text,
  TextDefault,
  TextNull,
  Time,
  TimeDefault,
  TimeNull,
} from './columns';

export interface RollbackPolicyTable {
  tenant: Text;
  id: Text;
  repository: Text;
  environment: Text;
  enabled: boolean;
  dry_run: BoolDefault;
  window_minutes: number;
  conditions: Json;
  /** Without the API's root, which is in `url`. */
  action: JsonDefault;
  url: Text;
  secret: Buffer | null;
  created_at: TimeDefault;
  created_by: Text;
  checked_at: TimeNull;
  checked_deployment: TextNull;
  checked_reason: TextNull;
}

export interface RollbackDecisionTable {
  tenant: Text;
  policy_id: Text;
  deployment_id: Text;
  id: TextDefault;
  decided_at: Time;
  reasons: string[];
  evidence: Json;
  previous_id: Text;
  state: Text;
  attempts: IntDefault;
  maybe_heard: TextNull;
  next_attempt_at: TimeNull;
  ended_at: TimeNull;
  last_answer: TextNull;
}
