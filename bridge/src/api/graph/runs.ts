import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { linkedTo, oneOf, pairIn, shaIn } from './match';
import { distinct, PER_KIND, type Met, type RunNode } from './nodes';

/** Runs of the commits and changes met. */
export async function runsAfter(db: Database, tenant: string, met: Met): Promise<RunNode[]> {
  const pairs = met.change.map((change) => [change.repository, change.number] as const);
  const shas = distinct([
    ...met.commit.map((commit) => commit.sha),
    ...met.change.flatMap((change) => [change.headSha, change.mergeSha]),
  ]);
  if (pairs.length + shas.length === 0) return [];
  const byNumber = pairIn(sql.ref('repository'), sql.ref('change_number'), pairs, ['text', 'bigint']);
  return select(db, tenant, sql<boolean>`(${byNumber} OR ${shaIn(sql.ref('sha'), shas)})`);
}

/**
 * Runs that led to what was met: the run that deployed, where the deployment names it, else runs of the deployed or released commit;
 * runs whose trace an event of an issue belongs to; runs an incident is about.
 */
export async function runsBefore(db: Database, tenant: string, met: Met): Promise<RunNode[]> {
  const ids = distinct(met.deployment.map((deployment) => deployment.runId));
  const deployed = met.deployment.filter((deployment) => deployment.runId === null).map((deployment) => deployment.sha);
  const released = met.deployment.length === 0 ? met.release.map((release) => release.sha) : [];
  const shas = distinct([...deployed, ...released]);
  const incidents = met.incident.map((incident) => incident.id);
  const issues = met.issue.map((issue) => issue.id);
  if (ids.length + shas.length + incidents.length + issues.length === 0) return [];
  const ways = [
    oneOf(sql.ref('id'), ids),
    shaIn(sql.ref('sha'), shas),
    linkedTo('run', sql.ref('id'), tenant, incidents),
    issues.length === 0 ? sql<boolean>`false` : oneOf(sql.ref('trace_id'), await tracesOf(db, tenant, issues)),
  ];
  return select(db, tenant, sql<boolean>`(${sql.join(ways, sql` OR `)})`);
}

/** Traces of the newest events of the issues: a job that reports its own errors does so within the run's trace. */
async function tracesOf(db: Database, tenant: string, issues: readonly string[]): Promise<string[]> {
  const newest = await Promise.all(
    issues.map((id) =>
      db
        .selectFrom('event')
        .select('trace_id')
        .where('tenant', '=', tenant)
        .where('issue_id', '=', id)
        .orderBy('received_at', 'desc')
        .orderBy('event_id', 'desc')
        .limit(20)
        .execute(),
    ),
  );
  return distinct(newest.flat().map((row) => row.trace_id));
}

/** A run as people name it. */
export const runTitle = ({ name, number, attempt }: { name: string; number: string; attempt: number }): string =>
  `${name} #${number}${attempt > 1 ? ` · attempt ${attempt}` : ''}`;

async function select(db: Database, tenant: string, where: RawBuilder<boolean>): Promise<RunNode[]> {
  const rows = await db
    .selectFrom('run')
    .select([
      'id',
      'repository',
      'name',
      'number',
      'attempt',
      'display_status',
      'sha',
      'change_number',
      'trace_id',
      'queued_at',
      'url',
    ])
    .where('tenant', '=', tenant)
    .where(where)
    .orderBy('queued_at', 'desc')
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'run',
    id: row.id,
    repository: row.repository,
    sha: row.sha,
    changeNumber: row.change_number,
    traceId: row.trace_id,
    link: {
      kind: 'run',
      id: row.id,
      title: runTitle(row),
      state: row.display_status,
      at: row.queued_at.toISOString(),
      url: row.url,
    },
  }));
}
