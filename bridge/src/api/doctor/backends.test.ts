import { createServer, type RequestListener, type Server } from 'node:http';
import { backendHops } from './backends';

// Real sockets on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const servers: Server[] = [];
const none = { otlp: null, loki: null, tempo: null, mimir: null, pyroscope: null };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function loki(url: string | null, showAddress = true) {
  const hop = (await backendHops({ ...none, loki: url }, showAddress)).find((one) => one.name === 'Loki');
  if (!hop) throw new Error('there is no hop for Loki');
  return hop;
}

test('a service that is ready is ok, with its version and latency', async () => {
  const url = await serve((request, response) =>
    request.url === '/ready' ? response.end('ready\n') : response.end('{"version":"3.5.1","branch":"x"}'),
  );
  expect(await loki(url)).toMatchObject({ status: 'ok', version: '3.5.1', advice: null, tried: `GET ${url}/ready` });
});

test('a version within `data`, as Mimir and Prometheus answer, is read too', async () => {
  const url = await serve((request, response) =>
    request.url === '/ready' ? response.end('ready') : response.end('{"status":"success","data":{"version":"2.17.0"}}'),
  );
  const hops = await backendHops({ ...none, mimir: url }, true);
  expect(hops.find((hop) => hop.name === 'Mimir')).toMatchObject({ status: 'ok', version: '2.17.0' });
});

describe('what comes late', () => {
  const withConfig = (config: string, status = 200) =>
    serve((request, response) =>
      request.url === '/config' ? response.writeHead(status).end(config) : response.end('ready'),
    );

  test('a Loki with short windows is a warning that names each setting', async () => {
    const hop = await loki(
      await withConfig(`target: all
schema_config:
  configs:
  - object_store: filesystem
ingester:
  query_store_max_look_back_period: 2h41m0s
limits_config:
  reject_old_samples: true
  reject_old_samples_max_age: 1d12h
  shard_streams:
    time_sharding_enabled: false
`),
    );
    expect(hop.status).toBe('warning');
    for (const part of ['reject_old_samples_max_age to 168h', 'time_sharding_enabled', 'max_look_back_period', '1d12h'])
      expect(hop.advice).toContain(part);
  });

  test('a Mimir as it comes is a warning', async () => {
    const url = await withConfig('limits:\n  out_of_order_time_window: 0s\n');
    const hop = (await backendHops({ ...none, mimir: url }, true)).find(({ name }) => name === 'Mimir');
    expect(hop).toMatchObject({
      status: 'warning',
      advice: expect.stringContaining('limits.out_of_order_time_window to 168h'),
    });
  });

  test('a configuration that is not shown, not read, or larger than any, is no fault', async () => {
    for (const [config, status] of [
      ['reject_old_samples_max_age: 1s', 403],
      ['<html>', 200],
      [`${'x'.repeat(2 * 1024 * 1024)}\nreject_old_samples_max_age: 1s`, 200],
    ] as const)
      expect(await loki(await withConfig(config, status))).toMatchObject({ status: 'ok', advice: null });
  });
});

test('the OTLP receiver is asked with an empty export', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    request.on('data', (chunk: Buffer) => asked.push(`${request.method} ${request.url} ${chunk.toString()}`));
    request.on('end', () => response.end('{}'));
  });
  const hops = await backendHops({ ...none, otlp: `${url}/` }, true);
  expect(hops.find((hop) => hop.name === 'OTLP endpoint')).toMatchObject({ status: 'ok' });
  expect(asked).toEqual(['POST /v1/traces {"resourceSpans":[]}']);
});

test.each<[string, number, Record<string, string>, RegExp]>([
  ['not ready yet', 503, {}, /not ready yet/],
  ['guarded', 401, {}, /credentials/],
  ['another service', 404, {}, /LOKI_URL may name another/],
  ['a redirect, which is not followed', 302, { location: 'http://169.254.169.254/latest' }, /does not follow/],
])('%s is failed, with what to do', async (_what, status, headers, advice) => {
  const url = await serve((_request, response) => response.writeHead(status, headers).end());
  expect(await loki(url)).toMatchObject({ status: 'failed', advice: expect.stringMatching(advice) });
});

test('nothing at the address says why', async () => {
  const hop = await loki('http://127.0.0.1:9');
  expect(hop).toMatchObject({ status: 'failed', version: null });
  expect(hop.advice).toMatch(/could not be reached \(.+\). Check LOKI_URL/);
});

test('one that never answers costs a bounded time, one that never ends a bounded size', async () => {
  const silent = await serve(() => undefined);
  const endless = await serve((_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.on('close', () => clearInterval(timer));
  });
  const start = performance.now();
  const hops = await backendHops({ ...none, loki: silent, tempo: endless }, true);
  expect(performance.now() - start).toBeLessThan(8_000);
  expect(hops.find((hop) => hop.name === 'Loki')?.advice).toMatch(/no answer within/);
  expect(hops.find((hop) => hop.name === 'Tempo')?.status).toBe('failed');
});

test('what is not configured is skipped and says how to have it checked', async () => {
  expect(await loki(null)).toMatchObject({
    status: 'skipped',
    latencyMs: null,
    advice: expect.stringContaining('LOKI_URL'),
  });
});

test('credentials in an address are sent as basic authentication', async () => {
  const url = await serve((request, response) =>
    response.writeHead(request.headers.authorization === 'Basic bWU6cDpzcw==' ? 200 : 401).end(),
  );
  expect(await loki(url.replace('//', '//me:p%3Ass@'))).toMatchObject({ status: 'ok', tried: `GET ${url}/ready` });
});

test('addresses are for administrators, their credentials for nobody', async () => {
  const url = 'http://me:secret@127.0.0.1:9/loki?token=x';
  expect((await loki(url)).tried).toBe('GET http://127.0.0.1:9/loki/ready');
  expect((await loki(url, false)).tried).toBe('GET LOKI_URL/ready');
});
