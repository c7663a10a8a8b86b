import { Client } from 'pg';
import { sql } from 'kysely';
import { rawQuery } from '../../store/database';
import { keepHouse } from '../../store/retention';
import { withTestDatabase } from '../../testing/database';
import { run as runDelivery } from '../ci/testing/story';
import { listDeadLetters, replayDeadLetter } from '../deadLetters';
import { addRun, append, coverage, digestOptions, drain, tests, type NewUpload } from './testing/builds';
import { WAIT_MS } from '.';

const database = withTestDatabase();
const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const state = { tenant: '', n: 0 };
beforeEach(async () => {
  await sql`TRUNCATE inbox, inbox_claim, dead_letter`.execute(database.db());
  state.tenant = `t${state.n++}`;
});

const add = (id: string, given: Partial<Parameters<typeof addRun>[1]> = {}) =>
  addRun(database.db(), { tenant: state.tenant, id, at: hoursAgo(2), ...given });

async function upload(...uploads: Omit<NewUpload, 'tenant'>[]): Promise<void> {
  for (const one of uploads) await append(database.url(), [{ tenant: state.tenant, ...one }]);
  await drain(digestOptions(database.db()));
}

const results = () =>
  rawQuery<{ run: string; name: string; rank: number; outcome: string; message: string | null }>(
    database.db(),
    `SELECT x.run_id AS run, t.name, x.rank, x.outcome, x.message FROM test_result x JOIN test t ON t.id = x.test_id
     WHERE x.tenant = $1 ORDER BY x.run_id, x.rank, x.id`,
    [state.tenant],
  );
const testRows = () =>
  database.db().selectFrom('test').selectAll().where('tenant', '=', state.tenant).orderBy('name').execute();
const ledger = async (): Promise<Record<string, number>> => {
  const rows = await rawQuery<{ key: string; quantity: number }>(
    database.db(),
    `SELECT concat_ws(' ', unit, nullif(category, ''), state) AS key, quantity::int FROM ledger WHERE tenant = $1 AND source = 'report'`,
    [state.tenant],
  );
  return Object.fromEntries(rows.map(({ key, quantity }) => [key, quantity]));
};
const waiting = async (): Promise<number> =>
  (await rawQuery<{ n: number }>(database.db(), 'SELECT count(*)::int AS n FROM inbox', []))[0]?.n ?? -1;

