import type { Deployment } from '@summit/contracts';
import type { Selectable } from 'kysely';
import type { DeploymentTable } from '../../store/tables';
import { actorOf, isoOf } from '../rows';

export const toDeployment = (row: Selectable<DeploymentTable>): Deployment => ({
  id: row.id,
  provider: row.provider,
  repository: row.repository,
  environment: row.environment,
  production: row.production,
  state: row.state,
  commit: row.sha,
  ref: row.ref,
  task: row.task,
  service: row.service,
  version: row.version,
  strategy: row.strategy,
  region: row.region,
  runId: row.run_id,
  actor: actorOf(row.actor),
  createdAt: row.created_at.toISOString(),
  finishedAt: isoOf(row.finished_at),
  url: row.url,
});
