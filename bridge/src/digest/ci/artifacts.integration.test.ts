import { randomUUID } from 'node:crypto';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { pipeline, ran } from '../../translate/gitlab/testing/payloads';
import { createContext } from '../context';
import { digestCi } from './index';
import { itemsOf } from './testing/story';

const database = withTestDatabase();

const digest = (tenant: string, file: unknown): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => new Date('2026-01-31T10:00:00Z'), blobs: tableBlobs() });
      const builds = [ran(7, 'pack', 'success', 10, 60, { artifacts_file: file }), ran(8, 'lint', 'success', 10, 20)];
      await digestCi(tx, itemsOf(tenant, [pipeline('success', builds)], 'gitlab'), context);
      await context.flush(tx);
    });
const stored = (tenant: string) =>
  rawQuery(
    database.db(),
    'SELECT a.job, a.name, a.bytes::int, a.at = r.queued_at AS in_time FROM artifact a JOIN run r ON r.tenant = a.tenant AND r.id = a.run_id WHERE a.tenant = $1',
    [tenant],
  );
const counted = async (tenant: string) =>
  Object.fromEntries(
    (
      await rawQuery<{ state: string; quantity: number }>(
        database.db(),
        `SELECT state, quantity::int FROM ledger WHERE tenant = $1 AND category = 'artifacts'`,
        [tenant],
      )
    ).map(({ state, quantity }) => [state, quantity]),
  );

test('what a pipeline tells of archives is kept with its run, once however often it comes', async () => {
  const tenant = randomUUID();
  const file = { filename: 'artifacts.zip', size: 1000 };
  await digest(tenant, file);
  await digest(tenant, file);
  const expected = { job: 'pack', name: 'artifacts.zip', bytes: 1000, in_time: true };
  expect(await stored(tenant)).toEqual([expected]);
  expect(await counted(tenant)).toEqual({ received: 2, stored: 1, deduplicated: 1 });
  await digest(tenant, { filename: 'artifacts.zip', size: 1200 });
  expect(await stored(tenant)).toEqual([{ ...expected, bytes: 1200 }]);
});