describe('a report of tests', () => {
  test('is stored with its tests, its counts and the message of what failed', async () => {
    await add('r1');
    await upload({
      run: 'r1',
      job: 'unit',
      name: 'unit tests',
      report: tests(
        { name: 'adds up', durationMs: 12 },
        {
          name: 'rounds',
          outcome: 'failed',
          message: 'expected 3',
          details: 'at totals.ts:42',
          file: 'totals.test.ts',
        },
        { name: 'taxes', earlierTries: ['failed'], message: 'timeout' },
        { name: 'ships', outcome: 'skipped' },
        { name: 'sells', outcome: 'error' },
      ),
    });
    expect(await results()).toEqual([
      { run: 'r1', name: 'rounds', rank: 0, outcome: 'failed', message: 'expected 3' },
      { run: 'r1', name: 'sells', rank: 0, outcome: 'error', message: null },
      { run: 'r1', name: 'taxes', rank: 1, outcome: 'passed', message: 'timeout' },
      { run: 'r1', name: 'adds up', rank: 2, outcome: 'passed', message: null },
      { run: 'r1', name: 'ships', rank: 3, outcome: 'skipped', message: null },
    ]);
    const [report] = await database.db().selectFrom('report').selectAll().where('tenant', '=', state.tenant).execute();
    expect(report).toMatchObject({
      job: 'unit',
      name: 'unit tests',
      passed: 2,
      failed: 1,
      error: 1,
      skipped: 1,
      retried: 1,
      infrastructure: false,
    });
    const [first] = await testRows();
    expect(first).toMatchObject({ repository: 'demo/shop', last_outcome: 'passed', duration_ms: 12 });
    expect(first?.first_seen).toEqual(hoursAgo(2));
  });

  test('counts once, however often it comes', async () => {
    await add('r1');
    const report = tests({ name: 'a' }, { name: 'b', outcome: 'failed' });
    await upload({ run: 'r1', report }, { run: 'r1', report, name: 'again' });
    await upload({ run: 'r1', report });
    expect(await results()).toHaveLength(2);
    expect(await ledger()).toEqual({
      'delivery received': 3,
      'delivery stored': 3,
      'item report received': 3,
      'item report stored': 1,
      'item report deduplicated': 2,
      'item test_result received': 2,
      'item test_result stored': 2,
    });
  });

  test('counts again from another job and for another attempt', async () => {
    await add('r1');
    await add('r2');
    const report = tests({ name: 'a' });
    await upload({ run: 'r1', report, job: 'linux' }, { run: 'r1', report, job: 'mac' }, { run: 'r2', report });
    expect(await results()).toHaveLength(3);
    expect(await testRows()).toHaveLength(1);
  });

  test('tells whoever follows its run', async () => {
    await add('r1');
    await upload({ run: 'r1', report: tests({}) });
    const changes = await database
      .db()
      .selectFrom('change_feed')
      .selectAll()
      .where('tenant', '=', state.tenant)
      .execute();
    expect(changes).toMatchObject([{ kind: 'run', entity_id: 'r1' }]);
  });

  test('keeps tests of two repositories apart, whatever they are called', async () => {
    await add('r1');
    await add('r2', { repository: 'demo/api' });
    await upload(
      { run: 'r1', report: tests({ name: 'a' }) },
      { run: 'r2', report: tests({ name: 'a', durationMs: 1 }) },
    );
    expect((await testRows()).map(({ repository }) => repository).sort()).toEqual(['demo/api', 'demo/shop']);
  });

  test('may have names longer than an index takes, and texts that the database does not', async () => {
    await add('r1');
    const long = 'x'.repeat(20_000);
    await upload({
      run: 'r1',
      report: tests(
        { name: `${long}1`, suite: long },
        { name: `${long}2`, suite: long },
        {
          name: 'nul \u0000 and half \ud800',
          outcome: 'failed',
          message: '\ud800\u0000m',
          details: '💥'.repeat(20_000),
        },
      ),
    });
    const stored = await testRows();
    expect(stored).toHaveLength(3);
    expect(Math.max(...stored.map(({ name }) => name.length))).toBe(4_000);
    const [failed] = await database
      .db()
      .selectFrom('test_result')
      .selectAll()
      .where('tenant', '=', state.tenant)
      .where('rank', '=', 0)
      .execute();
    expect(failed?.message).toBe('\ufffdm');
    expect(failed?.details).toMatch(/^(💥)+…$/u);
  });

  test('with two results of one name keeps both, as one test', async () => {
    await add('r1');
    await upload({ run: 'r1', report: tests({ name: 'a', outcome: 'failed' }, { name: 'a' }) });
    expect(await results()).toHaveLength(2);
    expect(await testRows()).toMatchObject([{ last_outcome: 'failed', flakes: 0 }]);
  });

  test('of a run whose clock is years ahead does not keep the last word', async () => {
    await add('ahead', { at: hoursAgo(-24 * 365 * 5), sha: 'c'.repeat(40) });
    await upload({ run: 'ahead', report: tests({ name: 'a', earlierTries: ['failed'] }) });
    await add('next', { at: new Date() });
    await upload({ run: 'next', report: tests({ name: 'a', outcome: 'failed' }) });
    const [test] = await testRows();
    expect(test).toMatchObject({ last_outcome: 'failed', flakes: 1, flakes_of: 2 });
    expect(Number(test?.last_seen)).toBeLessThanOrEqual(Date.now());
    expect(Number(test?.last_flake_at)).toBeLessThanOrEqual(Date.now());
  });

  test('that comes late does not say how the test ended last', async () => {
    await add('old', { at: hoursAgo(9) });
    await add('new', { at: hoursAgo(1) });
    await upload({ run: 'new', report: tests({ name: 'a' }) });
    await upload({ run: 'old', report: tests({ name: 'a', outcome: 'failed' }) });
    expect(await testRows()).toMatchObject([
      { last_outcome: 'passed', first_seen: hoursAgo(9), last_seen: hoursAgo(1) },
    ]);
  });
});

