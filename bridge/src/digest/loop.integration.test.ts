import { openInbox } from '../inbox/inbox';
import { claimRows } from '../inbox/take';
import { tableBlobs } from '../store/blobs';
import { openDatabase, openPool, rawQuery, type Database } from '../store/database';
import { withTestDatabase } from '../testing/database';
import { until } from '../testing/until';
import { startWire } from '../testing/wire';
import { BadInput, type Handler, type InboxItem } from './context';
import { listDeadLetters, replayDeadLetter } from './deadLetters';
import { adoptOnce, digestOnce, startDigest, type DigestOptions } from './loop';

const database = withTestDatabase();

/** Counts each body as a metric, so that an effect applied twice shows. `fail` may throw for bodies. */
function counting(fail: (text: string, item: InboxItem) => void = () => undefined): Handler {
  return async (tx, items, context) => {
    for (const item of items) {
      const text = item.body.toString();
      fail(text, item);
      await rawQuery(tx, `INSERT INTO service (tenant, name) VALUES ($1, $2)`, [item.tenant, text]);
      context.count({
        tenant: item.tenant,
        source: item.source,
        unit: 'item',
        category: 'x',
        state: 'stored',
        quantity: 1,
      });
    }
  };
}

function options(handler: Handler, overrides: Partial<DigestOptions> = {}): DigestOptions {
  return {
    db: database.db(),
    blobs: tableBlobs(),
    now: () => new Date(),
    handlers: { ci: handler, grafana: handler, graphs: handler, logs: handler, reports: handler, sentry: handler },
    exporting: true,
    worker: 'worker-under-test',
    batchRows: 100,
    batchBytes: 1 << 20,
    maxAttempts: 3,
    timeoutMs: 60_000,
    lanes: 2,
    log: { warn: () => undefined, error: () => undefined },
    ...overrides,
  };
}

async function append(tenant: string, bodies: readonly string[]): Promise<void> {
  const pool = openPool({ url: database.url(), poolSize: 1 });
  const inbox = openInbox({
    pool,
    batchRows: 500,
    batchBytes: 4 << 20,
    maxWaitingRequests: 5_000,
    maxWaitingBytes: 16 << 20,
    onStored: () => undefined,
  });
  await Promise.all(
    bodies.map((body) =>
      inbox.append({
        tenant,
        source: 'sentry',
        projectId: '1',
        hookId: null,
        encoding: '',
        meta: {},
        body: Buffer.from(body),
      }),
    ),
  );
  await pool.end();
}

async function stored(tenant: string): Promise<string[]> {
  const rows = await database.db().selectFrom('service').select('name').where('tenant', '=', tenant).execute();
  return rows.map((row) => row.name).sort();
}

/** received = pending + stored + deduplicated + dropped + dead-lettered, for deliveries of all tenants. */
async function expectBalanced(db: Database = database.db()): Promise<void> {
  const rows = await rawQuery<{ tenant: string; difference: string }>(
    db,
    `SELECT tenant, sum(CASE WHEN state = 'received' THEN quantity ELSE -quantity END)
       - (SELECT count(*) FROM inbox i WHERE i.tenant = l.tenant) AS difference
     FROM ledger l WHERE unit = 'delivery' GROUP BY tenant`,
    [],
  );
  expect(rows.filter((row) => Number(row.difference) !== 0)).toEqual([]);
}

const pending = (tenant: string) =>
  database.db().selectFrom('inbox').select(['id', 'attempts', 'not_before']).where('tenant', '=', tenant).execute();

