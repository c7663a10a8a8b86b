import { sql } from 'kysely';
import { openDatabase } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { causesOf, createTestToken, startTestApi } from '../testing/server';

jest.setTimeout(30_000);

const database = withTestDatabase();

test('a statement of the API that takes too long is cancelled and answered 503; other connections have no such limit', async () => {
  await database.db().insertInto('tenant').values({ id: 'shop', name: 'shop' }).execute();
  const token = await createTestToken(database.db(), 'shop');
  const limited = openDatabase({ url: database.url(), poolSize: 2, statementTimeoutMs: 200 });
  const api = await startTestApi(limited);
  await database
    .db()
    .transaction()
    .execute(async (tx) => {
      // Nobody reads runs while this is held.
      await sql`LOCK TABLE run IN ACCESS EXCLUSIVE MODE`.execute(tx);
      const answer = await api.get('/api/v1/runs', token);
      expect(answer).toMatchObject({
        status: 503,
        body: { detail: 'The database took too long, and the call was given up.' },
      });
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(causesOf(answer)).toHaveLength(1);
      // The holder itself has waited longer than that, unharmed.
      await sql`SELECT pg_sleep(0.3)`.execute(tx);
    });
  expect((await api.get('/api/v1/runs', token)).status).toBe(200);
  expect(api.logged.filter(({ level }) => level === 'error')).toEqual([]);
  await api.close();
  await limited.destroy();
});
