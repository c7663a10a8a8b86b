import { foldDeployment, type DeploymentState } from '../../domain/deployment';
import { deploymentIdOfFact } from '../../domain/run';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import { type Batch, factsOf, type Owning } from './batch';
import { countItem } from '../shared/count';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { assignments, definitions, names, type RowOf } from '../shared/columns';

type Deployment = Owning<'deployment'>;

export const deploymentLocks = (batch: Batch): string[] =>
  factsOf(batch, 'deployment').map(({ tenant, fact }) => keyOf('deployment', tenant, deploymentIdOfFact(fact)));

const DEPLOYMENT_COLUMNS = {
  tenant: 'text',
  id: 'text',
  provider: 'text',
  repository: 'text',
  environment: 'text',
  production: 'boolean',
  state: 'text',
  sha: 'text',
  ref: 'text',
  task: 'text',
  service: 'text',
  version: 'text',
  strategy: 'text',
  region: 'text',
  result: 'text',
  run_id: 'text',
  run_reported: 'boolean',
  job_id: 'text',
  actor: 'jsonb',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  finished_at: 'timestamptz',
  url: 'text',
} as const;

/** Deployments, each put together from all reports of it. The deployment must be locked. */
export async function storeDeployments(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const byId = new Map<string, Deployment[]>();
  for (const deployment of factsOf(batch, 'deployment')) {
    const key = keyOf(deployment.tenant, deploymentIdOfFact(deployment.fact));
    byId.set(key, [...(byId.get(key) ?? []), deployment]);
  }
  const entries = [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const known = await readDeployments(
    tx,
    entries.flatMap(([, [first]]) => (first ? [first] : [])),
  );
  const writes: RowOf<typeof DEPLOYMENT_COLUMNS>[] = [];
  for (const [key, deployments] of entries) {
    let state = known.get(key);
    let changed = false;
    for (const deployment of deployments) {
      const next = foldDeployment(state, deployment.fact);
      countItem(context, deployment, 'deployment', next === state ? 'deduplicated' : 'stored');
      changed ||= next !== state;
      state = next;
    }
    const first = deployments[0];
    if (!changed || !state || !first) continue;
    writes.push(rowOf(first, state));
    if (state.runId !== null) context.changed(first.tenant, 'run', state.runId);
  }
  await bulk(
    tx,
    writes,
    definitions(DEPLOYMENT_COLUMNS),
    (x) => `
      INSERT INTO deployment (${names(DEPLOYMENT_COLUMNS)}) SELECT ${names(DEPLOYMENT_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, id) DO UPDATE SET ${assignments(DEPLOYMENT_COLUMNS, {
        // Without a reported run the link is found by the job, or inferred from the commit, apart from this.
        run_id: 'coalesce(excluded.run_id, deployment.run_id)',
      })}`,
  );
}

interface DeploymentRow {
  tenant: string;
  id: string;
  environment: string;
  production: boolean;
  state: string;
  sha: string;
  ref: string | null;
  task: string | null;
  service: string | null;
  version: string | null;
  strategy: string | null;
  region: string | null;
  result: string | null;
  run_id: string | null;
  run_reported: boolean;
  job_id: string | null;
  actor: unknown;
  created_at: Date;
  updated_at: Date;
  finished_at: Date | null;
  url: string | null;
}

async function readDeployments(tx: Tx, deployments: readonly Deployment[]): Promise<Map<string, DeploymentState>> {
  const rows = await bulk<DeploymentRow>(
    tx,
    deployments.map(({ tenant, fact }) => ({ tenant, id: deploymentIdOfFact(fact) })),
    'tenant text, id text',
    (x) => `SELECT d.* FROM ${x} JOIN deployment d USING (tenant, id)`,
  );
  return new Map(rows.map((row) => [keyOf(row.tenant, row.id), stateOf(row)]));
}

function stateOf(row: DeploymentRow): DeploymentState {
  return {
    environment: row.environment,
    production: row.production,
    state: row.state,
    sha: row.sha,
    ref: row.ref,
    task: row.task,
    service: row.service,
    version: row.version,
    strategy: row.strategy,
    region: row.region,
    result: row.result,
    runId: row.run_reported ? row.run_id : null,
    jobId: row.job_id,
    actor: row.actor,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at,
    url: row.url,
  };
}

function rowOf({ tenant, fact }: Deployment, state: DeploymentState): RowOf<typeof DEPLOYMENT_COLUMNS> {
  return {
    tenant,
    id: deploymentIdOfFact(fact),
    provider: fact.repository.provider,
    repository: fact.repository.fullName,
    environment: state.environment,
    production: state.production,
    state: state.state,
    sha: state.sha,
    ref: state.ref,
    task: state.task,
    service: state.service,
    version: state.version,
    strategy: state.strategy,
    region: state.region,
    result: state.result,
    run_id: state.runId,
    run_reported: state.runId !== null,
    job_id: state.jobId,
    actor: state.actor,
    created_at: state.createdAt,
    updated_at: state.updatedAt,
    finished_at: state.finishedAt,
    url: state.url,
  };
}

/**
 * Environments that are new, or newly known to be production; the others are not locked. After the releases of the batch: the order in which
 * error events lock these two.
 */
export async function storeEnvironments(tx: Tx, batch: Batch): Promise<void> {
  const environments = byKey(
    factsOf(batch, 'deployment').map(({ tenant, fact }) => ({
      tenant,
      name: fact.environment,
      production: fact.production ?? false,
    })),
    (row) => keyOf(row.tenant, row.name),
    (a, b) => ({ ...a, production: a.production || b.production }),
  );
  await bulk(
    tx,
    [...environments.values()],
    'tenant text, name text, production boolean',
    (x) => `
      INSERT INTO environment AS e (tenant, name, production) SELECT tenant, name, production FROM ${x}
      WHERE NOT EXISTS (
        SELECT FROM environment k WHERE k.tenant = x.tenant AND k.name = x.name AND (k.production OR NOT x.production))
      ON CONFLICT (tenant, name) DO UPDATE SET production = e.production OR excluded.production`,
  );
}