describe('the digest', () => {
  test('applies each row once, ends it in the same transaction, and leaves no claim', async () => {
    await append('a', ['1', '2', '3']);
    expect(await digestOnce(options(counting()))).toBe(true);
    expect(await digestOnce(options(counting()))).toBe(false);
    expect(await stored('a')).toEqual(['1', '2', '3']);
    expect(await database.db().selectFrom('inbox_claim').selectAll().execute()).toEqual([]);
    await expectBalanced();
  });

  test('takes no more rows and bytes than it may, and always one', async () => {
    await append('bounds', ['aaaa', 'bbbb', 'c'.repeat(100)]);
    const sizes: number[] = [];
    const handler: Handler = async (_tx, items) => void sizes.push(items.length);
    while (await digestOnce(options(handler, { batchRows: 2, batchBytes: 5 }))) continue;
    expect(sizes).toEqual([2, 1]);
  });

  test('bad input goes to the dead letters at once with its reason; its neighbours are applied', async () => {
    await append('bad', ['1', '2', 'poison', '3', '4']);
    const handler = counting((text) => {
      if (text === 'poison') throw new BadInput('the field "x" is missing');
    });
    await digestOnce(options(handler));
    expect(await stored('bad')).toEqual(['1', '2', '3', '4']);
    expect(await pending('bad')).toEqual([]);
    const [letter] = await listDeadLetters(database.db(), 1);
    expect(letter).toMatchObject({ tenant: 'bad', reason: 'the field "x" is missing', attempts: 1, bytes: 6 });
    await expectBalanced();
  });

  test('another error is tried again later, then buried', async () => {
    await append('flaky', ['poison', '1']);
    const handler = counting((text) => {
      if (text === 'poison') throw new Error('boom \u001b[31m\u0000');
    });
    await digestOnce(options(handler));
    const [waiting] = await pending('flaky');
    expect(waiting?.attempts).toBe(1);
    expect(waiting?.not_before?.getTime()).toBeGreaterThan(Date.now());
    expect(await digestOnce(options(handler))).toBe(false);
    for (let i = 0; i < 2; i++) {
      await database.db().updateTable('inbox').set({ not_before: null }).execute();
      await digestOnce(options(handler));
    }
    expect(await pending('flaky')).toEqual([]);
    const [letter] = await listDeadLetters(database.db(), 1);
    expect(letter).toMatchObject({ tenant: 'flaky', attempts: 3, reason: 'boom \ufffd[31m\ufffd' });
    await expectBalanced();
  });

  test('one poison row among 300 delays its neighbours by less than a second', async () => {
    await append(
      'crowd',
      Array.from({ length: 300 }, (_, i) => (i === 137 ? 'poison' : `n${i}`)),
    );
    const handler = counting((text) => {
      if (text === 'poison') throw new Error('boom');
    });
    const started = Date.now();
    await digestOnce(options(handler, { batchRows: 300 }));
    expect(await stored('crowd')).toHaveLength(299);
    expect(Date.now() - started).toBeLessThan(3_000);
    await database.db().deleteFrom('inbox').where('tenant', '=', 'crowd').execute();
    await database.db().deleteFrom('ledger').where('tenant', '=', 'crowd').execute();
  });

  test('a replayed dead letter is pending again, and stored when it succeeds', async () => {
    await append('again', ['late']);
    await digestOnce(
      options(
        counting(() => {
          throw new BadInput('not yet');
        }),
      ),
    );
    const [letter] = await listDeadLetters(database.db(), 1);
    const replay = (tenant: string) =>
      database
        .db()
        .transaction()
        .execute((tx) => replayDeadLetter(tx, tenant, letter?.id ?? ''));
    expect(await replay('somebody-else')).toBe(false);
    expect(await replay('again')).toBe(true);
    expect(await replay('again')).toBe(false);
    await expectBalanced();
    await digestOnce(options(counting()));
    expect(await stored('again')).toEqual(['late']);
    await expectBalanced();
  });

  test('what a dead worker had claimed is tried one by one, with the tries counted before the work', async () => {
    await append('orphan', ['1', 'killer', '2']);
    await claimRows(database.db(), 'summit-worker-that-died', 100, 1 << 20);
    expect(await digestOnce(options(counting()))).toBe(false);
    const attempts: number[] = [];
    const handler = counting((text) => {
      if (text === 'killer') attempts.push(1);
    });
    expect(await adoptOnce(options(handler))).toBe(true);
    expect(await stored('orphan')).toEqual(['1', '2', 'killer']);
    expect(attempts).toHaveLength(1);
    expect(await adoptOnce(options(handler))).toBe(false);
  });

  test('a row that killed the process each time is buried', async () => {
    await append('killer', ['killer']);
    await database.db().updateTable('inbox').set({ attempts: 3 }).where('tenant', '=', 'killer').execute();
    await claimRows(database.db(), 'summit-worker-that-died', 100, 1 << 20);
    await adoptOnce(options(counting()));
    expect(await stored('killer')).toEqual([]);
    const [letter] = await listDeadLetters(database.db(), 1);
    expect(letter).toMatchObject({ tenant: 'killer', reason: 'the bridge died each time it worked on this' });
    await expectBalanced();
  });

  test('a claim of a worker that lives is left alone', async () => {
    const other = openDatabase({ url: database.url(), poolSize: 1, applicationName: 'summit-digest-alive' });
    await append('alive', ['1']);
    const claim = await claimRows(other, 'summit-digest-alive', 100, 1 << 20);
    expect(await adoptOnce(options(counting()))).toBe(false);
    expect(await digestOnce(options(counting()))).toBe(false);
    await other.destroy();
    for (let i = 0; i < 100 && !(await adoptOnce(options(counting()))); i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await stored('alive')).toEqual(['1']);
    expect(claim?.rowIds).toHaveLength(1);
  });

  test('rows of a day without partitions get theirs', async () => {
    await append('old', ['1']);
    await database
      .db()
      .updateTable('inbox')
      .set({ received_at: new Date('2020-02-29T23:59:59Z') })
      .execute();
    const blobs = tableBlobs();
    const handler: Handler = async (tx, items) => {
      for (const item of items)
        await blobs.put(tx, {
          tenant: item.tenant,
          receivedAt: item.receivedAt,
          encoding: '',
          format: 'x',
          body: item.body,
        });
    };
    await digestOnce(options(handler));
    const kept = await database.db().selectFrom('blob').select('received_at').where('tenant', '=', 'old').execute();
    expect(kept).toEqual([{ received_at: new Date('2020-02-29T23:59:59Z') }]);
  });

  test('two workers on one database share the work and repeat none of it', async () => {
    await append(
      'shared',
      Array.from({ length: 400 }, (_, i) => `s${i}`),
    );
    const other = openDatabase({ url: database.url(), poolSize: 2, applicationName: 'summit-digest-2' });
    const drain = async (own: DigestOptions) => {
      while (await digestOnce({ ...own, batchRows: 20 })) continue;
    };
    await Promise.all([
      drain(options(counting(), { worker: 'summit-test' })),
      drain(options(counting(), { worker: 'summit-digest-2', db: other })),
    ]);
    expect(await stored('shared')).toHaveLength(400);
    expect(await pending('shared')).toEqual([]);
    await other.destroy();
    await expectBalanced();
  });

  test('the loop wakes up, works off what is there, and stops after its batch', async () => {
    const digest = startDigest(options(counting()));
    await append('loop', ['1', '2']);
    digest.wake();
    for (let i = 0; i < 100 && (await stored('loop')).length < 2; i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await digest.stop();
    expect(await stored('loop')).toEqual(['1', '2']);
  });

  test('while one batch is under way the next is taken, and no third', async () => {
    await append(
      'lanes',
      Array.from({ length: 6 }, (_, i) => `l${i}`),
    );
    const state = { now: 0, most: 0 };
    const handler: Handler = async (tx, items, context) => {
      state.now += 1;
      state.most = Math.max(state.most, state.now);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await counting()(tx, items, context);
      state.now -= 1;
    };
    const digest = startDigest(options(handler, { batchRows: 1 }));
    await until(async () => (await stored('lanes')).length === 6);
    await digest.stop();
    expect(state.most).toBe(2);
    await expectBalanced();
  });

  test('a batch that loses its connection to the database is done again, without a restart and once', async () => {
    await append('outage', ['1', '2', '3']);
    const own = openDatabase({
      url: database.url(),
      poolSize: 3,
      applicationName: 'summit-outage',
      onError: () => undefined,
    });
    const state = { calls: 0 };
    const handler: Handler = async (tx, items, context) => {
      await counting()(tx, items, context);
      state.calls += 1;
      if (state.calls === 1) await rawQuery(tx, 'SELECT pg_terminate_backend(pg_backend_pid())', []);
    };
    const digest = startDigest(options(handler, { db: own, worker: 'summit-outage' }));
    await until(async () => (await stored('outage')).length === 3);
    await digest.stop();
    await own.destroy();
    expect(state.calls).toBe(2);
    expect(await pending('outage')).toEqual([]);
    expect(await database.db().selectFrom('inbox_claim').selectAll().execute()).toEqual([]);
    await expectBalanced();
  });
});

describe('a transaction has a time after which it is given up', () => {
  const buried = async (tenant: string): Promise<string[]> =>
    (await listDeadLetters(database.db(), 100)).flatMap((letter) => (letter.tenant === tenant ? [letter.reason] : []));

  test('when the way to the database swallows everything, the digest goes on as soon as there is another', async () => {
    const wire = await startWire(database.url());
    const db = openDatabase({ url: wire.url, poolSize: 3, holdMs: 1_000, applicationName: 'swallowed' });
    const seen: unknown[] = [];
    const handler: Handler = async (tx, items, context) => {
      seen.push(...(await rawQuery(tx, `SELECT current_setting('idle_in_transaction_session_timeout') AS limit`, [])));
      if (seen.length === 1) wire.swallow();
      await counting()(tx, items, context);
    };
    await append('swallowed', ['a', 'b', 'c']);
    const digest = startDigest(options(handler, { db, timeoutMs: 1_000, maxAttempts: 2, worker: 'swallowed' }));
    try {
      await until(() => !wire.isWhole());
      await new Promise((wake) => setTimeout(wake, 2_500));
      expect(await stored('swallowed')).toEqual([]);
      // Without this the server ends the transaction it hears nothing of by itself, half a minute later.
      expect(seen).toEqual([{ limit: '30s' }]);
      await rawQuery(
        database.db(),
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'swallowed'`,
        [],
      );
      wire.mend();
      await until(async () => (await stored('swallowed')).length === 3);
      expect(await stored('swallowed')).toEqual(['a', 'b', 'c']);
      expect(await buried('swallowed')).toEqual([]);
    } finally {
      wire.close();
      await digest.stop();
      await db.destroy();
    }
    await expectBalanced();
  }, 60_000);

  test('a row that keeps the server waiting each time is buried, its neighbours are not', async () => {
    const db = openDatabase({ url: database.url(), poolSize: 3, onError: () => undefined });
    const thinking: Handler = async (tx, items, context) => {
      const ms = items.some(({ body }) => body.toString() === 'thinker') ? 1_500 : 0;
      await new Promise((wake) => setTimeout(wake, ms));
      await counting()(tx, items, context);
    };
    await append('idle', ['a', 'b', 'thinker', 'c']);
    const digest = startDigest(options(thinking, { db, abandonedMs: 500, maxAttempts: 1, worker: 'idle' }));
    try {
      await until(async () => (await pending('idle')).length === 0);
    } finally {
      await digest.stop();
      await db.destroy();
    }
    expect(await stored('idle')).toEqual(['a', 'b', 'c']);
    expect(await buried('idle')).toEqual(['it took longer than the 0.5 s that a transaction may take']);
    await expectBalanced();
  }, 60_000);

  test('a batch that needs more is applied in halves; a row that does so each time is buried, its neighbours are not', async () => {
    const db = openDatabase({ url: database.url(), poolSize: 3, holdMs: 1_000, onError: () => undefined });
    const slow: Handler = async (tx, items, context) => {
      const naps = items.flatMap(({ body }) => Array<number>(body.toString() === 'sleeper' ? 8 : 1).fill(0.2));
      for (const seconds of naps) await rawQuery(tx, 'SELECT pg_sleep($1)', [seconds]);
      await counting()(tx, items, context);
    };
    await append('slow', ['a', 'b', 'c', 'd', 'sleeper']);
    const own = options(slow, { db, timeoutMs: 1_000, maxAttempts: 1 });
    while (await digestOnce(own)) continue;
    expect(await stored('slow')).toEqual(['a', 'b', 'c', 'd']);
    expect(await buried('slow')).toEqual(['it took longer than the 1 s that a transaction may take']);
    await db.destroy();
    await expectBalanced();
  }, 60_000);
});
