import { tableBlobs } from '../../store/blobs';
import { createContext } from '../../digest/context';
import { openDatabase, rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { attributes, double, hex, messages, NONE, number, readMessage, text, type Message } from '../testing/protobuf';
import { createTracer } from '../tracer';
import { exportMetrics, startExporter, type ExporterOptions } from './exporter';
import { createMainMetrics, createWorkerMetrics } from './registry';

// Real PostgreSQL on a busy machine takes its time; waiting is not what is tested.
jest.setTimeout(60_000);

const database = withTestDatabase();
const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const T0 = Date.now();

beforeEach(async () => {
  const db = database.db();
  for (const table of [
    'outbox',
    'metric_series',
    'exporter_run',
    'ledger',
    'inbox',
    'dead_letter',
    'export_rejection',
    'tenant',
  ])
    await rawQuery(db, `DELETE FROM ${table}`, []);
  await db
    .insertInto('tenant')
    .values([
      { id: 'a', name: 'a' },
      { id: 'b', name: 'b' },
    ])
    .execute();
});

/** `intervalMs` 0: every call is a turn of its own. */
const options = (more: Partial<ExporterOptions> = {}): ExporterOptions => ({
  db: database.db(),
  now: () => new Date(),
  intervalMs: 0,
  version: '1.2.3',
  log,
  ...more,
});

async function add(
  tenant: string,
  points: Parameters<ReturnType<typeof createContext>['addMetric']>[1][],
): Promise<void> {
  const context = createContext({ now: () => new Date(T0), blobs: tableBlobs() });
  for (const point of points) context.addMetric(tenant, point);
  await database
    .db()
    .transaction()
    .execute((tx) => context.flush(tx, { exporting: true }));
}

interface Point {
  attributes: Record<string, unknown>;
  value: number | undefined;
  start: bigint | undefined;
  time: bigint | undefined;
}

/** What a tenant was sent since the last call, by metric. */
async function sent(tenant: string): Promise<Record<string, Point[]>> {
  const rows = await database.db().deleteFrom('outbox').where('tenant', '=', tenant).returningAll().execute();
  const result: Record<string, Point[]> = {};
  for (const row of rows.sort((x, y) => Number(x.id) - Number(y.id))) {
    const [group] = messages(readMessage(row.payload), 1);
    const resource = attributes(messages(group ?? NONE, 1)[0] ?? NONE, 1);
    expect(resource).toEqual({
      'service.name': 'summit-bridge',
      'service.version': '1.2.3',
      'service.instance.id': 'summit',
      'summit.tenant': tenant,
    });
    for (const metric of messages(messages(group ?? NONE, 2)[0] ?? NONE, 2)) {
      const name = text(metric, 1) ?? '';
      result[name] = [...(result[name] ?? []), ...pointsOf(metric)];
    }
  }
  return result;
}

function pointsOf(metric: Message): Point[] {
  const histogram = messages(metric, 9)[0];
  const points = messages(messages(metric, 5)[0] ?? messages(metric, 7)[0] ?? histogram ?? NONE, 1);
  return points.map((point) => ({
    attributes: attributes(point, histogram ? 9 : 7),
    value: histogram ? Number(number(point, 4)) : double(point, 4),
    start: number(point, 2),
    time: number(point, 3),
  }));
}

test('a new series begins with a zero, then goes on from the same start', async () => {
  await add('a', [{ kind: 'sum', name: 'runs', unit: '{run}', attributes: { result: 'ok' }, add: 5 }]);
  await exportMetrics(options());
  const first = (await sent('a'))['runs'] ?? [];
  expect(first.map((point) => [point.value, point.attributes])).toEqual([
    [0, { result: 'ok' }],
    [5, { result: 'ok' }],
  ]);
  expect(first[0]?.time).toBeLessThan(first[1]?.time ?? 0n);
  expect(first[0]?.start).toBe(first[1]?.start);

  await add('a', [{ kind: 'sum', name: 'runs', unit: '{run}', attributes: { result: 'ok' }, add: 2 }]);
  await exportMetrics(options());
  const second = (await sent('a'))['runs'] ?? [];
  expect(second.map((point) => point.value)).toEqual([7]);
  expect(second[0]?.start).toBe(first[0]?.start);
});

test('histograms and up-down counters too', async () => {
  await add('a', [
    { kind: 'histogram', name: 'duration', unit: 's', attributes: {}, value: 3, bounds: [1, 10] },
    { kind: 'updown', name: 'active', unit: '{run}', attributes: {}, add: 2 },
    { kind: 'updown', name: 'active', unit: '{run}', attributes: {}, add: -1 },
  ]);
  await exportMetrics(options());
  const all = await sent('a');
  expect([all['duration']?.map((point) => point.value), all['active']?.map((point) => point.value)]).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test('tenants get their own series and their own health, zeros included', async () => {
  await add('a', [{ kind: 'sum', name: 'runs', unit: '1', attributes: {}, add: 1 }]);
  const db = database.db();
  await db
    .insertInto('ledger')
    .values([
      { tenant: 'b', source: 'sentry', unit: 'delivery', category: '', state: 'received', reason: '', quantity: 10 },
      { tenant: 'b', source: 'sentry', unit: 'delivery', category: '', state: 'stored', reason: '', quantity: 7 },
      {
        tenant: 'b',
        source: 'sentry',
        unit: 'delivery',
        category: '',
        state: 'dead_lettered',
        reason: '',
        quantity: 1,
      },
    ])
    .execute();
  await db
    .insertInto('inbox')
    .values({ tenant: 'b', source: 'sentry', body: Buffer.from('x') })
    .execute();
  await db
    .insertInto('export_rejection')
    .values({ tenant: 'b', signal: 'logs', reason: 'HTTP 400', quantity: 4 })
    .execute();
  await exportMetrics(options());
  const [a, b] = [await sent('a'), await sent('b')];
  expect(b['runs']).toBeUndefined();
  const value = (all: Record<string, Point[]>, name: string) => all[name]?.map((point) => point.value);
  expect(value(a, 'summit_dead_letters')).toEqual([0]);
  expect(value(a, 'summit_export_rejected')).toEqual([0]);
  expect(value(b, 'summit_export_rejected')).toEqual([4]);
  expect(value(b, 'summit_inbox_pending')).toEqual([1]);
  expect(b['summit_ledger_difference']).toMatchObject([
    { value: 1, attributes: { source: 'sentry', unit: 'delivery' } },
  ]);
  expect(b['summit_ledger_items']?.map((point) => [point.attributes['state'], point.value])).toEqual([
    ['dead_lettered', 1],
    ['pending', 1],
    ['received', 10],
    ['stored', 7],
  ]);
});

test('of several bridges one exports each round', async () => {
  await add('a', [{ kind: 'sum', name: 'runs', unit: '1', attributes: {}, add: 1 }]);
  const turns = await Promise.all(Array.from({ length: 6 }, () => exportMetrics(options({ intervalMs: 15_000 }))));
  expect(turns.filter(Boolean)).toHaveLength(1);
  expect((await sent('a'))['runs']).toHaveLength(2);
});

test('a series that rests for more than a day is left out', async () => {
  await add('a', [{ kind: 'sum', name: 'old', unit: '1', attributes: {}, add: 1 }]);
  await database
    .db()
    .updateTable('metric_series')
    .set({ updated_at: new Date(T0 - 25 * 3_600_000) })
    .execute();
  await exportMetrics(options());
  expect((await sent('a'))['old']).toBeUndefined();
});

test('six hundred series go in requests of 512 points, none lost', async () => {
  await add(
    'a',
    Array.from({ length: 600 }, (_, i) => ({
      kind: 'sum' as const,
      name: 'many',
      unit: '1',
      attributes: { i: String(i) },
      add: 1,
    })),
  );
  await exportMetrics(options());
  const sizes = await database.db().selectFrom('outbox').select('items').where('tenant', '=', 'a').execute();
  expect(Math.max(...sizes.map((row) => row.items))).toBeLessThanOrEqual(512);
  expect((await sent('a'))['many']).toHaveLength(1200);
}, 30_000);

test('it runs on its interval until it is stopped', async () => {
  const exported = jest.fn();
  const exporter = startExporter(options({ intervalMs: 30, onExported: exported }));
  await new Promise((resolve) => setTimeout(resolve, 400));
  await exporter.stop();
  const rounds = exported.mock.calls.length;
  expect(rounds).toBeGreaterThan(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(exported).toHaveBeenCalledTimes(rounds);
});

describe('/metrics', () => {
  test('sums health over tenants, without naming them, and carries the worker’s own', async () => {
    const db = database.db();
    for (const tenant of ['a', 'b'])
      await db
        .insertInto('dead_letter')
        .values({
          tenant,
          source: 'github',
          received_at: new Date(),
          encoding: '',
          meta: '{}',
          attempts: 1,
          reason: 'x',
          body: Buffer.from('x'),
        })
        .execute();
    const worker = createWorkerMetrics();
    worker.digested(300, 0.2, 'applied');
    worker.sent('logs', 7, 'sent', 0.01);
    const main = createMainMetrics({ db, now: () => Date.now(), onError: () => undefined });
    main.workerText(await worker.text());
    main.answered('/api/{project}/envelope/', 200, 0.004);
    const { text: page } = await main.text();
    for (const line of [
      'summit_dead_letters 2',
      'summit_database_up 1',
      'summit_digest_rows_total{outcome="applied"} 300',
      'summit_otlp_items_total{signal="logs",outcome="sent"} 7',
    ])
      expect(page).toContain(line);
    expect(page).not.toMatch(/tenant/);
    // One declaration a metric, or Prometheus refuses the page.
    const declared = page
      .split('\n')
      .filter((line) => line.startsWith('# TYPE'))
      .map((line) => line.split(' ')[2]);
    expect(new Set(declared).size).toBe(declared.length);
  });

  test('says so when the database does not answer', async () => {
    const gone = openDatabase({ url: 'postgres://nobody@127.0.0.1:9/none', poolSize: 1 });
    const failing = createMainMetrics({ db: gone, now: () => 0, onError: () => undefined });
    expect((await failing.text()).text).toContain('summit_database_up 0');
    await gone.destroy();
  });
});

test('spans of the bridge itself', async () => {
  let clock = 1_790_000_000_000;
  const tracer = createTracer({
    ratio: 1,
    random: () => 0.5,
    nowMs: () => (clock += 5),
    randomHex: (bytes) => 'ab'.repeat(bytes),
    tenant: 'a',
    version: '1',
    thread: 'worker',
  });
  expect(tracer.take()).toBeNull();
  await tracer.within('digest batch', { 'summit.rows': 3 }, () => Promise.resolve());
  await expect(tracer.within('outbox send', {}, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  const taken = tracer.take();
  const spans = messages(
    messages(messages(readMessage(taken?.payload ?? new Uint8Array()), 1)[0] ?? NONE, 2)[0] ?? NONE,
    2,
  );
  expect(spans.map((span) => [text(span, 5), hex(span, 1), text(messages(span, 15)[0] ?? NONE, 2)])).toEqual([
    ['digest batch', 'ab'.repeat(16), undefined],
    ['outbox send', 'ab'.repeat(16), 'down'],
  ]);
  expect(tracer.take()).toBeNull();
  const quiet = createTracer({
    ratio: 0,
    random: () => 0.5,
    nowMs: () => 0,
    randomHex: () => '',
    tenant: 'a',
    version: '1',
    thread: 'main',
  });
  quiet.ended('request', 0, 1, {});
  expect(quiet.take()).toBeNull();
});
