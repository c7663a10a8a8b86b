import { Server, ServerCredentials, status, type ServerErrorResponse } from '@grpc/grpc-js';
import { withTestDatabase } from '../testing/database';
import { until } from '../testing/until';
import { encodeLogs } from './encode';
import { startSender, type Sender, type SenderOptions } from './sender';
import { messages, readMessage } from './testing/protobuf';
import { startReceiver, type Receiver } from './testing/receiver';
import { grpcTransport } from './transport/grpc';
import { httpTransport } from './transport/http';
import type { Transport } from './transport/transport';

// Real PostgreSQL on a busy machine takes its time; waiting is not what is tested.
jest.setTimeout(60_000);

const database = withTestDatabase();
const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const started: { stop(): Promise<void> }[] = [];
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  await database.db().deleteFrom('outbox').execute();
  await database.db().deleteFrom('export_rejection').execute();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
  await receiver.close();
});

const http = (endpoint = receiver.endpoint, timeoutMs = 1_000): Transport =>
  httpTransport({ endpoint, headers: { 'x-extra': 'yes' }, timeoutMs, concurrency: 4 });

function send(transport: Transport, more: Partial<SenderOptions> = {}): Sender {
  const sender = startSender({
    db: database.db(),
    transport,
    log,
    concurrency: 4,
    batchRows: 32,
    maxSpoolBytes: 1e9,
    leaseMs: 30_000,
    backoffMs: { first: 20, longest: 100 },
    ...more,
  });
  started.push(sender);
  return sender;
}

const payload = (body: string) =>
  Buffer.from(
    encodeLogs({ tenant: 't', attributes: {} }, 's', [
      { timeMs: 1, observedMs: 1, severity: 'error', body, attributes: {} },
    ]),
  );

interface Row {
  tenant?: string;
  signal?: 'logs' | 'traces' | 'metrics';
  items?: number;
  payload?: Buffer;
}

async function put(rows: Row[]): Promise<void> {
  await database
    .db()
    .insertInto('outbox')
    .values(
      rows.map(({ tenant = 't', signal = 'logs', items = 1, payload: bytes = payload('x') }) => ({
        tenant,
        signal,
        items,
        payload: bytes,
      })),
    )
    .execute();
}

const waiting = async () =>
  Number(
    (
      await database
        .db()
        .selectFrom('outbox')
        .select((e) => e.fn.countAll<string>().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );
const rejections = async () =>
  (await database.db().selectFrom('export_rejection').selectAll().execute()).map((row) => [
    row.tenant,
    row.signal,
    row.reason,
    Number(row.quantity),
  ]);

const drained = () => until(async () => (await waiting()) === 0, 'an empty outbox');

test('rows go to the path of their signal, under their tenant, gzipped; what is sent is gone', async () => {
  await put([{ signal: 'logs' }, { signal: 'traces', tenant: 'u' }, { signal: 'metrics' }]);
  send(http());
  await drained();
  expect(receiver.received.map((one) => [one.path, one.headers['x-scope-orgid']]).sort()).toEqual([
    ['/v1/logs', 't'],
    ['/v1/metrics', 't'],
    ['/v1/traces', 'u'],
  ]);
  expect(receiver.received[0]?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    'x-extra': 'yes',
  });
});

test('rows of one tenant and signal are joined into requests of 512 items, none lost, tenants never mixed', async () => {
  await put(
    Array.from({ length: 30 }, (_, i) => ({
      tenant: i % 2 === 0 ? 'a' : 'b',
      items: 100,
      payload: payload(`row ${i}`),
    })),
  );
  send(http());
  await drained();
  expect(receiver.received).toHaveLength(6);
  for (const tenant of ['a', 'b']) {
    const bodies = receiver.received.filter((one) => one.headers['x-scope-orgid'] === tenant).map((one) => one.body);
    expect(bodies.flatMap((body) => messages(readMessage(body), 1))).toHaveLength(15);
  }
});

test('a wake sends at once', async () => {
  const sender = send(http());
  await new Promise((resolve) => setTimeout(resolve, 100));
  await put([{}]);
  const asked = Date.now();
  sender.wake();
  await drained();
  expect(Date.now() - asked).toBeLessThan(700);
});

describe('while the receiver fails', () => {
  test.each([429, 502, 503, 504])('%i is tried until it is taken', async (code) => {
    let failures = 3;
    receiver.answer = () => ({ status: failures-- > 0 ? code : 200 });
    await put([{ payload: payload('kept') }]);
    send(http());
    await drained();
    expect(receiver.received).toHaveLength(4);
    expect(new Set(receiver.received.map((one) => one.body.toString('hex'))).size).toBe(1);
    expect(await rejections()).toEqual([]);
  });

  test.each([401, 403, 404])('%i refuses us, not the data: nothing is thrown away', async (code) => {
    let failures = 2;
    receiver.answer = () => ({ status: failures-- > 0 ? code : 200 });
    await put([{}]);
    send(http());
    await drained();
    expect(await rejections()).toEqual([]);
  });

  test('Retry-After is obeyed', async () => {
    let first = true;
    receiver.answer = () => {
      const answer = first ? { status: 429, headers: { 'retry-after': '1' } } : { status: 200 };
      first = false;
      return answer;
    };
    await put([{}]);
    send(http());
    await drained();
    const [one, two] = receiver.received;
    expect((two?.atMs ?? 0) - (one?.atMs ?? 0)).toBeGreaterThanOrEqual(950);
  });

  test('a dead receiver keeps everything, is met with one probe at a time, and gets all when it is back', async () => {
    const { endpoint } = receiver;
    await receiver.close();
    await put(Array.from({ length: 60 }, () => ({ items: 512 })));
    send(http(endpoint));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await waiting()).toBe(60);
    receiver = await startReceiver(Number(new URL(endpoint).port));
    await drained();
    expect(receiver.received).toHaveLength(60);
  });

  test('a receiver that hangs or breaks the connection is tried again', async () => {
    const answers = [{ status: 200, delayMs: 3_000 }, { status: 200, reset: true }, { status: 200 }];
    receiver.answer = () => answers.shift() ?? { status: 200 };
    await put([{}]);
    send(http(receiver.endpoint, 200));
    await drained();
    expect(receiver.received).toHaveLength(3);
  });

  test('one tenant that is refused does not hold up the others', async () => {
    receiver.answer = (request) => ({ status: request.headers['x-scope-orgid'] === 'full' ? 429 : 200 });
    await put([
      { tenant: 'full' },
      { tenant: 'full', signal: 'traces' },
      ...Array.from({ length: 5 }, (_, i) => ({ tenant: `ok${i}` })),
    ]);
    send(http(), { backoffMs: { first: 50, longest: 2_000 } });
    await until(async () => (await waiting()) === 2, 'the others to be sent');
  });
});

