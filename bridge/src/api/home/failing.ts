import { TestOutcome, type FailingBranch, type FailingTest, type Run } from '@summit/contracts';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { isNamed, MOST, type Person } from './person';

export interface FailingRow {
  run_id: string;
  since: FailingBranch['since'];
}

interface Row {
  run_id: string;
  since_id: string | null;
  since_number: string | null;
  since_at: Date | null;
  since_mine: boolean | null;
}

/**
 * Pipelines on branches where the person started runs, whose last run that ended failed and was theirs, or which have failed since a run of theirs. Cancelled
 * and skipped runs say nothing. Each branch is looked up backwards from now, so that the length of its history does not count.
 */
export async function failingBranches(db: Database, person: Person): Promise<FailingRow[]> {
  const { rows } = await sql<Row>`
    WITH mine AS (
      SELECT repository, name, branch, max(queued_at) AS last_at FROM run
      WHERE tenant = ${person.tenant} AND ${isNamed(sql.ref('actor'), person)} AND queued_at >= ${person.since} AND branch IS NOT NULL
      GROUP BY 1, 2, 3)
    SELECT l.id AS run_id, f.id AS since_id, f.number AS since_number, f.queued_at AS since_at, f.mine AS since_mine
    FROM mine m
    CROSS JOIN LATERAL (
      SELECT r.id, r.display_status, ${isNamed(sql.ref('r.actor'), person)} AS mine FROM run r
      WHERE r.tenant = ${person.tenant} AND r.repository = m.repository AND r.name = m.name AND r.branch = m.branch
        AND r.display_status IN ('success', 'failed', 'timed_out')
      ORDER BY r.queued_at DESC, r.attempt DESC LIMIT 1) l
    LEFT JOIN LATERAL (
      SELECT r.queued_at AS at FROM run r
      WHERE r.tenant = ${person.tenant} AND r.repository = m.repository AND r.name = m.name AND r.branch = m.branch
        AND r.display_status = 'success'
      ORDER BY r.queued_at DESC LIMIT 1) green ON true
    LEFT JOIN LATERAL (
      SELECT r.id, r.number, r.queued_at, coalesce(${isNamed(sql.ref('r.actor'), person)}, false) AS mine FROM run r
      WHERE r.tenant = ${person.tenant} AND r.repository = m.repository AND r.name = m.name AND r.branch = m.branch
        AND r.display_status IN ('failed', 'timed_out') AND r.queued_at > green.at
      ORDER BY r.queued_at, r.attempt LIMIT 1) f ON true
    WHERE l.display_status <> 'success' AND (l.mine OR f.mine)
    ORDER BY m.last_at DESC LIMIT ${MOST}`.execute(db);
  return rows.map((row) => ({
    run_id: row.run_id,
    since:
      row.since_id === null || row.since_at === null
        ? null
        : {
            id: row.since_id,
            number: Number(row.since_number),
            at: row.since_at.toISOString(),
            mine: row.since_mine === true,
          },
  }));
}

/** Tests that do not pass in these runs, those of the latest run first; runs whose machine is to blame say nothing of tests. */
export async function failingTests(db: Database, tenant: string, runs: readonly Run[]): Promise<FailingTest[]> {
  if (runs.length === 0) return [];
  const { rows } = await sql<Omit<FailingTest, 'outcome'> & { outcome: string }>`
    SELECT x.test_id AS "testId", t.suite, t.name, x.outcome, left(x.message, 300) AS message, x.run_id AS "runId"
    FROM test_result x JOIN test t ON t.id = x.test_id
    WHERE x.tenant = ${tenant} AND x.run_id = ANY(${runs.map(({ id }) => id)}::text[]) AND x.rank = 0 AND NOT x.infrastructure
    ORDER BY x.at DESC, x.id LIMIT ${MOST}`.execute(db);
  return rows.map((row) => ({ ...row, outcome: TestOutcome.parse(row.outcome) }));
}
