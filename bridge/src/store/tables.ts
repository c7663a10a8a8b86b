import type {
  TenantTable,
  ProjectTable,
  DsnKeyTable,
  TokenTable,
  GrafanaOrgTable,
  HookTable,
  AuditTable,
} from './tables/identity';
import type {
  RepositoryTable,
  CommitTable,
  ChangeTable,
  ChangeHeadTable,
  CiFactTable,
  RunTable,
  JobTable,
  CiCheckTable,
  EnvironmentTable,
  DeploymentTable,
  DeploymentApprovalTable,
  DoraChangeTable,
  DoraDeploymentTable,
  DoraDueTable,
  PipelinePaceTable,
  ReleaseTable,
  ServiceTable,
  TagTable,
  TeamTable,
} from './tables/delivery';
import type {
  IssueTable,
  IssueSearchTable,
  IssueHashTable,
  IssueUserTable,
  IssueHourTable,
  IssueReleaseTable,
  IssueTagTable,
  SeenTable,
  EventTable,
  BlobTable,
} from './tables/errors';
import type { BackfillRepositoryTable, BackfillTable, BackfillTaskTable } from './tables/backfill';
import type { JobTimeTable, PredictionModelTable, PriceListTable, RunnerKindTable } from './tables/cost';
import type { AlertTable, IncidentTable, IncidentTimelineTable, IncidentLinkTable } from './tables/incidents';
import type { BuildLogTable, BuildProjectTable, LogAnnotationTable, LogChunkTable, LogGroupTable } from './tables/logs';
import type { ArtifactTable, BuildProfileTable, RunCommandTable } from './tables/profiles';
import type { RollbackDecisionTable, RollbackPolicyTable } from './tables/rollback';
import type {
  CodeOwnersTable,
  CoverageFileTable,
  ReportTable,
  RunCoverageTable,
  TestFlakeTable,
  TestLineTable,
  TestQuarantineTable,
  TestResultTable,
  TestTable,
} from './tables/tests';
import type {
  InboxTable,
  InboxClaimTable,
  DeliveryTable,
  DeadLetterTable,
  LedgerTable,
  OutboxTable,
  MetricSeriesTable,
  ExportRejectionTable,
  ChangeFeedTable,
  ChangeFeedHorizonTable,
} from './tables/queue';

export type * from './tables/identity';
export type * from './tables/delivery';
export type * from './tables/errors';
export type * from './tables/incidents';
export type * from './tables/logs';
export type * from './tables/profiles';
export type * from './tables/rollback';
export type * from './tables/tests';
export type * from './tables/cost';
export type * from './tables/backfill';
export type * from './tables/queue';

/**
 * One interface for each SQL table, columns as they are named in `bridge/migrations`. `bigint` comes back as a string (it may pass
 * 2^53), `timestamptz` as a Date, `jsonb` parsed and unknown: parse it with zod before use. Written jsonb is `JSON.stringify`'d.
 */
export interface Tables {
  tenant: TenantTable;
  project: ProjectTable;
  dsn_key: DsnKeyTable;
  token: TokenTable;
  grafana_org: GrafanaOrgTable;
  hook: HookTable;
  audit: AuditTable;
  repository: RepositoryTable;
  commit: CommitTable;
  change: ChangeTable;
  change_head: ChangeHeadTable;
  ci_fact: CiFactTable;
  run: RunTable;
  job: JobTable;
  pipeline_pace: PipelinePaceTable;
  job_time: JobTimeTable;
  runner_kind: RunnerKindTable;
  price_list: PriceListTable;
  prediction_model: PredictionModelTable;
  build_log: BuildLogTable;
  log_chunk: LogChunkTable;
  log_group: LogGroupTable;
  log_annotation: LogAnnotationTable;
  build_project: BuildProjectTable;
  report: ReportTable;
  test: TestTable;
  test_result: TestResultTable;
  test_flake: TestFlakeTable;
  test_line: TestLineTable;
  test_quarantine: TestQuarantineTable;
  code_owners: CodeOwnersTable;
  run_coverage: RunCoverageTable;
  coverage_file: CoverageFileTable;
  build_profile: BuildProfileTable;
  artifact: ArtifactTable;
  run_command: RunCommandTable;
  ci_check: CiCheckTable;
  environment: EnvironmentTable;
  deployment: DeploymentTable;
  deployment_approval: DeploymentApprovalTable;
  team: TeamTable;
  dora_change: DoraChangeTable;
  dora_deployment: DoraDeploymentTable;
  dora_due: DoraDueTable;
  rollback_policy: RollbackPolicyTable;
  rollback_decision: RollbackDecisionTable;
  release: ReleaseTable;
  service: ServiceTable;
  tag: TagTable;
  issue: IssueTable;
  issue_search: IssueSearchTable;
  issue_hash: IssueHashTable;
  issue_user: IssueUserTable;
  issue_hour: IssueHourTable;
  issue_release: IssueReleaseTable;
  issue_tag: IssueTagTable;
  seen: SeenTable;
  event: EventTable;
  blob: BlobTable;
  alert: AlertTable;
  incident: IncidentTable;
  incident_timeline: IncidentTimelineTable;
  incident_link: IncidentLinkTable;
  inbox: InboxTable;
  inbox_claim: InboxClaimTable;
  delivery: DeliveryTable;
  dead_letter: DeadLetterTable;
  ledger: LedgerTable;
  outbox: OutboxTable;
  metric_series: MetricSeriesTable;
  export_rejection: ExportRejectionTable;
  change_feed: ChangeFeedTable;
  change_feed_horizon: ChangeFeedHorizonTable;
  backfill: BackfillTable;
  backfill_repository: BackfillRepositoryTable;
  backfill_task: BackfillTaskTable;
}
