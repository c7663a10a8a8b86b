import type { IssueDetail } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { walkFrom } from '../graph/walk';
import { bigintOf } from '../validId';
import { mustBeReadable } from '../unreadable';
import { selectIssues, toIssues, type IssueRow } from './rows';

/** Finds an issue by its id or its short id, which people paste. */
export async function findIssue(db: Database, tenant: string, id: string): Promise<IssueRow> {
  const number = bigintOf(id);
  const short = /^[A-Za-z0-9][A-Za-z0-9-]{0,80}$/.test(id) ? id.toUpperCase() : null;
  const [row] =
    number === null && short === null
      ? []
      : await selectIssues(
          db,
          tenant,
          'lastSeen',
          (build) => (number === null ? build('issue.short_id', '=', short ?? '') : build('issue.id', '=', number)),
          1,
        );
  if (!row) throw notFound('issue');
  return row;
}

export async function issueDetail(deps: ApiDeps, tenant: string, id: string): Promise<IssueDetail> {
  const row = await findIssue(deps.db, tenant, id);
  const [issues, distributions, grouping, walk] = await Promise.all([
    toIssues(deps.db, [row], deps.now(), mustBeReadable),
    distributionsOf(deps.db, row.id),
    groupingOf(deps.db, row.id),
    walkFrom(deps.db, tenant, {
      kind: 'issue',
      id: row.id,
      projectId: row.project_id,
      firstRelease: row.first_release,
    }),
  ]);
  const [issue] = issues;
  if (!issue) throw notFound('issue');
  return { ...issue, distributions, grouping, ...walk };
}

const VALUES_PER_TAG = 10;

/** Events by value for each dimension; `total` counts the values that are not shown too. */
async function distributionsOf(db: Database, issueId: string): Promise<IssueDetail['distributions']> {
  const ranked = db
    .selectFrom('issue_tag')
    .select([
      'key',
      'value',
      'count',
      sql<string>`sum(count) OVER (PARTITION BY key)`.as('total'),
      sql<string>`row_number() OVER (PARTITION BY key ORDER BY count DESC, value)`.as('place'),
    ])
    .where('issue_id', '=', issueId);
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .selectAll()
    .where('place', '<=', String(VALUES_PER_TAG))
    .orderBy('key')
    .orderBy('place')
    .limit(500)
    .execute();
  const byKey = new Map<string, IssueDetail['distributions'][number]>();
  for (const row of rows) {
    const entry = byKey.get(row.key) ?? { key: row.key, total: Number(row.total), values: [] };
    entry.values.push({ value: row.value, count: Number(row.count) });
    byKey.set(row.key, entry);
  }
  return [...byKey.values()];
}

const Grouping = z.object({ algorithm: z.string(), hash: z.string(), parts: z.array(z.string()) });

async function groupingOf(db: Database, issueId: string): Promise<IssueDetail['grouping']> {
  const row = await db.selectFrom('issue').select('grouping').where('id', '=', issueId).executeTakeFirst();
  return Grouping.safeParse(row?.grouping).data ?? { algorithm: 'unknown', hash: '', parts: [] };
}