describe('flakes', () => {
  const flaky = async () => (await testRows()).map(({ name, flakes, flakes_of }) => [name, flakes, flakes_of]);
  const b = 'b'.repeat(40);

  test('a test that passed at its second try, of the commits it ran at', async () => {
    await add('r1', { at: hoursAgo(3) });
    await add('r2', { at: hoursAgo(2), sha: b });
    await upload(
      { run: 'r1', report: tests({ name: 'a', earlierTries: ['failed'] }, { name: 'steady' }) },
      { run: 'r2', report: tests({ name: 'a' }, { name: 'steady' }) },
    );
    expect(await flaky()).toEqual([
      ['a', 1, 2],
      ['steady', 0, 0],
    ]);
  });

  test.each([
    ['failed, then passed', 'failed', 'passed'],
    ['passed, then failed', 'passed', 'failed'],
  ] as const)('a test that %s at one commit', async (_, first, second) => {
    await add('r1', { at: hoursAgo(3) });
    await add('r2', { at: hoursAgo(2) });
    await upload(
      { run: 'r1', report: tests({ name: 'a', outcome: first }) },
      { run: 'r2', report: tests({ name: 'a', outcome: second }) },
    );
    expect(await flaky()).toEqual([['a', 1, 1]]);
    expect(
      await database
        .db()
        .selectFrom('test_flake')
        .select(['how', 'run_id'])
        .where('tenant', '=', state.tenant)
        .execute(),
    ).toEqual([{ how: 'rerun', run_id: 'r2' }]);
  });

  test.each([
    ['at another commit', { sha: b }, {}],
    ['in another job', {}, { job: 'mac' }],
    ['in another repository', { repository: 'demo/api' }, {}],
    ['where no commit is known', { sha: null }, {}],
  ])('not what ended otherwise %s', async (_, second, sent) => {
    await add('r1', { at: hoursAgo(3), ...('sha' in second && second.sha === null ? second : {}) });
    await add('r2', second);
    await upload(
      { run: 'r1', report: tests({ name: 'a', outcome: 'failed' }) },
      { run: 'r2', report: tests({ name: 'a' }), ...sent },
    );
    expect((await flaky()).every(([, flakes]) => flakes === 0)).toBe(true);
  });

  test('not what failed with nearly everything else: that was the machine', async () => {
    await add('r1', { at: hoursAgo(3) });
    await add('r2', { at: hoursAgo(2) });
    const all = (outcome: 'failed' | 'passed') =>
      tests(
        ...Array.from({ length: 12 }, (_, n) => ({ name: `t${n}`, outcome: n === 0 ? ('passed' as const) : outcome })),
      );
    await upload({ run: 'r1', report: all('failed') }, { run: 'r2', report: all('passed') });
    expect((await flaky()).every(([, flakes]) => flakes === 0)).toBe(true);
    expect(
      await rawQuery(
        database.db(),
        'SELECT DISTINCT infrastructure FROM test_result WHERE tenant = $1 AND run_id = $2',
        [state.tenant, 'r1'],
      ),
    ).toEqual([{ infrastructure: true }]);
  });

  test('of one commit are one, however often it is run', async () => {
    for (const n of [1, 2, 3, 4]) {
      await add(`r${n}`, { at: hoursAgo(9 - n) });
      await upload({ run: `r${n}`, report: tests({ name: 'a', outcome: n % 2 ? 'failed' : 'passed', durationMs: n }) });
    }
    expect(await flaky()).toEqual([['a', 1, 1]]);
  });

  test('fade from the score as they leave the window', async () => {
    const days = (n: number) => hoursAgo(n * 24);
    await add('r1', { at: days(50) });
    await add('r2', { at: days(5), sha: b });
    await upload({ run: 'r1', report: tests({ name: 'a', earlierTries: ['failed'] }) });
    expect(await flaky()).toEqual([['a', 1, 1]]);
    await upload({ run: 'r2', report: tests({ name: 'a' }) });
    expect(await flaky()).toEqual([['a', 0, 1]]);
  });
});

