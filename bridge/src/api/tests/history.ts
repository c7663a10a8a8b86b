import type { TestHistory } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { decodeCursor, numberId, timeKey, toPage, type Cursor } from '../paging/cursor';
import { exactTime } from '../paging/keyset';
import { paging, text } from '../paging/parameters';
import { bigintOf } from '../validId';
import { brokenTests } from './broken';
import { FAILURE_DAYS } from './list';
import { joinQuarantine, quarantineColumns } from './quarantine';
import { toResult, toSummary, type ResultRow, type TestRow } from './rows';

const sort = 'at';

export const HistoryFilters = z.object({
  branch: text(300).optional().meta({ description: 'Only results of runs on this branch, and what broke it there.' }),
  ...paging,
});
type Filters = z.output<typeof HistoryFilters>;

/** A test's results, newest first, how flaky it is, and what broke it. */
export async function testHistory(deps: ApiDeps, caller: Caller, id: string, filters: Filters): Promise<TestHistory> {
  const cursor = decodeCursor(filters.cursor, sort, { key: timeKey, id: numberId });
  const now = deps.now();
  const row = await findTest(deps.db, caller.tenant, id, now);
  const [rows, broken, codeOwners] = await Promise.all([
    selectHistory(deps.db, row.id, filters, cursor),
    brokenTests(deps.db, caller.tenant, [row.id], { branch: filters.branch ?? null, most: MAX_BROKEN }),
    codeOwnersOf(deps.db, caller.tenant, row.repository),
  ]);
  const lines = broken.get(row.id) ?? [];
  const page = toPage(rows, filters.limit, (one) => ({ sort, key: one.cursor_key, id: one.id }));
  return {
    test: toSummary(row, now, lines[0] ?? null),
    items: page.rows.map(toResult),
    next: page.next,
    broken: lines,
    codeOwners,
  };
}

/** On more branches than these nobody reads it. */
const MAX_BROKEN = 10;

async function findTest(db: Database, tenant: string, id: string, now: Date): Promise<TestRow> {
  const since = new Date(now.getTime() - FAILURE_DAYS * 86_400_000);
  const known = bigintOf(id);
  const { rows } =
    known === null
      ? { rows: [] }
      : await sql<TestRow>`
          SELECT t.id, t.repository, t.suite, t.name, t.file, t.first_seen, t.last_seen, t.last_outcome,
            t.duration_ms::float8 AS duration_ms, t.flakes, t.flakes_of, t.last_flake_at, t.owners, t.owned_by, ${quarantineColumns},
            (SELECT count(*)::int FROM test_result x
             WHERE x.test_id = t.id AND x.at >= ${since} AND x.rank = 0 AND NOT x.infrastructure) AS failures
          FROM test t ${joinQuarantine(now)} WHERE t.tenant = ${tenant} AND t.id = ${known}`.execute(db);
  const [row] = rows;
  if (!row) throw notFound('test');
  return row;
}

async function selectHistory(db: Database, id: string, filters: Filters, cursor: Cursor | null): Promise<ResultRow[]> {
  const after = cursor ? sql`(x.at, x.id) < (${cursor.key}::timestamptz, ${cursor.id}::bigint)` : sql`true`;
  const { rows } = await sql<ResultRow>`
    SELECT x.id, ${exactTime('x.at')} AS cursor_key, x.at, x.outcome, x.earlier_tries, x.duration_ms::float8 AS duration_ms, x.message,
      x.infrastructure, x.run_id, r.name AS run_name, r.number AS run_number, r.sha, r.branch, p.job
    FROM test_result x JOIN report p ON p.id = x.report_id LEFT JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id
    WHERE x.test_id = ${id} AND ${after} AND ${filters.branch === undefined ? sql`true` : sql`r.branch = ${filters.branch}`}
    ORDER BY x.at DESC, x.id DESC LIMIT ${filters.limit + 1}`.execute(db);
  return rows;
}

async function codeOwnersOf(db: Database, tenant: string, repository: string): Promise<TestHistory['codeOwners']> {
  const known = await db
    .selectFrom('code_owners')
    .select(['path', 'received_at'])
    .where('tenant', '=', tenant)
    .where('repository', '=', repository)
    .executeTakeFirst();
  return known ? { path: known.path, receivedAt: known.received_at.toISOString() } : null;
}
