import { withTestDatabase } from '../testing/database';
import { openDatabase, openPool, rawQuery } from './database';

const database = withTestDatabase();

test('a connection that is held too long is cut, and the pool goes on with another', async () => {
  const pool = openPool({ url: database.url(), poolSize: 1, holdMs: 300 });
  const started = Date.now();
  await expect(pool.query('SELECT pg_sleep(20)')).rejects.toThrow('Connection terminated');
  expect(Date.now() - started).toBeLessThan(5_000);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test('nothing of a transaction that was cut is left to the next one', async () => {
  const db = openDatabase({ url: database.url(), poolSize: 1, holdMs: 300 });
  const cut = db.transaction().execute(async (tx) => {
    await rawQuery(tx, `INSERT INTO tenant (id, name) VALUES ('cut', 'cut')`, []);
    await rawQuery(tx, 'SELECT pg_sleep(20)', []);
  });
  await expect(cut).rejects.toThrow(/Connection terminated|Client was closed/);
  await db.transaction().execute((tx) => rawQuery(tx, `INSERT INTO tenant (id, name) VALUES ('whole', 'whole')`, []));
  expect(await database.db().selectFrom('tenant').select('id').execute()).toEqual([{ id: 'whole' }]);
  await db.destroy();
});

test('uses that are short hold for as long as the pool lives', async () => {
  const pool = openPool({ url: database.url(), poolSize: 1, holdMs: 300 });
  const pids = new Set<number>();
  for (let n = 0; n < 8; n++) {
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid, pg_sleep(0.1)');
    for (const { pid } of rows) pids.add(pid);
  }
  expect(pids.size).toBe(1);
  await pool.end();
});
