import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { linkedTo, oneOf, pairIn, shaIn } from './match';
import { distinct, PER_KIND, type DeploymentNode, type Met } from './nodes';

/** Deployments made by the runs met, and of the commits met where no run is named. */
export async function deploymentsAfter(db: Database, tenant: string, met: Met): Promise<DeploymentNode[]> {
  const runs = met.run.map((run) => run.id);
  const pairs = [
    ...met.commit.map((commit) => [commit.repository, commit.sha] as const),
    ...met.run.flatMap((run) => (run.sha === null ? [] : [[run.repository, run.sha] as const])),
    ...met.change.flatMap((change) =>
      change.mergeSha === null ? [] : [[change.repository, change.mergeSha] as const],
    ),
  ];
  if (runs.length + pairs.length === 0) return [];
  const ofCommit = pairIn(sql.ref('repository'), sql.ref('sha'), pairs);
  // A deployment that names another run followed from that one; on a walk from a run it is not this run's doing.
  const fromRun = met.commit.length === 0 && met.change.length === 0;
  const byCommit = fromRun ? sql<boolean>`(run_id IS NULL AND ${ofCommit})` : ofCommit;
  return select(db, tenant, sql<boolean>`(${oneOf(sql.ref('run_id'), runs)} OR ${byCommit})`);
}

/** Deployments that brought the releases met, or that an incident is about. */
export async function deploymentsBefore(db: Database, tenant: string, met: Met): Promise<DeploymentNode[]> {
  const shas = distinct(met.release.map((release) => release.sha));
  const incidents = met.incident.map((incident) => incident.id);
  if (shas.length + incidents.length === 0) return [];
  const linked = linkedTo('deployment', sql.ref('id'), tenant, incidents);
  return select(db, tenant, sql<boolean>`(${shaIn(sql.ref('sha'), shas)} OR ${linked})`);
}

async function select(db: Database, tenant: string, where: RawBuilder<boolean>): Promise<DeploymentNode[]> {
  const rows = await db
    .selectFrom('deployment')
    .select(['id', 'repository', 'environment', 'sha', 'run_id', 'state', 'created_at', 'url'])
    .where('tenant', '=', tenant)
    .where(where)
    .orderBy('created_at', 'desc')
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'deployment',
    id: row.id,
    repository: row.repository,
    sha: row.sha,
    runId: row.run_id,
    link: {
      kind: 'deployment',
      id: row.id,
      title: `${row.sha.slice(0, 7)} to ${row.environment}`,
      state: row.state,
      at: row.created_at.toISOString(),
      url: row.url,
    },
  }));
}
