import { FLAKY_WINDOW_MS, flakesOf, isFailing, rankOf, type Elsewhere } from '../../domain/tests';
import { rawQuery, type Tx } from '../../store/database';
import { bulk } from '../shared/bulk';
import type { KnownCase, StoredReport } from './tests';

/** A commit is seldom run more often, and what is older says no more. */
const MAX_SIBLINGS = 20;
/** Results of a test that its score is taken of. */
const SCORE_OF = 500;

/**
 * Notes the tests that both passed and failed at the report's commit, and counts anew how flaky they and those of `known` are: each result of
 * a flaky test changes the share.
 */
export async function storeFlakes(
  tx: Tx,
  report: StoredReport,
  cases: readonly KnownCase[],
  known: readonly string[],
): Promise<void> {
  const elsewhere = await readElsewhere(tx, report, cases);
  const flakes = flakesOf(
    cases.map(({ testId, outcome, earlierTries }) => ({ testId, outcome, earlierTries: earlierTries ?? [] })),
    elsewhere,
  );
  const { run, job, at } = report;
  await bulk(
    tx,
    flakes.map(({ testId, how }) => ({
      tenant: run.tenant,
      test_id: testId,
      sha: run.sha ?? run.id,
      job,
      run_id: run.id,
      how,
      at,
    })),
    'tenant text, test_id bigint, sha text, job text, run_id text, how text, at timestamptz',
    (x) => `
      INSERT INTO test_flake (tenant, test_id, sha, job, run_id, how, at)
      SELECT tenant, test_id, sha, job, run_id, how, at FROM ${x} ON CONFLICT (test_id, sha, job) DO NOTHING`,
  );
  await countFlakes(tx, [...new Set([...known, ...flakes.map(({ testId }) => testId)])], at);
}

/** How the same job ended at the same commit, in other uploads: what failed there, and of the tests that fail here what passed there. */
async function readElsewhere(tx: Tx, { id, run, job }: StoredReport, cases: readonly KnownCase[]): Promise<Elsewhere> {
  const siblings =
    run.sha === null
      ? []
      : await rawQuery<{ id: string; run_id: string }>(
          tx,
          `SELECT p.id, p.run_id FROM run r JOIN report p ON p.tenant = r.tenant AND p.run_id = r.id
           WHERE r.tenant = $1 AND r.sha = $2 AND r.repository = $3 AND p.job = $4 AND p.kind = 'tests' AND NOT p.infrastructure AND p.id <> $5
           ORDER BY p.id DESC LIMIT $6`,
          [run.tenant, run.sha, run.repository, job, id, MAX_SIBLINGS],
        );
  if (siblings.length === 0) return { passed: new Set(), failed: new Set() };
  const ids = (rows: readonly { test_id: string }[]) => new Set(rows.map(({ test_id }) => test_id));
  const where = [run.tenant, [...new Set(siblings.map(({ run_id }) => run_id))], siblings.map((one) => one.id)];
  const select =
    'SELECT DISTINCT test_id FROM test_result WHERE tenant = $1 AND run_id = ANY($2) AND report_id = ANY($3)';
  const failing = cases.filter(({ outcome }) => isFailing(outcome)).map(({ testId }) => testId);
  const failed = await rawQuery<{ test_id: string }>(tx, `${select} AND rank = ${rankOf('failed')}`, where);
  const passed =
    failing.length === 0
      ? []
      : await rawQuery<{ test_id: string }>(tx, `${select} AND rank IN (1, 2) AND test_id = ANY($4::bigint[])`, [
          ...where,
          failing,
        ]);
  return { passed: ids(passed), failed: ids(failed) };
}

/** Flakes of the window that ends with this result, and the commits that the test ran at in it. */
async function countFlakes(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const since = new Date(at.getTime() - FLAKY_WINDOW_MS);
  await rawQuery(
    tx,
    `UPDATE test t SET flakes = f.flakes, flakes_of = s.commits, last_flake_at = f.last_at
     FROM unnest($1::bigint[]) AS k(id)
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS flakes, max(at) AS last_at FROM test_flake WHERE test_id = k.id AND at > $2
     ) f
     CROSS JOIN LATERAL (
       SELECT count(DISTINCT (coalesce(r.sha, x.run_id), p.job))::int AS commits
       FROM (SELECT tenant, run_id, report_id FROM test_result
             WHERE test_id = k.id AND at > $2 AND rank < 3 AND NOT infrastructure ORDER BY at DESC, id DESC LIMIT $3) x
       JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id
       JOIN report p ON p.id = x.report_id
     ) s
     WHERE t.id = k.id`,
    [ids, since, SCORE_OF],
  );
}
