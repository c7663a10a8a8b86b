import { TestOutcome, type RunTest, type RunTests, type TestCounts, UploadedReport } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { countKey, decodeCursor, numberId, toPage, type Cursor } from '../paging/cursor';
import { paging, text } from '../paging/parameters';
import { findRun } from '../runs/detail';
import { likePattern, wordsOf } from '../search/words';
import { joinQuarantine, quarantineColumns, toQuarantine, type QuarantineColumns } from './quarantine';
import { flakyOf, ownersOf, triesOf, type FlakeColumns, type OwnerColumns } from './rows';

const sort = 'rank';

export const RunTestFilters = z.object({
  outcome: z
    .array(z.enum([...TestOutcome.options, 'retried']))
    .max(5)
    .optional()
    .meta({ description: 'How it ended; `retried` passed after it had failed.' }),
  job: text(300).optional().meta({ description: 'As the upload named it.' }),
  q: text(200).optional().meta({ description: 'Words that suite, name or file contain; all must.' }),
  ...paging,
});
type Filters = z.output<typeof RunTestFilters>;

/** Tests of a run, what did not pass first, then what passed at a later try. */
export async function testsOfRun(deps: ApiDeps, caller: Caller, id: string, filters: Filters): Promise<RunTests> {
  const cursor = decodeCursor(filters.cursor, sort, { key: countKey, id: numberId });
  const run = await findRun(deps.db, caller.tenant, id);
  const now = deps.now();
  const [rows, reports] = await Promise.all([
    selectResults(deps.db, { tenant: caller.tenant, runId: run.id, filters, cursor, now }),
    selectReports(deps.db, caller.tenant, run.id),
  ]);
  const page = toPage(rows, filters.limit, (row) => ({ sort, key: String(row.rank), id: row.id }));
  return {
    items: page.rows.map((row) => toRunTest(row, now)),
    next: page.next,
    counts: countsOf(reports),
    reports: reports.map(toReport),
  };
}

interface Row extends FlakeColumns, OwnerColumns, QuarantineColumns {
  id: string;
  rank: number;
  test_id: string;
  suite: string;
  name: string;
  file: string | null;
  line: number | null;
  job: string;
  outcome: string;
  earlier_tries: string[] | null;
  duration_ms: number | null;
  message: string | null;
  details: string | null;
}

interface Asked {
  tenant: string;
  runId: string;
  filters: Filters;
  cursor: Cursor | null;
  now: Date;
}

async function selectResults(db: Database, { tenant, runId, filters, cursor, now }: Asked): Promise<Row[]> {
  const all: RawBuilder<boolean>[] = [sql`x.tenant = ${tenant} AND x.run_id = ${runId}`];
  if (filters.outcome) all.push(sql`(${sql.join(filters.outcome.map(ending), sql` OR `)})`);
  if (filters.job !== undefined) all.push(sql`p.job = ${filters.job}`);
  for (const word of wordsOf(filters.q ?? '')) all.push(sql`t.words LIKE ${likePattern(word)}`);
  if (cursor) all.push(sql`(x.rank, x.id) > (${cursor.key}::bigint, ${cursor.id}::bigint)`);
  const { rows } = await sql<Row>`
    SELECT x.id, x.rank, x.test_id, t.suite, t.name, t.file, x.line, p.job, x.outcome, x.earlier_tries, x.duration_ms::float8 AS duration_ms,
      x.message, x.details, t.flakes, t.flakes_of, t.last_flake_at, t.owners, t.owned_by, ${quarantineColumns}
    FROM test_result x JOIN test t ON t.id = x.test_id JOIN report p ON p.id = x.report_id ${joinQuarantine(now)}
    WHERE ${sql.join(all, sql` AND `)}
    ORDER BY x.rank, x.id LIMIT ${filters.limit + 1}`.execute(db);
  return rows;
}

/** Said by the rank too, where one says it: that is what the index begins with. */
function ending(outcome: TestOutcome | 'retried'): RawBuilder<boolean> {
  if (outcome === 'retried') return sql`x.rank = 1`;
  if (outcome === 'skipped') return sql`x.rank = 3`;
  if (outcome === 'passed') return sql`x.rank IN (1, 2)`;
  return sql`(x.rank = 0 AND x.outcome = ${outcome})`;
}

const toRunTest = (row: Row, now: Date): RunTest => ({
  id: row.id,
  testId: row.test_id,
  suite: row.suite,
  name: row.name,
  file: row.file,
  line: row.line,
  job: row.job,
  outcome: TestOutcome.parse(row.outcome),
  earlierTries: triesOf(row.earlier_tries),
  durationMs: row.duration_ms,
  message: row.message,
  details: row.details,
  flaky: flakyOf(row, now),
  quarantine: toQuarantine(row),
  ...ownersOf(row),
});

/** A build of so many uploads is looked at by its first. */
const MAX_REPORTS = 500;

const selectReports = (db: Database, tenant: string, runId: string) =>
  db
    .selectFrom('report')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('run_id', '=', runId)
    // A job may tell of each of its commands.
    .orderBy(sql`kind = 'commands'`)
    .orderBy('id')
    .limit(MAX_REPORTS)
    .execute();
type ReportRow = Awaited<ReturnType<typeof selectReports>>[number];

function countsOf(reports: readonly ReportRow[]): TestCounts {
  const sum = (column: keyof TestCounts): number => reports.reduce((total, report) => total + report[column], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    error: sum('error'),
    skipped: sum('skipped'),
    retried: sum('retried'),
  };
}

const toReport = (row: ReportRow): UploadedReport => ({
  id: row.id,
  kind: UploadedReport.shape.kind.parse(row.kind),
  format: row.format,
  name: row.name,
  job: row.job,
  receivedAt: row.received_at.toISOString(),
  infrastructure: row.infrastructure,
});
