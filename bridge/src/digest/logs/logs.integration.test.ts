import { sql } from 'kysely';
import { decodeChunkNow } from '../../domain/logs/chunk';
import { messages, readMessage, text } from '../../emit/testing/protobuf';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { keepHouse } from '../../store/retention';
import { withTestDatabase } from '../../testing/database';
import { run as runDelivery } from '../ci/testing/story';
import { listDeadLetters } from '../deadLetters';
import { addRun, append, drain } from '../reports/testing/builds';
import { GAP_MS, WAIT_MS, type LogOptions } from '.';
import { appendParts, logDigest, type NewPart } from './testing/logs';

const database = withTestDatabase();
const state = { tenant: '', n: 0 };
beforeEach(async () => {
  await sql`TRUNCATE inbox, inbox_claim, dead_letter, outbox`.execute(database.db());
  state.tenant = `logs${state.n++}`;
  await database.db().insertInto('tenant').values({ id: state.tenant, name: 'logs' }).execute();
});

const run = (id = 'r1', more = {}) => addRun(database.db(), { tenant: state.tenant, id, at: new Date(), ...more });
const send = (...parts: (Omit<NewPart, 'tenant' | 'run'> & { run?: string })[]) =>
  appendParts(
    database.url(),
    parts.map((part) => ({ run: 'r1', tenant: state.tenant, ...part })),
  );
const digest = (options: Partial<LogOptions> = {}, now?: Date) =>
  drain(logDigest(database.db(), now === undefined ? {} : { now: () => now }, options));
const waiting = async (): Promise<number> =>
  (await rawQuery<{ n: number }>(database.db(), 'SELECT count(*)::int AS n FROM inbox', []))[0]?.n ?? -1;

const logs = () =>
  database.db().selectFrom('build_log').selectAll().where('tenant', '=', state.tenant).orderBy('id').execute();

/** All lines of a job's log, from its chunks. */
async function lines(job = 'build'): Promise<string[]> {
  const rows = await rawQuery<{ first_line: number; last_line: number; blob_id: string; received_at: Date }>(
    database.db(),
    `SELECT c.* FROM log_chunk c JOIN build_log l ON l.id = c.log_id WHERE l.tenant = $1 AND l.job = $2 ORDER BY c.first_line`,
    [state.tenant, job],
  );
  const blobs = await tableBlobs().getAll(
    database.db(),
    state.tenant,
    rows.map((row) => ({ id: row.blob_id, receivedAt: row.received_at })),
  );
  const all: string[] = [];
  for (const row of rows) {
    const body = blobs.get(row.blob_id)?.body;
    if (!body) throw new Error('a chunk has no blob');
    const chunk = decodeChunkNow(body);
    expect(row.first_line).toBe(all.length + 1);
    expect(row.last_line).toBe(all.length + chunk.length);
    all.push(...chunk.map(({ plain }) => plain));
  }
  return all;
}

/** Unit and category, then each state with its quantity. */
async function ledger(): Promise<Record<string, Record<string, number>>> {
  const rows = await rawQuery<{ key: string; state: string; quantity: number }>(
    database.db(),
    `SELECT concat_ws(' ', unit, nullif(category, '')) AS key, concat_ws(' ', state, nullif(reason, '')) AS state, quantity::int
     FROM ledger WHERE tenant = $1 AND source = 'log'`,
    [state.tenant],
  );
  const result: Record<string, Record<string, number>> = {};
  for (const { key, state: what, quantity } of rows) (result[key] ??= {})[what] = quantity;
  return result;
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `line ${from + n}`);
const textOf = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

