import { sql } from 'kysely';
import { withTestDatabase } from '../testing/database';
import { restartRestoredFeed } from './changeFeed';

const database = withTestDatabase();
const change = (xid?: string) =>
  sql`
  INSERT INTO change_feed (xid, tenant, kind, entity_id)
  VALUES (${xid === undefined ? sql`DEFAULT` : sql`${xid}::xid8`}, 'one', 'run', 'r')`.execute(database.db());
const feed = async () => {
  const { rows } = await sql<{ rows: number; horizon: string; behind: boolean }>`
    SELECT (SELECT count(*)::int FROM change_feed) AS rows, h.xid::text AS horizon,
      h.xid < pg_snapshot_xmax(pg_current_snapshot()) AS behind FROM change_feed_horizon h`.execute(database.db());
  return rows[0];
};

test('the feed of a database that stayed where it was goes on', async () => {
  await change();
  await change();
  expect(await restartRestoredFeed(database.db())).toBe(false);
  expect(await feed()).toMatchObject({ rows: 2, horizon: '0' });
});

test.each([
  ['changes', () => change('5000000000')],
  ['a horizon', () => sql`UPDATE change_feed_horizon SET xid = '5000000000'`.execute(database.db())],
])('with %s from a server that counted further, it begins anew behind what is to come', async (_what, restored) => {
  await change();
  await restored();
  expect(await restartRestoredFeed(database.db())).toBe(true);
  const begun = await feed();
  expect(begun).toMatchObject({ rows: 0, behind: true });
  expect(begun?.horizon).not.toBe('0');
  await change();
  expect(await restartRestoredFeed(database.db())).toBe(false);
  expect(await feed()).toEqual({ ...begun, rows: 1 });
});
