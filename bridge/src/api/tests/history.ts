import { TestOutcome, type BrokenSince, type TestHistory } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { brokenSince } from '../../domain/tests';
import type { Database } from '../../store/database';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { decodeCursor, numberId, timeKey, toPage, type Cursor } from '../paging/cursor';
import { exactTime } from '../paging/keyset';
import { paging, text } from '../paging/parameters';
import { bigintOf } from '../validId';
import { FAILURE_DAYS } from './list';
import { runOfResult, toResult, toSummary, type ResultRow, type TestRow } from './rows';

const sort = 'at';

export const HistoryFilters = z.object({
  branch: text(300).optional().meta({ description: 'Only results of runs on this branch.' }),
  ...paging,
});
type Filters = z.output<typeof HistoryFilters>;

/** A test's results, newest first, how flaky it is, and what broke it. */
export async function testHistory(deps: ApiDeps, caller: Caller, id: string, filters: Filters): Promise<TestHistory> {
  const cursor = decodeCursor(filters.cursor, sort, { key: timeKey, id: numberId });
  const now = deps.now();
  const row = await findTest(deps.db, caller.tenant, id, new Date(now.getTime() - FAILURE_DAYS * 86_400_000));
  const [rows, broken] = await Promise.all([
    selectHistory(deps.db, row.id, filters, cursor),
    whatBroke(deps.db, row.id),
  ]);
  const page = toPage(rows, filters.limit, (one) => ({ sort, key: one.cursor_key, id: one.id }));
  return { test: toSummary(row, now), items: page.rows.map(toResult), next: page.next, broken };
}

async function findTest(db: Database, tenant: string, id: string, since: Date): Promise<TestRow> {
  const known = bigintOf(id);
  const { rows } =
    known === null
      ? { rows: [] }
      : await sql<TestRow>`
          SELECT t.id, t.repository, t.suite, t.name, t.file, t.first_seen, t.last_seen, t.last_outcome,
            t.duration_ms::float8 AS duration_ms, t.flakes, t.flakes_of, t.last_flake_at,
            (SELECT count(*)::int FROM test_result x
             WHERE x.test_id = t.id AND x.at >= ${since} AND x.rank = 0 AND NOT x.infrastructure) AS failures
          FROM test t WHERE t.tenant = ${tenant} AND t.id = ${known}`.execute(db);
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

/** What broke it is looked for among so many of its last results, and told of so many branches. */
const LOOK_BACK = 1_000;
const MAX_BROKEN = 10;

async function whatBroke(db: Database, id: string): Promise<BrokenSince[]> {
  const { rows } = await sql<Omit<ResultRow, 'cursor_key' | 'message'>>`
    SELECT x.id, x.at, x.outcome, x.earlier_tries, x.duration_ms, x.infrastructure, x.run_id, r.name AS run_name, r.number AS run_number,
      r.sha, r.branch, p.job
    FROM (SELECT * FROM test_result WHERE test_id = ${id} ORDER BY at DESC, id DESC LIMIT ${LOOK_BACK}) x
    JOIN report p ON p.id = x.report_id LEFT JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id
    ORDER BY x.at DESC, x.id DESC`.execute(db);
  return brokenSince(rows.map((row) => ({ ...row, outcome: TestOutcome.parse(row.outcome) })))
    .slice(0, MAX_BROKEN)
    .map(({ first, lastPass }) => ({
      run: runOfResult(first),
      job: first.job,
      lastPass: lastPass && runOfResult(lastPass),
    }));
}