describe('parts', () => {
  test('a log that comes whole is stored with its times, groups and complaints', async () => {
    await run();
    await send({
      text:
        '2026-01-31T09:00:00Z ##[group]Run tsc\n2026-01-31T09:00:01Z src/a.ts(2,9): error TS2322: Type x is not y.\n' +
        '2026-01-31T09:00:02Z ##[endgroup]\n2026-01-31T09:00:03Z a.c:3:1: warning: unused variable x [-Wunused]\n',
    });
    await digest();
    const [log] = await logs();
    expect(log).toMatchObject({ lines: 4, final: true, errors: 1, warnings: 1, state: null, job: 'build' });
    expect(log?.first_at?.toISOString()).toBe('2026-01-31T09:00:00.000Z');
    expect(log?.last_at?.toISOString()).toBe('2026-01-31T09:00:03.000Z');
    expect(await lines()).toHaveLength(4);
    const groups = await database
      .db()
      .selectFrom('log_group')
      .selectAll()
      .where('log_id', '=', log?.id ?? '')
      .execute();
    expect(groups).toMatchObject([{ from_line: 1, to_line: 3, name: 'Run tsc', depth: 0 }]);
  });

  test('in any order, each of them twice, they are one log; each counts once', async () => {
    await run();
    const parts = [1, 2, 3, 4].map((part) => ({
      part,
      final: part === 4,
      text: textOf(numbered(part * 1_000 - 999, part * 1_000)),
    }));
    for (const at of [3, 1, 1, 0, 2, 3, 0]) {
      const part = parts[at];
      if (part) await send(part);
      await digest();
    }
    expect(await lines()).toEqual(numbered(1, 4_000));
    expect(await waiting()).toBe(0);
    expect(await ledger()).toEqual({
      delivery: { received: 7, stored: 7 },
      'item log': { received: 7, stored: 4, deduplicated: 3 },
      'item log_line': { received: 4_000, stored: 4_000 },
    });
  });

  test('two workers that have parts of one log at once store it once, in order', async () => {
    await run();
    await send(
      ...Array.from({ length: 12 }, (_, n) => ({ part: n + 1, final: n === 11, text: textOf([`part ${n + 1}`]) })),
    );
    const options = () => ({ ...logDigest(database.db()), batchRows: 2 });
    await Promise.all([drain({ ...options(), worker: 'one' }), drain({ ...options(), worker: 'two' })]);
    await digest();
    expect(await lines()).toEqual(Array.from({ length: 12 }, (_, n) => `part ${n + 1}`));
  });

  test('a line, a group and a complaint may go on from one to the next; a secret across them is masked', async () => {
    await run();
    const secret = `ghp_${'aB3dE5gH7jK9'.repeat(3)}`;
    await send(
      { part: 1, text: `##[group]Run cargo\n::add-mask::hunter2hunter2\nuse ${secret.slice(0, 12)}` },
      { part: 2, text: `${secret.slice(12)} now\nerror[E0308]: mismatched types\n` },
      { part: 3, final: true, text: ' --> src/lib.rs:4:5\n##[endgroup]\nit is hunter2hunter2\n' },
    );
    for (let n = 0; n < 3; n++) await digest({ maxLines: 1 });
    expect(await lines()).toEqual([
      '##[group]Run cargo',
      '::add-mask::***',
      'use *** now',
      'error[E0308]: mismatched types',
      ' --> src/lib.rs:4:5',
      '##[endgroup]',
      'it is ***',
    ]);
    const found = await database.db().selectFrom('log_annotation').selectAll().execute();
    expect(found.filter(({ code }) => code === 'E0308')).toMatchObject([
      { line: 4, file: 'src/lib.rs', row_number: 4 },
    ]);
    const [log] = await logs();
    const groups = await database
      .db()
      .selectFrom('log_group')
      .selectAll()
      .where('log_id', '=', log?.id ?? '')
      .execute();
    expect(groups).toMatchObject([{ from_line: 1, to_line: 6 }]);
  });

  test('what a log asked to mask is never in the database as it is', async () => {
    await run();
    await send({ part: 1, text: '::add-mask::hunter2hunter2\n' });
    await digest();
    const [log] = await logs();
    expect(log?.state).toBeInstanceOf(Buffer);
    expect(log?.state?.toString('latin1')).not.toContain('hunter2');
  });

  test('many small ones do not become as many chunks', async () => {
    await run();
    for (let part = 1; part <= 30; part++)
      await send({ part, final: part === 30, text: textOf(numbered(part * 40 - 39, part * 40)) });
    for (let n = 0; n < 30; n++) await digest({ maxLines: 1 });
    expect(await lines()).toEqual(numbered(1, 1_200));
    const chunks = await rawQuery<{ n: number }>(
      database.db(),
      `SELECT count(*)::int AS n FROM log_chunk c JOIN build_log l ON l.id = c.log_id WHERE l.tenant = $1`,
      [state.tenant],
    );
    expect(chunks[0]?.n).toBeLessThanOrEqual(3);
    const blobs = await rawQuery<{ n: number }>(
      database.db(),
      `SELECT count(*)::int AS n FROM blob WHERE tenant = $1`,
      [state.tenant],
    );
    expect(blobs[0]?.n).toBe(chunks[0]?.n);
  });

  test('one that never comes is left out in the end, and the log says so', async () => {
    await run();
    await send({ part: 1, text: 'a\n' }, { part: 4, final: true, text: 'd\n' });
    await digest();
    expect(await lines()).toEqual(['a']);
    expect(await waiting()).toBe(1);
    await sql`UPDATE inbox SET not_before = NULL`.execute(database.db());
    await digest({}, new Date(Date.now() + GAP_MS + 1_000));
    expect(await lines()).toEqual(['a', '… Part 2 to 3 of this log did not come.', 'd']);
  });

  test('past what is kept of one log, lines are dropped and counted', async () => {
    await run();
    await send({ part: 1, text: textOf(numbered(1, 100)) }, { part: 2, final: true, text: textOf(numbered(101, 200)) });
    await digest({ maxBytes: 500 });
    const kept = await lines();
    expect(kept.at(-1)).toBe('… The log is longer than 500 bytes; what follows is not kept.');
    const { 'item log_line': counted } = await ledger();
    expect(counted?.['received']).toBe((counted?.['stored'] ?? 0) + (counted?.['dropped log_too_large'] ?? 0));
    expect((await logs())[0]).toMatchObject({ lines: kept.length, final: true });
  });
});