describe('what is refused for good', () => {
  test('is counted, logged and dropped; the rest of its request is searched out and sent', async () => {
    const poison = payload('poison');
    receiver.answer = (request) => ({ status: request.body.includes('poison') ? 400 : 200 });
    await put([{}, { payload: poison, items: 7 }, {}]);
    send(http());
    await drained();
    expect(await rejections()).toEqual([['t', 'logs', 'HTTP 400', 7]]);
    const taken = receiver.received.filter((one) => !one.body.includes('poison'));
    expect(taken).toHaveLength(2);
    expect(log.error).toHaveBeenCalledWith(
      expect.objectContaining({ reason: 'HTTP 400', items: 7 }),
      expect.any(String),
    );
  });

  test('a request that is too large is sent in parts', async () => {
    receiver.answer = (request) => ({ status: request.body.length > 150 ? 413 : 200 });
    await put(Array.from({ length: 6 }, () => ({})));
    send(http());
    await drained();
    expect(await rejections()).toEqual([]);
    expect(receiver.received.filter((one) => one.body.length <= 150)).toHaveLength(6);
  });

  test('partial success is counted', async () => {
    // ExportLogsServiceResponse { partial_success { rejected_log_records: 2, error_message: "old" } }
    receiver.answer = () => ({ status: 200, body: Buffer.from([0x0a, 7, 0x08, 2, 0x12, 3, ...Buffer.from('old')]) });
    await put([{ items: 5 }]);
    send(http());
    await drained();
    expect(await rejections()).toEqual([['t', 'logs', 'partial_success', 2]]);
  });

  test('an answer that is no OTLP counts as taken', async () => {
    receiver.answer = () => ({ status: 200, body: Buffer.from('<html>') });
    await put([{}]);
    send(http());
    await drained();
    expect(await rejections()).toEqual([]);
  });
});

test('beyond its ceiling the spool drops its oldest rows and counts their items', async () => {
  await put(Array.from({ length: 10 }, (_, i) => ({ items: i + 1, payload: Buffer.alloc(1_000, i) })));
  const { endpoint } = receiver;
  await receiver.close();
  send(http(endpoint), { maxSpoolBytes: 4_000 });
  await until(async () => (await waiting()) === 4, 'the oldest to be dropped');
  expect(await rejections()).toEqual([['t', 'logs', 'spool_full', 1 + 2 + 3 + 4 + 5 + 6]]);
  const left = await database.db().selectFrom('outbox').select('items').orderBy('id').execute();
  expect(left.map((row) => row.items)).toEqual([7, 8, 9, 10]);
});

