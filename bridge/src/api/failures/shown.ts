import { sql } from 'kysely';
import { type Complaint, type FailedTest, isSignKind, type LogSign } from '../../domain/failureCause';
import { flakiness } from '../../domain/tests';
import type { Database } from '../../store/database';
import type { TryRow } from './tries';

/** Of what a try's log and reports show, so much is looked at. */
const MOST_COMPLAINTS = 15;
const MOST_TESTS = 50;

const listed = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null);

const add = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
};

/** Signs of trouble by log, in order of their lines. */
export async function signsOf(db: Database, tries: readonly TryRow[]): Promise<Map<string, LogSign[]>> {
  const lines = new Map(tries.map((row) => [row.log_id, row.log_lines ?? 0]));
  const { rows } = await sql<{ log_id: string; line: number; kind: string; text: string }>`
    SELECT log_id, line, kind, text FROM log_sign WHERE log_id = ANY(${listed([...lines.keys()])}::bigint[]) ORDER BY log_id, line`.execute(
    db,
  );
  const found = new Map<string, LogSign[]>();
  for (const { log_id: logId, line, kind, text } of rows)
    if (isSignKind(kind)) add(found, logId, { logId, line, kind, text, fromEnd: (lines.get(logId) ?? line) - line });
  return found;
}

interface ComplaintRow {
  log_id: string;
  line: number;
  tool: string;
  file: string | null;
  row_number: number | null;
  code: string | null;
  message: string;
}

/** The first errors of each log. */
export async function complaintsOf(db: Database, tries: readonly TryRow[]): Promise<Map<string, Complaint[]>> {
  const logs = [...new Set(listed(tries.map((row) => row.log_id)))];
  const { rows } = await sql<ComplaintRow>`
    SELECT a.* FROM unnest(${logs}::bigint[]) AS l(id)
    CROSS JOIN LATERAL (
      SELECT log_id, line, tool, file, row_number, code, message FROM log_annotation
      WHERE log_id = l.id AND level = 'error' ORDER BY n LIMIT ${MOST_COMPLAINTS}) a`.execute(db);
  const found = new Map<string, Complaint[]>();
  for (const { log_id: logId, row_number: row, ...rest } of rows) add(found, logId, { logId, row, ...rest });
  return found;
}

interface TestRow {
  place: number;
  test_id: string;
  suite: string;
  name: string;
  infrastructure: boolean;
  flaked_here: boolean;
  flakes: number;
  flakes_of: number;
  last_flake_at: Date | null;
}

export interface FailedTests {
  tests: FailedTest[];
  cut: boolean;
}

/** The tests that failed in each try, by its place. An upload that names no job is of the only job that failed. */
export async function failedTestsOf(
  db: Database,
  tenant: string,
  tries: readonly TryRow[],
  now: Date,
): Promise<Map<number, FailedTests>> {
  const keys = JSON.stringify(
    tries.map((row, place) => ({
      place,
      run_id: row.run_id,
      sha: row.sha,
      jobs: row.job === null ? null : listed([row.job, row.provider_job_id, row.jobs_failed === 1 ? '' : null]),
    })),
  );
  const { rows } = await sql<TestRow>`
    SELECT k.place, x.test_id, t.suite, t.name, x.infrastructure, t.flakes, t.flakes_of, t.last_flake_at,
      EXISTS (SELECT FROM test_flake f WHERE f.test_id = x.test_id AND f.sha = k.sha) AS flaked_here
    FROM jsonb_to_recordset(${keys}::jsonb) AS k(place int, run_id text, sha text, jobs text[])
    CROSS JOIN LATERAL (
      SELECT x.test_id, x.infrastructure, x.id FROM test_result x JOIN report p ON p.id = x.report_id
      WHERE x.tenant = ${tenant} AND x.run_id = k.run_id AND x.rank = 0 AND (k.jobs IS NULL OR p.job = ANY(k.jobs))
      ORDER BY x.id LIMIT ${MOST_TESTS + 1}) x
    JOIN test t ON t.id = x.test_id
    ORDER BY k.place, x.id`.execute(db);
  const found = new Map<number, FailedTests>();
  for (const row of rows) {
    const known = found.get(row.place) ?? { tests: [], cut: false };
    found.set(row.place, known);
    if (known.tests.length === MOST_TESTS) known.cut = true;
    else known.tests.push(toTest(row, now));
  }
  return found;
}

const toTest = (row: TestRow, now: Date): FailedTest => ({
  testId: row.test_id,
  name: row.suite === '' ? row.name : `${row.suite} › ${row.name}`,
  flaky:
    row.flaked_here ||
    flakiness({ flakes: row.flakes, of: row.flakes_of, lastAt: row.last_flake_at }, now).state === 'flaky',
  infrastructure: row.infrastructure,
});