test('a part of nothing but line feeds is bounded, and the next one goes on', async () => {
  await run();
  await send({ part: 1, text: '\n'.repeat(600_000) }, { part: 2, final: true, text: 'after\n' });
  await digest();
  const [log] = await logs();
  expect(log?.lines).toBe(500_002);
  const all = await lines();
  expect(all.slice(-2)).toEqual([
    '… A part of the log has more than 500000 lines; what follows in it is not kept.',
    'after',
  ]);
  expect((await ledger())['item log_line']).toEqual({
    received: 600_002,
    stored: 500_002,
    'dropped log_too_large': 100_000,
  });
});

describe('the run', () => {
  test('may be told of later: the log waits for it', async () => {
    await send({ run: 'github-4182-1', text: 'hello\n' });
    await digest();
    expect(await lines()).toEqual([]);
    await append(
      database.url(),
      [],
      [{ tenant: state.tenant, ...runDelivery(4182, 1, 'in_progress', '2026-01-31T09:05:00Z') }],
    );
    await digest();
    expect(await lines()).toEqual(['hello']);
    expect(await waiting()).toBe(0);
  });

  test('that nobody tells of in a day makes a dead letter, which can be replayed', async () => {
    await send({ run: 'nobody', text: 'hello\n' });
    await digest({}, new Date(Date.now() + WAIT_MS + 1_000));
    const [letter] = await listDeadLetters(database.db(), 10);
    expect(letter?.reason).toMatch(/^No run nobody was reported within a day of this log/);
  });

  test('of another tenant is not this one', async () => {
    await run('r1');
    const other = { tenant: `${state.tenant}x` };
    await database.db().insertInto('tenant').values({ id: other.tenant, name: 'x' }).execute();
    await appendParts(database.url(), [{ ...other, run: 'r1', text: 'hello\n' }]);
    await digest();
    expect(await rawQuery(database.db(), 'SELECT 1 FROM build_log WHERE tenant = $1', [other.tenant])).toEqual([]);
    expect(await waiting()).toBe(1);
  });
});

describe('errors', () => {
  const tscError = (line: number, name = 'x') => `src/cart.ts(${line},9): error TS2304: Cannot find name '${name}'.\n`;
  const issues = () =>
    rawQuery<{
      id: string;
      title: string;
      culprit: string;
      count: number;
      status: string;
      slug: string;
      short_id: string;
    }>(
      database.db(),
      `SELECT i.id, i.title, i.culprit, i.count::int AS count, i.status, p.slug, i.short_id FROM issue i JOIN project p ON p.id = i.project_id
       WHERE i.tenant = $1 ORDER BY i.id`,
      [state.tenant],
    );

  test('are issues of the repository, one for what is said of a file, wherever in it', async () => {
    await run('r1');
    await run('r2');
    await send(
      {
        run: 'r1',
        text: tscError(3) + tscError(14) + tscError(3, 'total') + '##[error]Process completed with exit code 2.\n',
      },
      { run: 'r2', text: tscError(99) },
    );
    await digest();
    const all = await issues();
    expect(all.map(({ title, count, slug }) => [title, count, slug])).toEqual([
      ["TS2304: Cannot find name 'x'.", 2, 'shop-builds'],
      ["TS2304: Cannot find name 'total'.", 1, 'shop-builds'],
    ]);
    expect(all[0]?.short_id).toBe('SHOP-BUILDS-1');
    const annotations = await rawQuery<{ line: number; issue_id: string | null }>(
      database.db(),
      `SELECT a.line, a.issue_id FROM log_annotation a JOIN build_log l ON l.id = a.log_id WHERE l.tenant = $1 AND l.run_id = 'r1' ORDER BY a.line`,
      [state.tenant],
    );
    expect(annotations.map(({ issue_id }) => issue_id)).toEqual([all[0]?.id, all[0]?.id, all[1]?.id, null]);
    expect((await ledger())['item build_error']).toEqual({ received: 4, stored: 3, deduplicated: 1 });
  });

  test('a resolved one that comes back in a later build is a regression', async () => {
    await run('r1');
    await run('r2');
    await send({ run: 'r1', text: tscError(3) });
    await digest();
    await sql`UPDATE issue SET status = 'resolved' WHERE tenant = ${state.tenant}`.execute(database.db());
    await send({ run: 'r2', text: tscError(3) });
    await digest();
    expect(await issues()).toMatchObject([{ status: 'unresolved', count: 2 }]);
  });

  test('of other branches are left alone where only the default branch is watched, and all where none is', async () => {
    await sql`INSERT INTO repository (tenant, provider, full_name, url, default_branch) VALUES (${state.tenant}, 'github', 'demo/shop', '', 'main')`.execute(
      database.db(),
    );
    await run('r1', { branch: 'feature' });
    await run('r2', { branch: 'main' });
    await send({ run: 'r1', text: tscError(3) });
    await digest({ issues: 'default-branch' });
    expect(await issues()).toEqual([]);
    await send({ run: 'r2', job: 'a', text: tscError(3) });
    await digest({ issues: 'none' });
    expect(await issues()).toEqual([]);
    await send({ run: 'r2', job: 'b', text: tscError(3) });
    await digest({ issues: 'default-branch' });
    expect(await issues()).toHaveLength(1);
  });

  test('two workers that meet the same new one make one issue and one project', async () => {
    for (let n = 0; n < 6; n++) await run(`r${n}`);
    await send(...Array.from({ length: 6 }, (_, n) => ({ run: `r${n}`, text: tscError(n + 1) })));
    const options = () => ({ ...logDigest(database.db()), batchRows: 1 });
    await Promise.all([drain({ ...options(), worker: 'one' }), drain({ ...options(), worker: 'two' })]);
    await digest();
    expect(await issues()).toMatchObject([{ count: 6, slug: 'shop-builds' }]);
  });
});

