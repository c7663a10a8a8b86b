import { ReleaseDetail } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { noInput, route, type Route } from '../routes/route';
import { textOf } from '../validId';

export function releaseRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/releases/{project}/{version}',
        operationId: 'getRelease',
        summary: 'One release of a project and what came of it',
        tag: 'graph',
        params: z.object({ project: z.string().meta({ description: 'Slug or id.' }), version: z.string() }),
        answer: ReleaseDetail,
      },
      async ({ params }, caller) => {
        const project = textOf(params.project);
        const version = textOf(params.version);
        if (project === null || version === null) throw notFound('release');
        const row = await deps.db
          .selectFrom('release')
          .innerJoin('project', 'project.id', 'release.project_id')
          .selectAll('release')
          .select(['project.slug', 'project.name'])
          .where('release.tenant', '=', caller.tenant)
          .where('project.tenant', '=', caller.tenant)
          .where((build) =>
            build.or([build('project.slug', '=', project), build(sql<string>`project.id::text`, '=', project)]),
          )
          .where('release.version', '=', version)
          .executeTakeFirst();
        if (!row) throw notFound('release');
        const [counts, walk] = await Promise.all([
          issueCounts(deps, row.project_id, version),
          walkFrom(deps.db, caller.tenant, {
            kind: 'release',
            id: `${row.slug}/${row.version}`,
            projectId: row.project_id,
            version: row.version,
            sha: row.sha,
          }),
        ]);
        return {
          project: { id: row.project_id, slug: row.slug, name: row.name },
          version: row.version,
          commit: row.sha,
          firstSeen: row.first_seen.toISOString(),
          lastSeen: row.last_seen.toISOString(),
          ...counts,
          ...walk,
        };
      },
    ),
  ];
}

async function issueCounts(deps: ApiDeps, projectId: string, version: string) {
  const row = await deps.db
    .selectFrom('issue_release')
    .innerJoin('issue', 'issue.id', 'issue_release.issue_id')
    .select([
      sql<string>`count(*)`.as('issues'),
      sql<string>`count(*) FILTER (WHERE issue.first_release = ${version})`.as('new_issues'),
    ])
    .where('issue_release.version', '=', version)
    .where('issue.project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  return { issues: Number(row.issues), newIssues: Number(row.new_issues) };
}
