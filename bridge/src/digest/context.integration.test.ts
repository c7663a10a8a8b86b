import { withTestDatabase } from '../testing/database';
import { tableBlobs } from '../store/blobs';
import { createContext } from './context';

const database = withTestDatabase();
const now = () => new Date('2026-11-20T12:00:00Z');

describe('the digest context', () => {
  test('writes nothing until it is flushed, then everything in the handler’s transaction', async () => {
    const db = database.db();
    const context = createContext({ now, blobs: tableBlobs() });
    context.count({ tenant: 'a', source: 'sentry', unit: 'item', category: 'error', state: 'stored', quantity: 2 });
    context.count({ tenant: 'a', source: 'sentry', unit: 'item', category: 'error', state: 'stored', quantity: 3 });
    context.emit({ tenant: 'a', signal: 'logs', items: 2, payload: new Uint8Array([1, 2, 3]) });
    context.changed('a', 'issue', '7');
    context.changed('a', 'issue', '7');
    expect(await db.selectFrom('ledger').selectAll().execute()).toEqual([]);

    await db.transaction().execute((tx) => context.flush(tx));

    expect(await db.selectFrom('ledger').select(['state', 'reason', 'quantity']).execute()).toEqual([
      { state: 'stored', reason: '', quantity: '5' },
    ]);
    expect(await db.selectFrom('outbox').select(['signal', 'items', 'payload']).execute()).toEqual([
      { signal: 'logs', items: 2, payload: Buffer.from([1, 2, 3]) },
    ]);
    expect(await db.selectFrom('change_feed').select(['kind', 'entity_id']).execute()).toEqual([
      { kind: 'issue', entity_id: '7' },
    ]);
  });

  test('leaves nothing behind when the transaction fails after the flush', async () => {
    const db = database.db();
    const context = createContext({ now, blobs: tableBlobs() });
    context.count({ tenant: 'b', source: 'github', unit: 'item', category: 'run', state: 'stored', quantity: 1 });
    const failing = db.transaction().execute(async (tx) => {
      await context.flush(tx);
      throw new Error('the commit did not happen');
    });
    await expect(failing).rejects.toThrow('the commit did not happen');
    expect(await db.selectFrom('ledger').selectAll().where('tenant', '=', 'b').execute()).toEqual([]);
  });

  test('adds sums and histogram buckets to the series that are there', async () => {
    const db = database.db();
    const bounds = [1, 10];
    for (const value of [0.5, 10, 99]) {
      const context = createContext({ now, blobs: tableBlobs() });
      context.addMetric('a', { kind: 'sum', name: 'n', unit: '1', attributes: { b: '1', a: '2' }, add: 2 });
      context.addMetric('a', { kind: 'sum', name: 'n', unit: '1', attributes: { a: '2', b: '1' }, add: 1 });
      context.addMetric('a', { kind: 'histogram', name: 'h', unit: 's', attributes: {}, value, bounds });
      await db.transaction().execute((tx) => context.flush(tx));
    }
    const series = await db.selectFrom('metric_series').selectAll().orderBy('name').execute();
    expect(
      series.map(({ name, value, count, buckets, attributes }) => ({ name, value, count, buckets, attributes })),
    ).toEqual([
      { name: 'h', value: 109.5, count: '3', buckets: ['1', '1', '1'], attributes: {} },
      { name: 'n', value: 9, count: '6', buckets: null, attributes: { a: '2', b: '1' } },
    ]);
  });
});