describe('export', () => {
  const sent = async () => {
    const rows = await rawQuery<{ payload: Buffer; items: number; tenant: string }>(
      database.db(),
      'SELECT payload, items, tenant FROM outbox ORDER BY id',
      [],
    );
    return rows.flatMap(({ payload }) =>
      messages(readMessage(payload), 1).flatMap((resource) =>
        messages(resource, 2).flatMap((scope) =>
          messages(scope, 2).map((record) => ({
            severity: text(record, 3),
            body: messages(record, 5).map((value) => text(value, 1))[0],
          })),
        ),
      ),
    );
  };

  test('lines are log records in the same transaction; past the limit only those with complaints, and the ledger balances', async () => {
    await run();
    await send({ text: `${textOf(numbered(1, 20))}src/a.ts(2,9): error TS2322: x\n` });
    await drain(logDigest(database.db(), { exporting: true }, { exportLines: 5 }));
    expect(await sent()).toEqual([
      ...numbered(1, 5).map((body) => ({ severity: 'INFO', body })),
      { severity: 'ERROR', body: 'src/a.ts(2,9): error TS2322: x' },
    ]);
    expect((await ledger())['item log_line_export']).toEqual({ received: 21, stored: 6, 'dropped over_limit': 15 });
  });

  test('what fails leaves nothing behind: no lines, no records, no issue', async () => {
    await run();
    await send({ text: 'src/a.ts(2,9): error TS2322: x\n' });
    const blobs = { ...tableBlobs(), put: () => Promise.reject(new Error('the disk is full')) };
    const options = logDigest(database.db(), { exporting: true, blobs, maxAttempts: 5 }, { exportLines: 100 });
    await drain(options);
    expect(await logs()).toEqual([]);
    expect(await sent()).toEqual([]);
    expect(await waiting()).toBe(1);
    await sql`UPDATE inbox SET not_before = NULL`.execute(database.db());
    await drain(logDigest(database.db(), { exporting: true }, { exportLines: 100 }));
    expect(await lines()).toHaveLength(1);
    expect(await sent()).toHaveLength(1);
  });
});

test('logs go when their time is over, with all that is theirs', async () => {
  await run();
  await send({ text: '##[group]a\nsrc/a.ts(2,9): error TS2322: x\n' });
  await digest();
  await keepHouse(database.db(), new Date(Date.now() + 40 * 86_400_000), {
    retentionDays: 30,
    seenDays: 30,
    deadLetterDays: 30,
    changeFeedHours: 24,
    testDays: 90,
  });
  expect(await logs()).toEqual([]);
  for (const table of ['log_chunk', 'log_group', 'log_annotation'])
    expect(
      await rawQuery(
        database.db(),
        `SELECT 1 FROM ${table} x WHERE NOT EXISTS (SELECT 1 FROM build_log l WHERE l.id = x.log_id)`,
        [],
      ),
    ).toEqual([]);
});