describe('a report of coverage', () => {
  const lines = (covered: number, total: number) => ({ covered, total });
  test('is kept by file; of several, the most that was covered', async () => {
    await add('r1');
    await upload(
      { run: 'r1', report: coverage({ path: 'a.ts', lines: lines(3, 10) }, { path: 'b.ts', lines: lines(1, 1) }) },
      { run: 'r1', report: coverage({ path: 'a.ts', lines: lines(7, 10), branches: lines(1, 2) }) },
      { run: 'r1', report: coverage({ path: 'a.ts', lines: lines(5, 10) }) },
    );
    const files = await database
      .db()
      .selectFrom('coverage_file')
      .select(['path', 'lines_covered', 'lines_total', 'branches_covered', 'functions_total'])
      .where('tenant', '=', state.tenant)
      .orderBy('path')
      .execute();
    expect(files).toEqual([
      { path: 'a.ts', lines_covered: 7, lines_total: 10, branches_covered: 1, functions_total: null },
      { path: 'b.ts', lines_covered: 1, lines_total: 1, branches_covered: null, functions_total: null },
    ]);
    expect(await ledger()).toMatchObject({ 'item coverage_file received': 4, 'item coverage_file stored': 4 });
  });
});

describe('what is no report', () => {
  test('goes to the dead letters with the reason, and its neighbours are stored', async () => {
    await add('r1');
    await append(database.url(), [
      { tenant: state.tenant, run: 'r1', report: tests({ name: 'a' }) },
      { tenant: state.tenant, run: 'r1', report: '{"kind":"poem"}' },
      { tenant: state.tenant, run: 'r1', report: tests({ name: 'b' }) },
    ]);
    await drain(digestOptions(database.db()));
    expect((await results()).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(await listDeadLetters(database.db(), 10)).toMatchObject([
      { source: 'report', reason: 'This is no report.', attempts: 1 },
    ]);
    expect(await waiting()).toBe(0);
  });
});

describe('a report that comes before its run', () => {
  const runId = 'github-77-1';
  const delivery = () => ({ tenant: state.tenant, ...runDelivery(77, 1, 'in_progress', '2026-01-31T09:05:00Z') });

  test('waits, is no backlog, and is stored when the run comes', async () => {
    await upload({ run: runId, report: tests({ name: 'a' }) });
    expect(await results()).toEqual([]);
    expect(await waiting()).toBe(1);
    expect(await ledger()).toEqual({ 'delivery received': 1 });
    await append(database.url(), [], [delivery()]);
    await drain(digestOptions(database.db()));
    expect(await results()).toMatchObject([{ run: runId, name: 'a' }]);
    expect(await waiting()).toBe(0);
    expect(await ledger()).toMatchObject({ 'delivery received': 1, 'delivery stored': 1 });
  });

  test('is stored at once where the run comes in the same batch', async () => {
    await append(database.url(), [{ tenant: state.tenant, run: runId, report: tests({ name: 'a' }) }], [delivery()]);
    await drain(digestOptions(database.db()));
    expect(await results()).toHaveLength(1);
    expect(await waiting()).toBe(0);
  });

  test('is not woken by the run of another tenant', async () => {
    await upload({ run: runId, report: tests({ name: 'a' }) });
    await append(database.url(), [], [{ ...delivery(), tenant: `${state.tenant}-other` }]);
    await drain(digestOptions(database.db()));
    expect(await waiting()).toBe(1);
  });

  test('goes to the dead letters after a day, and can be replayed when the run is there', async () => {
    await upload({ run: runId, report: tests({ name: 'a' }) });
    const later = () => new Date(Date.now() + WAIT_MS + 1_000);
    await sql`UPDATE inbox SET not_before = now()`.execute(database.db());
    await drain(digestOptions(database.db(), { now: later }));
    const [letter] = await listDeadLetters(database.db(), 10);
    expect(letter?.reason).toMatch(/^No run github-77-1 was reported within a day/);
    await add(runId);
    await database
      .db()
      .transaction()
      .execute((tx) => replayDeadLetter(tx, state.tenant, letter?.id ?? ''));
    await drain(digestOptions(database.db(), { now: later }));
    expect(await results()).toHaveLength(1);
    expect(await ledger()).toMatchObject({ 'delivery received': 1, 'delivery stored': 1, 'delivery dead_lettered': 0 });
  });

  test('is stored when it is sent again after it became a dead letter', async () => {
    const report = tests({ name: 'a' });
    await upload({ run: runId, report });
    await sql`UPDATE inbox SET not_before = now()`.execute(database.db());
    await drain(digestOptions(database.db(), { now: () => new Date(Date.now() + WAIT_MS + 1_000) }));
    expect(await listDeadLetters(database.db(), 10)).toHaveLength(1);
    await upload({ run: runId, report }, { run: runId, report });
    await append(database.url(), [], [delivery()]);
    await drain(digestOptions(database.db()));
    expect(await results()).toHaveLength(1);
    expect(await waiting()).toBe(0);
    expect(await ledger()).toMatchObject({ 'item report stored': 1, 'item report deduplicated': 1 });
  });

  test('is not missed when the run comes in the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const id = 100 + round;
      const [report, run] = [
        { tenant: state.tenant, run: `github-${id}-1`, report: tests({ name: 'a' }) },
        { tenant: state.tenant, ...runDelivery(id, 1, 'in_progress', '2026-01-31T09:05:00Z') },
      ];
      await append(database.url(), [report]);
      await append(database.url(), [], [run]);
      const one = (worker: string) => drain(digestOptions(database.db(), { worker, batchRows: 1 }));
      await Promise.all([one('first'), one('second')]);
      await drain(digestOptions(database.db()));
      expect(await waiting()).toBe(0);
    }
    expect(await results()).toHaveLength(10);
  }, 30_000);
});

