import { Issue, IssueStatus, Level } from '@summit/contracts';
import { sql, type Expression, type ExpressionBuilder, type Selectable, type SqlBool } from 'kysely';
import type { Database } from '../../store/database';
import type { IssueTable, Tables } from '../../store/tables';
import { exactTime } from '../paging/keyset';
import { readableRows, type Unreadable } from '../unreadable';

export type IssueRow = Omit<Selectable<IssueTable>, 'grouping' | 'resolved_at' | 'regressed_at'> & {
  cursor_key: string;
  project_slug: string;
  project_name: string;
};

export type IssueBuilder = ExpressionBuilder<Tables, 'issue'>;

export const issueSorts = ['lastSeen', 'firstSeen', 'count', 'users'] as const;
export type IssueSort = (typeof issueSorts)[number];

/** What a sort means in SQL: its column, and how its value is written into a cursor. */
export const sortColumns = {
  lastSeen: { column: 'issue.last_seen', type: 'timestamptz', key: exactTime('issue.last_seen') },
  firstSeen: { column: 'issue.first_seen', type: 'timestamptz', key: exactTime('issue.first_seen') },
  count: { column: 'issue.count', type: 'bigint', key: sql<string>`issue.count::text` },
  users: { column: 'issue.user_count', type: 'bigint', key: sql<string>`issue.user_count::text` },
} as const;

/** Issues of a tenant that satisfy `where`, largest sort key first. */
export function selectIssues(
  db: Database,
  tenant: string,
  sort: IssueSort,
  where: (build: IssueBuilder) => Expression<SqlBool>,
  limit: number,
): Promise<IssueRow[]> {
  const { column, key } = sortColumns[sort];
  const page = db
    .selectFrom('issue')
    .select([
      'issue.id',
      'issue.tenant',
      'issue.project_id',
      'issue.short_id',
      'issue.title',
      'issue.type',
      'issue.value',
      'issue.culprit',
      'issue.level',
      'issue.status',
      'issue.platform',
      'issue.count',
      'issue.user_count',
      'issue.first_seen',
      'issue.last_seen',
      'issue.first_release',
      'issue.last_release',
      'issue.environment',
      'issue.updated_at',
      key.as('cursor_key'),
      sql.ref(column).as('sort_key'),
    ])
    .where('issue.tenant', '=', tenant)
    .where(where)
    .orderBy(column, 'desc')
    .orderBy('issue.id', 'desc')
    .limit(limit);
  return db
    .selectFrom(page.as('i'))
    .innerJoin('project as p', 'p.id', 'i.project_id')
    .selectAll('i')
    .select(['p.slug as project_slug', 'p.name as project_name'])
    .orderBy('i.sort_key', 'desc')
    .orderBy('i.id', 'desc')
    .execute();
}

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Events of each issue in each of the last 24 hours, oldest first; the hour that runs is the last. */
export async function sparklines(
  db: Database,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, number[]>> {
  const current = Math.floor(now.getTime() / HOUR_MS);
  const first = current - HOURS + 1;
  const lines = new Map(ids.map((id) => [id, Array.from({ length: HOURS }, () => 0)]));
  if (ids.length === 0) return lines;
  const rows = await db
    .selectFrom('issue_hour')
    .select(['issue_id', 'hour', 'count'])
    .where('issue_id', 'in', ids)
    .where('hour', '>=', new Date(first * HOUR_MS))
    .where('hour', '<=', new Date(current * HOUR_MS))
    .execute();
  for (const row of rows) {
    const line = lines.get(row.issue_id);
    const at = Math.floor(row.hour.getTime() / HOUR_MS) - first;
    if (line && at >= 0 && at < HOURS) line[at] = (line[at] ?? 0) + Number(row.count);
  }
  return lines;
}

export function toIssue(row: IssueRow, sparkline: number[]): Issue {
  return {
    id: row.id,
    shortId: row.short_id,
    title: row.title,
    type: row.type,
    value: row.value,
    culprit: row.culprit,
    level: Level.parse(row.level),
    status: IssueStatus.parse(row.status),
    platform: row.platform,
    count: Number(row.count),
    userCount: Number(row.user_count),
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    firstRelease: row.first_release,
    lastRelease: row.last_release,
    environment: row.environment,
    project: { id: row.project_id, slug: row.project_slug, name: row.project_name },
    sparkline,
  };
}

/** The issues of rows, without those that break their contract. */
export async function toIssues(
  db: Database,
  rows: readonly IssueRow[],
  now: Date,
  unreadable: Unreadable,
): Promise<Issue[]> {
  const lines = await sparklines(
    db,
    rows.map((row) => row.id),
    now,
  );
  const read = (row: IssueRow) => toIssue(row, lines.get(row.id) ?? []);
  return readableRows(rows, { kind: 'issue', schema: Issue, read }, unreadable);
}

/** Current state of the issues with these ids, in no particular order. */
export async function issuesById(
  db: Database,
  tenant: string,
  ids: readonly string[],
  now: Date,
  unreadable: Unreadable,
): Promise<Issue[]> {
  if (ids.length === 0) return [];
  const rows = await selectIssues(db, tenant, 'lastSeen', (build) => build('issue.id', 'in', ids), ids.length);
  return toIssues(db, rows, now, unreadable);
}