test('several bridges share the outbox: each row is sent once', async () => {
  await put(Array.from({ length: 100 }, (_, i) => ({ items: 512, payload: payload(`row ${i}`) })));
  for (let i = 0; i < 3; i += 1) send(http(), { batchRows: 7 });
  await drained();
  expect(receiver.received).toHaveLength(100);
});

test('what a sender that died had taken is sent when its lease ends', async () => {
  await put([{}]);
  await database
    .db()
    .updateTable('outbox')
    .set({ not_before: new Date(Date.now() + 400), attempts: 1 })
    .execute();
  send(http());
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(receiver.received).toHaveLength(0);
  await drained();
});

test('stopping ends within seconds though the receiver hangs, and keeps the row', async () => {
  receiver.answer = () => ({ status: 200, delayMs: 60_000 });
  await put([{}]);
  const sender = send(http(receiver.endpoint, 60_000));
  await until(() => receiver.received.length === 1, 'the request');
  const asked = Date.now();
  await sender.stop();
  expect(Date.now() - asked).toBeLessThan(5_000);
  expect(await waiting()).toBe(1);
});

describe('gRPC', () => {
  const services = ['trace.v1.TraceService', 'logs.v1.LogsService', 'metrics.v1.MetricsService'];
  const calls: { path: string; tenant: unknown; body: Buffer }[] = [];
  let answer: () => Partial<ServerErrorResponse> | Buffer;

  async function startGrpc(): Promise<string> {
    calls.length = 0;
    const server = new Server();
    const identity = (bytes: Buffer) => bytes;
    for (const service of services) {
      const path = `/opentelemetry.proto.collector.${service}/Export`;
      server.addService(
        {
          Export: {
            path,
            requestStream: false,
            responseStream: false,
            requestSerialize: identity,
            requestDeserialize: identity,
            responseSerialize: identity,
            responseDeserialize: identity,
          },
        },
        {
          Export: (
            call: { request: Buffer; metadata: { get(name: string): unknown[] } },
            done: (error: Partial<ServerErrorResponse> | null, body?: Buffer) => void,
          ) => {
            calls.push({ path, tenant: call.metadata.get('x-scope-orgid')[0], body: call.request });
            const result = answer();
            if (Buffer.isBuffer(result)) done(null, result);
            else done(result);
          },
        },
      );
    }
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    started.push({ stop: async () => server.forceShutdown() });
    return `http://127.0.0.1:${port}`;
  }
  const grpc = (endpoint: string): Transport =>
    grpcTransport({ endpoint, headers: {}, timeoutMs: 1_000, concurrency: 4 });

  test('rows go to the service of their signal, under their tenant, as they are', async () => {
    answer = () => Buffer.alloc(0);
    const endpoint = await startGrpc();
    const body = payload('over gRPC');
    await put([{ payload: body }, { signal: 'traces' }, { signal: 'metrics', tenant: 'u' }]);
    send(grpc(endpoint));
    await drained();
    expect(calls.map((call) => [call.path.split('.')[3], call.tenant]).sort()).toEqual([
      ['logs', 't'],
      ['metrics', 'u'],
      ['trace', 't'],
    ]);
    expect(calls.find((call) => call.path.includes('.logs.'))?.body.equals(body)).toBe(true);
  });

  test('unavailable is tried again, an invalid request is counted and dropped, partial success is counted', async () => {
    const answers: (Partial<ServerErrorResponse> | Buffer)[] = [
      { code: status.UNAVAILABLE },
      { code: status.RESOURCE_EXHAUSTED },
      { code: status.INVALID_ARGUMENT },
    ];
    answer = () => answers.shift() ?? Buffer.from([0x0a, 2, 0x08, 3]);
    const endpoint = await startGrpc();
    await put([{ items: 9 }]);
    send(grpc(endpoint));
    await drained();
    await put([{ items: 5 }]);
    await drained();
    expect((await rejections()).sort()).toEqual([
      ['t', 'logs', 'gRPC INVALID_ARGUMENT', 9],
      ['t', 'logs', 'partial_success', 3],
    ]);
  });

  test('a message that is larger than the receiver takes is sent in parts', async () => {
    answer = () => {
      const tooLarge = (calls.at(-1)?.body.length ?? 0) > 150;
      if (!tooLarge) return Buffer.alloc(0);
      return { code: status.RESOURCE_EXHAUSTED, details: 'grpc: received message larger than max (200 vs. 150)' };
    };
    const endpoint = await startGrpc();
    await put(Array.from({ length: 5 }, () => ({})));
    send(grpc(endpoint));
    await drained();
    expect(await rejections()).toEqual([]);
    expect(calls.filter((call) => call.body.length <= 150)).toHaveLength(5);
  });

  test('a receiver that is not there is waited for', async () => {
    await put([{}]);
    send(grpc('http://127.0.0.1:9'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await waiting()).toBe(1);
    expect(await rejections()).toEqual([]);
  });
});