test('a transaction that was cut leaves nothing, and the report is stored once by the next', async () => {
  await add('r1');
  await append(database.url(), [{ tenant: state.tenant, run: 'r1', report: tests({ name: 'a' }, { name: 'b' }) }]);
  const killer = new Client({ connectionString: database.url() });
  await killer.connect();
  // The server ends the connection between the first row and the last.
  await killer.query(`
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
    CREATE TRIGGER die BEFORE INSERT ON test_result FOR EACH ROW EXECUTE FUNCTION die();`);
  await expect(drain(digestOptions(database.db()))).rejects.toThrow();
  expect([await testRows(), await ledger(), await waiting()]).toEqual([[], { 'delivery received': 1 }, 1]);
  await killer.query('DROP FUNCTION die() CASCADE');
  await killer.end();
  await sql`DELETE FROM inbox_claim`.execute(database.db());
  await drain(digestOptions(database.db()));
  expect(await results()).toHaveLength(2);
  expect(await ledger()).toMatchObject({ 'delivery stored': 1, 'item test_result stored': 2 });
});

test('a batch of many results is stored in several transactions', async () => {
  await add('r1');
  const report = (n: number) => tests(...Array.from({ length: 10 }, (_, i) => ({ name: `t${i}`, durationMs: n })));
  await append(
    database.url(),
    [1, 2, 3].map((n) => ({ tenant: state.tenant, run: 'r1', report: report(n) })),
  );
  const batches: number[] = [];
  await drain(digestOptions(database.db(), { maxResults: 15, onBatch: (rows) => void batches.push(rows) }));
  expect(batches).toEqual([3, 1]);
  expect(await results()).toHaveLength(30);
  expect(await ledger()).toMatchObject({ 'delivery received': 3, 'delivery stored': 3 });
});

test('what is past its days goes', async () => {
  await add('old', { at: hoursAgo(24 * 100) });
  await add('new');
  await upload(
    { run: 'old', report: tests({ name: 'gone' }, { name: 'kept' }) },
    { run: 'new', report: tests({ name: 'kept', earlierTries: ['failed'] }) },
    { run: 'old', report: coverage({ path: 'a.ts', lines: { covered: 1, total: 1 } }) },
  );
  await keepHouse(database.db(), now, {
    retentionDays: 30,
    seenDays: 30,
    deadLetterDays: 90,
    changeFeedHours: 24,
    testDays: 90,
  });
  expect((await testRows()).map(({ name }) => name)).toEqual(['kept']);
  expect(await results()).toMatchObject([{ run: 'new' }]);
  expect(
    await database.db().selectFrom('coverage_file').select('path').where('tenant', '=', state.tenant).execute(),
  ).toEqual([]);
});
