import type { TestOutcome } from '@summit/contracts';
import fc from 'fast-check';
import { addRun, append, digestOptions, drain, tests } from '../../digest/reports/testing/builds';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { brokenTests } from './broken';

jest.setTimeout(60_000);

const database = withTestDatabase();
const start = Date.now() - 40 * 3_600_000;
const state = { n: 0 };

interface Past {
  branch: string;
  job: string;
  outcome: TestOutcome;
}

/** One run each, oldest first, uploaded in the order given; returns what broke the test on all branches. */
async function after(
  history: readonly Past[],
  order = history.map((_, n) => n),
  where: { branch?: string | null } = { branch: null },
) {
  const tenant = `t${state.n++}`;
  const db = database.db();
  await db
    .insertInto('repository')
    .values({
      tenant,
      provider: 'github',
      full_name: 'demo/shop',
      url: 'https://github.com/demo/shop',
      default_branch: 'main',
    })
    .execute();
  for (const [n, { branch }] of history.entries())
    await addRun(db, { tenant, id: `r${n}`, branch, sha: String(n % 10).repeat(40), at: new Date(start + n * 60_000) });
  for (const n of order) {
    const past = history[n];
    if (!past) throw new Error('no such run');
    const { job, outcome } = past;
    await append(database.url(), [{ tenant, run: `r${n}`, job, report: tests({ name: 'a', outcome, durationMs: n }) }]);
  }
  await drain(digestOptions(db));
  const ids = await rawQuery<{ id: string }>(db, 'SELECT id FROM test WHERE tenant = $1', [tenant]);
  const [id = '0'] = ids.map((row) => row.id);
  const found = await brokenTests(db, tenant, [id], { ...where, most: 100 });
  return { tenant, id, broken: found.get(id) ?? [] };
}

/** The same by going through it: of each branch and job, the first failure after the last pass. */
function expected(history: readonly Past[]): string[] {
  const lines = new Map<string, { first: number | null; pass: number | null }>();
  for (const [n, { branch, job, outcome }] of history.entries()) {
    const key = `${branch} ${job}`;
    const line = lines.get(key) ?? { first: null, pass: null };
    if (outcome === 'passed') lines.set(key, { first: null, pass: n });
    else if (outcome !== 'skipped') lines.set(key, { first: line.first ?? n, pass: line.pass });
  }
  return [...lines]
    .flatMap(([key, { first, pass }]) =>
      first === null ? [] : [`${key}: r${first} after ${pass === null ? 'none' : `r${pass}`}`],
    )
    .sort();
}

const said = (broken: Awaited<ReturnType<typeof after>>['broken']): string[] =>
  broken.map(({ run, job, lastPass }) => `${run.branch} ${job}: ${run.id} after ${lastPass?.id ?? 'none'}`).sort();

const main = (...outcomes: TestOutcome[]): Past[] =>
  outcomes.map((outcome) => ({ branch: 'main', job: 'unit', outcome }));

test('is the first run that failed after the last that passed, with both commits', async () => {
  const { broken } = await after(main('passed', 'failed', 'passed', 'failed', 'error', 'skipped'));
  expect(broken).toMatchObject([
    {
      run: { id: 'r3', commit: '3'.repeat(40), branch: 'main' },
      job: 'unit',
      lastPass: { id: 'r2', commit: '2'.repeat(40) },
      compareUrl: `https://github.com/demo/shop/compare/${'2'.repeat(40)}...${'3'.repeat(40)}`,
    },
  ]);
});

test('is not known where no pass came before: it was first seen failing', async () => {
  const { broken } = await after(main('skipped', 'failed', 'failed'));
  expect(broken).toMatchObject([{ run: { id: 'r1' }, lastPass: null, compareUrl: null }]);
});

test('is looked for on the default branch unless another is asked for', async () => {
  const history: Past[] = [
    { branch: 'main', job: 'unit', outcome: 'passed' },
    { branch: 'feature', job: 'unit', outcome: 'failed' },
  ];
  expect((await after(history, undefined, {})).broken).toEqual([]);
  expect(said((await after(history, undefined, { branch: 'feature' })).broken)).toEqual([
    'feature unit: r1 after none',
  ]);
});

test('is the same in whatever order the reports came', async () => {
  const history = fc.array(
    fc.record({
      branch: fc.constantFrom('main', 'feature'),
      job: fc.constantFrom('unit', 'mac'),
      outcome: fc.constantFrom<TestOutcome>('passed', 'failed', 'error', 'skipped'),
    }),
    { minLength: 1, maxLength: 9 },
  );
  await fc.assert(
    fc.asyncProperty(
      history.chain((past) =>
        fc.tuple(
          fc.constant(past),
          fc.shuffledSubarray(
            past.map((_, n) => n),
            { minLength: past.length },
          ),
        ),
      ),
      async ([past, order]) => {
        expect(said((await after(past, order)).broken)).toEqual(expected(past));
      },
    ),
    { numRuns: 15 },
  );
});

test('follows a run whose branch is learned after its report', async () => {
  const { tenant, id } = await after(main('passed', 'failed'));
  await rawQuery(database.db(), `UPDATE run SET branch = 'release' WHERE tenant = $1 AND id = 'r1'`, [tenant]);
  const found = await brokenTests(database.db(), tenant, [id], { branch: null, most: 10 });
  expect(said(found.get(id) ?? [])).toEqual(['release unit: r1 after none']);
});

test('of another tenant is not told', async () => {
  const { id } = await after(main('failed'));
  expect(await brokenTests(database.db(), 'elsewhere', [id], { branch: null, most: 10 })).toEqual(new Map());
});

test('is found by steps into indices, however long the history is', async () => {
  const { tenant, id } = await after(main('passed', 'failed'));
  // Enough results that a plan which reads them all would cost more than one that does not.
  await rawQuery(
    database.db(),
    `INSERT INTO test_result (tenant, run_id, rank, test_id, report_id, line_id, at, outcome, infrastructure)
     SELECT x.tenant, 'gone-' || n, CASE WHEN n % 2 = 0 THEN 0 ELSE 2 END, x.test_id, x.report_id, x.line_id, x.at - make_interval(secs => n),
       CASE WHEN n % 2 = 0 THEN 'failed' ELSE 'passed' END, false
     FROM (SELECT * FROM test_result WHERE tenant = $1 AND rank = 2 LIMIT 1) x, generate_series(1, 30000) n`,
    [tenant],
  );
  await rawQuery(database.db(), 'ANALYZE test_result', []);
  await rawQuery(database.db(), 'SELECT pg_stat_force_next_flush()', []);
  const read = async (): Promise<number> => {
    const [row] = await rawQuery<{ n: string }>(
      database.db(),
      `SELECT sum(idx_tup_read)::bigint AS n FROM pg_stat_user_indexes WHERE indexrelname IN ('test_result_fails', 'test_result_passes')`,
      [],
    );
    return Number(row?.n ?? 0);
  };
  const before = await read();
  const found = await brokenTests(database.db(), tenant, [id], { branch: null, most: 10 });
  await rawQuery(database.db(), 'SELECT pg_stat_force_next_flush()', []);
  expect(said(found.get(id) ?? [])).toEqual(['main unit: r1 after r0']);
  expect((await read()) - before).toBeLessThan(100);
});
