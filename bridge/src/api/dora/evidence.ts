import {
  DeploymentKind,
  DoraChange,
  DoraDeployment,
  type DoraChange as Change,
  type DoraDeployment as Deployment,
} from '@summit/contracts';
import type { Selectable } from 'kysely';
import type { DoraChangeTable, DoraDeploymentTable } from '../../store/tables/delivery';
import { actorOf, isoOf, numberOf } from '../rows';

/** How long deployments waited for approval, milliseconds, by their ids. */
export type Waits = ReadonlyMap<string, number>;

/** Checked on the way out: the columns are plain text to PostgreSQL. */
export const toDoraDeployment = (row: Selectable<DoraDeploymentTable>, waits: Waits): Deployment =>
  DoraDeployment.parse({
    id: row.id,
    repository: row.repository,
    environment: row.environment,
    production: row.production,
    commit: row.sha,
    finishedAt: row.finished_at.toISOString(),
    kind: DeploymentKind.parse(row.kind),
    previousId: row.previous_id,
    shipped: row.shipped,
    failure:
      row.failure === null
        ? null
        : {
            confidence: row.failure,
            incidentIds: row.incident_ids,
            failedAt: isoOf(row.failed_at),
            recoveredAt: isoOf(row.recovered_at),
          },
    rework: row.rework,
    approvalWaitMs: waits.get(row.id) ?? null,
  });

export const toDoraChange = (row: Selectable<DoraChangeTable>, waits: Waits): Change =>
  DoraChange.parse({
    deploymentId: row.deployment_id,
    repository: row.repository,
    environment: row.environment,
    number: numberOf(row.number),
    commit: row.sha,
    title: row.title,
    author: actorOf(row.author),
    url: row.url,
    confidence: row.confidence,
    firstCommitAt: isoOf(row.first_commit_at),
    openedAt: isoOf(row.opened_at),
    landedAt: row.landed_at.toISOString(),
    deployedAt: row.deployed_at.toISOString(),
    leadTimeMs: {
      first_commit: Number(row.first_commit_ms),
      opened: Number(row.opened_ms),
      merged: Number(row.merged_ms),
    },
    approvalWaitMs: waits.get(row.deployment_id) ?? null,
  });
