import type {
  Big,
  BigAlways,
  BigNull,
  Time,
  TimeDefault,
  TimeNull,
  Text,
  TextNull,
  TextGenerated,
  IntDefault,
  BoolDefault,
  Json,
  JsonDefault,
  JsonNull,
  TextsDefault,
  TextsNull,
} from './columns';

export interface RepositoryTable {
  tenant: Text;
  provider: Text;
  full_name: Text;
  url: Text;
  default_branch: TextNull;
}

export interface CommitTable {
  tenant: Text;
  sha: Text;
  provider: Text;
  repository: Text;
  message: TextNull;
  author: JsonNull;
  committed_at: TimeNull;
  branch: TextNull;
  url: TextNull;
  files: TextsNull;
  landed_with: TextNull;
}

export interface ChangeTable {
  tenant: Text;
  provider: Text;
  repository: Text;
  number: Big;
  title: TextNull;
  state: TextNull;
  author: JsonNull;
  head_branch: TextNull;
  head_sha: TextNull;
  base_branch: TextNull;
  merge_sha: TextNull;
  created_at: TimeNull;
  updated_at: TimeNull;
  closed_at: TimeNull;
  merged_at: TimeNull;
  url: TextNull;
  labels: TextsDefault;
  measured_at: TimeNull;
}

export interface ChangeHeadTable {
  tenant: Text;
  provider: Text;
  repository: Text;
  sha: Text;
  number: Big;
}

export interface CiFactTable {
  tenant: Text;
  run_id: Text;
  entity: Text;
  status: Text;
  updated_at: Time;
  fact: Json;
}

export interface RunTable {
  tenant: Text;
  id: Text;
  provider: Text;
  system: Text;
  host: Text;
  provider_run_id: Text;
  attempt: number;
  repository: Text;
  name: Text;
  title: TextNull;
  number: Big;
  event: TextNull;
  status: Text;
  result: TextNull;
  display_status: Text;
  provider_result: TextNull;
  branch: TextNull;
  sha: TextNull;
  change_number: BigNull;
  actor: JsonNull;
  queued_at: Time;
  started_at: TimeNull;
  finished_at: TimeNull;
  queue_ms: BigNull;
  duration_ms: BigNull;
  url: Text;
  trace_id: Text;
  source_trace: JsonNull;
  jobs_total: IntDefault;
  jobs_failed: IntDefault;
  jobs_running: IntDefault;
  jobs_queued: IntDefault;
  exported_at: TimeNull;
  export_after: TimeNull;
  updated_at: TimeDefault;
  words: TextGenerated;
}

export interface JobTable {
  tenant: Text;
  run_id: Text;
  id: Text;
  provider_job_id: Text;
  name: Text;
  stage: TextNull;
  retried: BoolDefault;
  status: Text;
  result: TextNull;
  provider_result: TextNull;
  queued_at: Time;
  started_at: TimeNull;
  finished_at: TimeNull;
  runner: JsonNull;
  steps: JsonDefault;
  span_id: Text;
  queue_span_id: Text;
  url: Text;
  exported_at: TimeNull;
}

export interface PipelinePaceTable {
  tenant: Text;
  provider: Text;
  repository: Text;
  name: Text;
  system: Text;
  ratio: number;
  since: TimeNull;
  updated_at: Time;
}

export interface CiCheckTable {
  tenant: Text;
  provider: Text;
  repository: Text;
  id: Text;
  sha: Text;
  name: Text;
  app: TextNull;
  status: Text;
  result: TextNull;
  started_at: TimeNull;
  finished_at: TimeNull;
  url: TextNull;
}

export interface EnvironmentTable {
  tenant: Text;
  name: Text;
  production: BoolDefault;
}

export interface DeploymentTable {
  tenant: Text;
  id: Text;
  provider: Text;
  repository: Text;
  environment: Text;
  production: BoolDefault;
  state: Text;
  sha: Text;
  ref: TextNull;
  task: TextNull;
  result: TextNull;
  run_id: TextNull;
  run_reported: BoolDefault;
  actor: JsonNull;
  created_at: Time;
  updated_at: Time;
  finished_at: TimeNull;
  url: TextNull;
  exported_at: TimeNull;
  service: TextNull;
  version: TextNull;
  strategy: TextNull;
  region: TextNull;
}

export interface DeploymentApprovalTable {
  tenant: Text;
  id: Text;
  deployment_id: TextNull;
  run_id: TextNull;
  environment: Text;
  gate: Text;
  decision: Text;
  actor: JsonNull;
  asked: TextsDefault;
  comment: TextNull;
  at: Time;
  url: TextNull;
}

export interface TeamTable {
  tenant: Text;
  name: Text;
  repositories: string[];
  created_at: TimeDefault;
  updated_at: TimeDefault;
}

export interface ReleaseTable {
  tenant: Text;
  project_id: Big;
  version: Text;
  sha: TextNull;
  first_seen: Time;
  last_seen: Time;
}

export interface TagTable {
  tenant: Text;
  name: Text;
  provider: Text;
  repository: Text;
  sha: Text;
}

export interface ServiceTable {
  tenant: Text;
  name: Text;
}

export interface DoraDeploymentTable {
  tenant: Text;
  id: Text;
  repository: Text;
  environment: Text;
  production: boolean;
  sha: Text;
  finished_at: Time;
  branch: TextNull;
  landed_at: TimeNull;
  kind: Text;
  previous_id: TextNull;
  shipped: number;
  failure: TextNull;
  incident_ids: TextsDefault;
  failed_at: TimeNull;
  recovered_at: TimeNull;
  recovery_ms: BigNull;
  rework: TextNull;
}

export interface DoraChangeTable {
  tenant: Text;
  deployment_id: Text;
  key: Text;
  repository: Text;
  environment: Text;
  production: boolean;
  number: BigNull;
  sha: Text;
  title: Text;
  author: JsonNull;
  url: TextNull;
  confidence: Text;
  first_commit_at: TimeNull;
  opened_at: TimeNull;
  landed_at: Time;
  deployed_at: Time;
  first_commit_ms: Big;
  opened_ms: Big;
  merged_ms: Big;
}

export interface DoraDueTable {
  id: BigAlways;
  tenant: Text;
  repository: TextNull;
  environment: TextNull;
  incident_id: TextNull;
  since: Time;
  not_before: TimeDefault;
}
