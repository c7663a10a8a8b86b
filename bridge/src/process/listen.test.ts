import type { RequestListener, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { until } from '../testing/until';
import { listen } from './listen';

const open: { server: Server; sockets: Socket[] }[] = [];
afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  }
});

const late: RequestListener = (req, res) => {
  req.resume();
  req.once('end', () => setTimeout(() => res.end(`read ${req.method}`), 50));
};

async function started(
  serve: RequestListener = late,
  limits: Partial<{ requestTimeoutMs: number; maxConnections: number }> = {},
) {
  const { server, port } = await listen(
    { host: '127.0.0.1', port: 0, requestTimeoutMs: 30_000, maxConnections: 100, ...limits },
    serve,
  );
  const sockets: Socket[] = [];
  open.push({ server, sockets });
  /** Sends bytes as they are; `text` is all that came back so far. */
  const talk = (bytes: string, close = false) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const told = { text: '', closed: false, socket };
    socket.on('data', (chunk: Buffer) => (told.text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => (told.closed = true));
    socket.write(bytes);
    if (close) socket.end();
    sockets.push(socket);
    return told;
  };
  return { server, talk };
}

test('a sender that closes its side after the request gets its answer', async () => {
  const { talk } = await started();
  const told = talk('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}', true);
  await until(() => told.closed);
  expect(told.text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*read POST/);
});

test('a connection closed between requests is closed on both sides', async () => {
  const { server, talk } = await started();
  const told = talk('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await until(() => told.text.includes('read GET'));
  told.socket.end();
  await until(() => told.closed);
  const left = await new Promise<number>((counted) => server.getConnections((_error, count) => counted(count)));
  expect(left).toBe(0);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\n${'x-many: some value\r\n'.repeat(1_500)}\r\n`, 431],
  ['an endless address', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}', 400],
  ['a body that ends early', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 20\r\n\r\n{}', 400],
])('%s: an answer in the shape of all others', async (_name, bytes, status) => {
  const { talk } = await started();
  const told = talk(bytes, status === 400);
  await until(() => told.closed);
  const [head = '', body = ''] = told.text.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z][^]*\r\ncontent-type: application/json\r\n`));
  expect(JSON.parse(body)).toEqual({ detail: expect.stringMatching(/^The .*\.$/), causes: [] });
});

test('a request that does not arrive in time is told so', async () => {
  const { talk } = await started(late, { requestTimeoutMs: 500 });
  const told = talk('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 20\r\n\r\n{');
  await until(() => told.closed);
  expect(told.text).toMatch(/^HTTP\/1\.1 408 [^]*did not arrive whole in time/);
}, 20_000);

test('nothing is written into an answer that is under way', async () => {
  const { talk } = await started((_req, res) => {
    res.writeHead(200, { 'content-length': 10 });
    res.write('half');
  });
  const told = talk('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await until(() => told.text.endsWith('half'));
  told.socket.write('no http\r\n\r\n');
  await until(() => told.closed);
  expect(told.text).toMatch(/\r\n\r\nhalf$/);
});

test('beyond as many connections as may be, idle ones make room', async () => {
  const { talk } = await started(late, { maxConnections: 3 });
  const idle = [1, 2, 3].map(() => talk('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  await until(() => idle.every((one) => one.text.includes('read GET')));
  const dropped = talk('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await until(() => dropped.closed && idle.every((one) => one.closed));
  expect(dropped.text).toBe('');
  const next = talk('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await until(() => next.text.includes('read GET'));
});
