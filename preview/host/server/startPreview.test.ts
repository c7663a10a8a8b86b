import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPreview, type Preview } from './startPreview';

const pluginJson = (id: string, type: string, more = {}) =>
  JSON.stringify({ id, type, name: id, info: { version: '1', logos: { small: 'a', large: 'a' } }, ...more });

const routes = [
  {
    path: 'api/v1',
    method: 'GET',
    url: '{{ .JsonData.apiUrl }}/api/v1',
    headers: [{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.token }}' }],
  },
];

let folder: string;
let upstream: Server;
let seen: IncomingMessage[];
let answer: (response: ServerResponse) => void;
let preview: Preview;

const proxied = (path: string, init?: RequestInit) =>
  fetch(`${preview.url}/react18/api/datasources/proxy/uid/summit/${path}`, init);

/** `fetch` sets Host by itself; this one says what it is told. */
const statusWithHost = (host: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    httpRequest(`${preview.url}/`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'summit-preview-'));
  await mkdir(join(folder, 'dist/datasource'), { recursive: true });
  await mkdir(join(folder, 'host/react18'), { recursive: true });
  await writeFile(join(folder, 'dist/plugin.json'), pluginJson('summit-observability-app', 'app'));
  await writeFile(join(folder, 'dist/module.js'), 'define([],()=>({}))');
  await writeFile(
    join(folder, 'dist/datasource/plugin.json'),
    pluginJson('summit-bridge-datasource', 'datasource', { routes }),
  );
  await writeFile(join(folder, 'secret.txt'), 'secret');
  upstream = createServer((request, response) => {
    seen.push(request);
    answer(response);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  preview = await startPreview({
    port: 0,
    bridgeUrl: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`,
    token: 'top-secret-token',
    pluginsDist: join(folder, 'dist'),
    hostDist: join(folder, 'host'),
  });
});

beforeEach(() => {
  seen = [];
  answer = (response) => response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' }).end('{}');
});

afterAll(async () => {
  await preview.close();
  await new Promise((resolve) => upstream.close(resolve));
  await rm(folder, { recursive: true });
});

describe('the proxy', () => {
  it('adds the token itself and passes on neither cookies nor the page’s authorization', async () => {
    const response = await proxied('api/v1/runs?limit=2', {
      headers: { cookie: 'session=1', authorization: 'Bearer page' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(seen[0]?.url).toBe('/api/v1/runs?limit=2');
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer top-secret-token' });
    expect(seen[0]?.headers.cookie).toBeUndefined();
  });

  it('turns a 401 of the bridge into the 400 that Grafana gives', async () => {
    answer = (response) => response.writeHead(401).end('{"detail":"no"}');
    const response = await proxied('api/v1/runs');
    expect([response.status, await response.text()]).toEqual([400, 'Authentication to data source failed']);
  });

  it('answers 502 for what no route matches, and asks no one', async () => {
    expect((await proxied('metrics')).status).toBe(502);
    expect((await proxied('api/v1/runs', { method: 'DELETE' })).status).toBe(502);
    expect(seen).toEqual([]);
  });

  it('streams: the first part arrives while the rest is not yet written', async () => {
    let finish: () => void = () => undefined;
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      finish = () => response.end('data: 2\n\n');
    };
    const reader = (await proxied('api/v1/stream')).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
    finish();
    const second = await reader?.read();
    expect(new TextDecoder().decode(second?.value)).toBe('data: 2\n\n');
  });

  it('closes upstream when the page goes', async () => {
    const closed = new Promise((resolve) => {
      answer = (response) => {
        response.on('close', () => resolve(true));
        response.writeHead(200).write('data: 1\n\n');
      };
    });
    const controller = new AbortController();
    const response = await proxied('api/v1/stream', { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    expect(await closed).toBe(true);
  });
});

describe('the page', () => {
  it('holds no secret and has Grafana’s content security policy', async () => {
    const response = await fetch(`${preview.url}/react19/a/summit-observability-app/errors`);
    expect(await response.text()).not.toContain('top-secret-token');
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
  });

  it('is for the names of this machine only', async () => {
    const port = new URL(preview.url).port;
    expect(await statusWithHost(`localhost:${port}`)).toBe(302);
    expect(await statusWithHost('evil.example.test')).toBe(403);
    expect(await statusWithHost(`evil.example.test:${port}`)).toBe(403);
  });

  it('takes no request from another site', async () => {
    const response = await proxied('api/v1/runs', { headers: { origin: 'http://evil.example.test' } });
    expect(response.status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('serves a nested plugin under its own id, and nothing beside its folder', async () => {
    expect((await fetch(`${preview.url}/react18/public/plugins/summit-bridge-datasource/plugin.json`)).status).toBe(
      200,
    );
    expect((await fetch(`${preview.url}/react18/public/plugins/summit-observability-app/..%2fsecret.txt`)).status).toBe(
      404,
    );
    expect((await fetch(`${preview.url}/react18/public/plugins/nothing/module.js`)).status).toBe(404);
  });
});

it('does not start without built plugins', async () => {
  await expect(
    startPreview({ port: 0, bridgeUrl: 'http://x', token: 't', pluginsDist: join(folder, 'none') }),
  ).rejects.toThrow('no built plugin');
});
