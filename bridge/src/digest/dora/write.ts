import { leadTimesOf, type Assessed } from '../../domain/dora';
import { rawQuery, type Tx } from '../../store/database';
import { bulk } from '../shared/bulk';
import { definitions, names, type RowOf } from '../shared/columns';
import type { DeployedRow, LandedRow, Scope } from './read';

const DEPLOYMENT = {
  tenant: 'text',
  id: 'text',
  repository: 'text',
  environment: 'text',
  production: 'boolean',
  sha: 'text',
  finished_at: 'timestamptz',
  branch: 'text',
  landed_at: 'timestamptz',
  kind: 'text',
  previous_id: 'text',
  shipped: 'int',
  failure: 'text',
  incident_ids: 'uuid[]',
  failed_at: 'timestamptz',
  recovered_at: 'timestamptz',
  recovery_ms: 'bigint',
  rework: 'text',
} as const;

const CHANGE = {
  tenant: 'text',
  deployment_id: 'text',
  key: 'text',
  repository: 'text',
  environment: 'text',
  production: 'boolean',
  number: 'bigint',
  sha: 'text',
  title: 'text',
  author: 'jsonb',
  url: 'text',
  confidence: 'text',
  first_commit_at: 'timestamptz',
  opened_at: 'timestamptz',
  landed_at: 'timestamptz',
  deployed_at: 'timestamptz',
  first_commit_ms: 'bigint',
  opened_ms: 'bigint',
  merged_ms: 'bigint',
} as const;

/** Puts evidence in the place of what was there: of the time that was looked at, and of the same deployments at another. */
export async function replaceEvidence(
  tx: Tx,
  scope: Scope,
  until: Date | null,
  assessed: readonly Assessed[],
  deployed: ReadonlyMap<string, DeployedRow>,
  landed: ReadonlyMap<string, LandedRow>,
): Promise<void> {
  const where = { tenant: scope.tenant, repository: scope.repository, environment: scope.environment };
  await rawQuery(
    tx,
    `DELETE FROM dora_deployment WHERE tenant = $1 AND (id = ANY($6)
       OR (repository = $2 AND environment = $3 AND finished_at >= $4 AND finished_at <= coalesce($5::timestamptz, 'infinity')))`,
    [where.tenant, where.repository, where.environment, scope.since, until, assessed.map((one) => one.deployment.id)],
  );
  const production = (id: string): boolean => deployed.get(id)?.production ?? false;
  await bulk(
    tx,
    assessed.map((one) => deploymentRow(one, where, production(one.deployment.id))),
    definitions(DEPLOYMENT),
    (x) => `INSERT INTO dora_deployment (${names(DEPLOYMENT)}) SELECT ${names(DEPLOYMENT)} FROM ${x}`,
  );
  await bulk(
    tx,
    assessed.flatMap((one) =>
      one.shipped.map((shipment) => {
        const { author = null, url = null } = landed.get(shipment.landed.key) ?? {};
        return { ...changeRow(one, shipment, where, production(one.deployment.id)), author, url };
      }),
    ),
    definitions(CHANGE),
    (x) => `INSERT INTO dora_change (${names(CHANGE)}) SELECT ${names(CHANGE)} FROM ${x}`,
  );
}

type Where = Pick<Scope, 'tenant' | 'repository' | 'environment'>;

const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

function deploymentRow(
  { deployment, kind, previousId, shipped, failure, rework }: Assessed,
  where: Where,
  production: boolean,
): RowOf<typeof DEPLOYMENT> {
  const recoveredAt = failure?.recoveredAt ?? null;
  return {
    ...where,
    id: deployment.id,
    production,
    sha: deployment.sha,
    finished_at: date(deployment.finishedAt),
    branch: deployment.branch,
    landed_at: date(deployment.landedAt),
    kind,
    previous_id: previousId,
    shipped: shipped.length,
    failure: failure?.confidence ?? null,
    incident_ids: [...(failure?.incidentIds ?? [])],
    failed_at: date(failure?.failedAt ?? null),
    recovered_at: date(recoveredAt),
    recovery_ms: failure && recoveredAt !== null ? Math.max(0, recoveredAt - failure.failedAt) : null,
    rework,
  };
}

function changeRow(
  { deployment }: Assessed,
  { landed, confidence }: Assessed['shipped'][number],
  where: Where,
  production: boolean,
): Omit<RowOf<typeof CHANGE>, 'author' | 'url'> {
  const lead = leadTimesOf(landed, deployment.finishedAt);
  return {
    ...where,
    deployment_id: deployment.id,
    key: landed.key,
    production,
    number: landed.number,
    sha: landed.sha,
    title: landed.title,
    confidence,
    first_commit_at: date(landed.firstCommitAt),
    opened_at: date(landed.openedAt),
    landed_at: date(landed.landedAt),
    deployed_at: date(deployment.finishedAt),
    first_commit_ms: lead.first_commit,
    opened_ms: lead.opened,
    merged_ms: lead.merged,
  };
}
