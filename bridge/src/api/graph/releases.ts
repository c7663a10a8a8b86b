import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';
import { linkedTo, oneOf, pairIn, shortForms } from './match';
import { distinct, PER_KIND, type Met, type ReleaseNode } from './nodes';

/** Releases of the commits met on any way: built, deployed or merged. */
export async function releasesAfter(db: Database, tenant: string, met: Met): Promise<ReleaseNode[]> {
  const shas = distinct([
    ...met.commit.map((commit) => commit.sha),
    ...met.run.map((run) => run.sha),
    ...met.deployment.map((deployment) => deployment.sha),
    ...met.change.map((change) => change.mergeSha),
  ]);
  return shas.length === 0 ? [] : select(db, tenant, oneOf(sql.ref('release.sha'), shortForms(shas)));
}

/** Releases that issues first appeared in, or that an incident is about. */
export async function releasesBefore(db: Database, tenant: string, met: Met): Promise<ReleaseNode[]> {
  const pairs = met.issue.flatMap((issue) =>
    issue.firstRelease === null ? [] : [[issue.projectId, issue.firstRelease] as const],
  );
  const incidents = met.incident.map((incident) => incident.id);
  if (pairs.length + incidents.length === 0) return [];
  const first = pairIn(sql.ref('release.project_id'), sql.ref('release.version'), pairs, ['bigint', 'text']);
  const linked = linkedTo('release', sql`(project.slug || '/' || release.version)`, tenant, incidents);
  return select(db, tenant, sql<boolean>`(${first} OR ${linked})`);
}

async function select(db: Database, tenant: string, where: RawBuilder<boolean>): Promise<ReleaseNode[]> {
  const rows = await db
    .selectFrom('release')
    .innerJoin('project', 'project.id', 'release.project_id')
    .select(['release.project_id', 'release.version', 'release.sha', 'release.first_seen', 'project.slug'])
    .where('release.tenant', '=', tenant)
    .where('project.tenant', '=', tenant)
    .where(where)
    .orderBy('release.first_seen', 'desc')
    .limit(PER_KIND)
    .execute();
  return rows.map((row) => ({
    kind: 'release',
    id: `${row.slug}/${row.version}`,
    projectId: row.project_id,
    version: row.version,
    sha: row.sha,
    link: {
      kind: 'release',
      id: `${row.slug}/${row.version}`,
      title: row.version,
      state: null,
      at: row.first_seen.toISOString(),
      url: null,
    },
  }));
}
