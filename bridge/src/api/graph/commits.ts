import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { isoOf } from '../rows';
import { linkedTo, shaIn } from './match';
import { distinct, PER_KIND, type CommitNode, type Met } from './nodes';

/** Commits that led to what was met: heads and merges of changes, what runs built, what was deployed and released. */
export async function commitsBefore(db: Database, tenant: string, met: Met): Promise<CommitNode[]> {
  const shas = distinct([
    ...met.change.flatMap((change) => [change.headSha, change.mergeSha]),
    ...met.run.map((run) => run.sha),
    ...met.deployment.map((deployment) => deployment.sha),
    ...met.release.map((release) => release.sha),
  ]);
  const incidents = met.incident.map((incident) => incident.id);
  if (shas.length + incidents.length === 0) return [];
  const rows = await db
    .selectFrom('commit')
    .select(['sha', 'repository', 'message', 'committed_at', 'url'])
    .where('tenant', '=', tenant)
    .where(sql<boolean>`(${shaIn(sql.ref('sha'), shas)} OR ${linkedTo('commit', sql.ref('sha'), tenant, incidents)})`)
    .orderBy('committed_at', (order) => order.desc().nullsLast())
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'commit',
    id: row.sha,
    sha: row.sha,
    repository: row.repository,
    link: {
      kind: 'commit',
      id: row.sha,
      title: row.message?.split('\n', 1)[0] || row.sha.slice(0, 7),
      state: null,
      at: isoOf(row.committed_at),
      url: row.url,
    },
  }));
}
