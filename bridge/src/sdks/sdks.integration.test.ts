import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventDetail, EventPage, IssueDetail, IssuePage, type Issue } from '@summit/contracts';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import type { z } from 'zod';
import { attributes, double, messages, NONE, readMessage, text } from '../emit/testing/protobuf';
import { startReceiver, type Receiver } from '../emit/testing/receiver';
import {
  buildBridge,
  credentialsOf,
  newDataDirectory,
  removeDataDirectory,
  startBridge,
  type FirstCredentials,
  type TestBridge,
} from '../testing/bridge';
import { until } from '../testing/until';
import { pythonWithSdk } from './python';

/** The official SDKs as they are, sending over HTTP to a bridge as it is; what came of it is read over the API. */

const run = promisify(execFile);
const state: { bridge?: TestBridge; receiver?: Receiver; credentials?: FirstCredentials; directory?: string } = {};

beforeAll(async () => {
  buildBridge();
  state.receiver = await startReceiver();
  state.directory = await newDataDirectory();
  state.bridge = await startBridge(state.directory, {
    OTLP_ENDPOINT: state.receiver.endpoint,
    OWN_TRACE_RATIO: '1',
    METRICS_INTERVAL_SECONDS: '1',
  });
  state.credentials = await credentialsOf(state.directory);
}, 400_000);

afterAll(async () => {
  await state.bridge?.end('SIGTERM');
  if (state.directory !== undefined) await removeDataDirectory(state.directory);
  await state.receiver?.close();
}, 60_000);

/** The DSN, with an address that needs no name resolution. */
function dsn(): string {
  const { publicKey, projectId } = state.credentials ?? { publicKey: '', projectId: '' };
  return `http://${publicKey}@127.0.0.1:${state.bridge?.port}/${projectId}`;
}

async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await fetch(`${state.bridge?.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${state.credentials?.token}` },
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return schema.parse(body);
}

const arrived = <T>(what: string, read: () => Promise<T | undefined>): Promise<T> =>
  until(read, () => `${what}: ${state.bridge?.stderr()}`);

/** The issues of one platform, once there are events enough. */
function issuesOf(platform: string, events: number): Promise<Issue[]> {
  return arrived(`${events} ${platform} events`, async () => {
    const { items } = await get('/issues?limit=100', IssuePage);
    const own = items.filter((issue) => issue.platform === platform);
    return own.reduce((sum, issue) => sum + issue.count, 0) >= events ? own : undefined;
  });
}

async function latestEvent(issue: Issue | undefined): Promise<z.infer<typeof EventDetail>> {
  if (issue === undefined) throw new Error('no such issue');
  const { items } = await get(`/issues/${issue.id}/events?limit=1`, EventPage);
  return get(`/issues/${issue.id}/events/${items[0]?.eventId}`, EventDetail);
}

const byTitle = (issues: Issue[], start: string) =>
  issues.filter((issue) => issue.title.startsWith(start)).sort((a, b) => b.count - a.count);

test('Node: chained exceptions, scopes, fingerprints, messages, compressed bodies', async () => {
  await run(process.execPath, [join(__dirname, 'programs/node.cjs')], {
    env: { ...process.env, DSN: dsn(), NODE_OPTIONS: '' },
  });
  const issues = await issuesOf('node', 5);

  const [payment, gold] = byTitle(issues, 'PaymentError');
  expect(payment).toMatchObject({
    title: 'PaymentError: order 1 was not charged',
    type: 'PaymentError',
    count: 3,
    userCount: 1,
    level: 'error',
    lastRelease: 'shop@1.4.0+4f5e6d7c8b9a',
    environment: 'production',
  });
  expect(gold?.count).toBe(1);
  const detail = await get(`/issues/${gold?.id}`, IssueDetail);
  expect(detail.grouping.parts.at(-1)).toBe('fingerprint gold customers');
  expect(byTitle(issues, 'The stock of 17 lamps is low')).toMatchObject([{ level: 'warning', count: 1 }]);

  const { event } = await latestEvent(payment);
  expect(event.exceptions.map((exception) => exception.type)).toEqual(['SyntaxError', 'PaymentError']);
  const frame = event.exceptions[1]?.frames.at(-1);
  expect(frame).toMatchObject({ function: 'charge', inApp: true });
  expect(frame?.contextLine).toContain('throw new PaymentError');
  expect(event.user).toMatchObject({ id: 'u-7', email: 'ada@example.test' });
  expect(event.tags).toMatchObject({ region: 'eu' });
  expect(event.breadcrumbs).toContainEqual(expect.objectContaining({ message: 'added a lamp', data: { quantity: 2 } }));
  expect(event.sdk?.name).toBe('sentry.javascript.node');
  expect(event.contexts).toHaveProperty('runtime');
  expect(event.traceId).toMatch(/^[0-9a-f]{32}$/);
}, 60_000);

test('Python: causes, variables, templates of log messages, transactions left out', async () => {
  await run(pythonWithSdk(), [join(__dirname, 'programs/python.py')], {
    env: { PATH: process.env['PATH'], DSN: dsn() },
  });
  const issues = await issuesOf('python', 4);

  const [refund] = byTitle(issues, 'ValueError');
  expect(refund).toMatchObject({
    title: 'ValueError: order 2 cannot be refunded',
    count: 2,
    userCount: 1,
    culprit: 'refund task',
    environment: 'staging',
  });
  // Two log records with one template are one issue.
  expect(byTitle(issues, 'Balance of')).toMatchObject([{ count: 2, title: 'Balance of acme is off by 17' }]);

  const { event } = await latestEvent(refund);
  expect(event.exceptions.map((exception) => exception.type)).toEqual(['KeyError', 'ValueError']);
  const frames = event.exceptions[1]?.frames ?? [];
  expect(frames.map((frame) => frame.function)).toEqual(['<module>', 'work', 'refund']);
  expect(frames[1]?.vars).toMatchObject({ local_total: expect.anything() });
  expect(event).toMatchObject({
    serverName: 'worker-3',
    release: 'payments@2.0.1',
    tags: { queue: 'refunds' },
    user: { username: 'grace' },
  });
  expect(event.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(event.spanId).toMatch(/^[0-9a-f]{16}$/);
}, 180_000);

describe('browser', () => {
  const page: { server?: Server; url?: string } = {};

  beforeAll(async () => {
    const bundle = await build({
      entryPoints: [join(__dirname, 'programs/browser.js')],
      bundle: true,
      write: false,
      format: 'iife',
      minify: false,
    });
    const script = bundle.outputFiles[0]?.text ?? '';
    page.server = createServer((request, response) => {
      if (request.url === '/app.3f2a9c1b.js')
        return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      const body = `<!doctype html><body data-dsn="${dsn()}"><button id=total></button><button id=reject></button><button id=message></button><script src="/app.3f2a9c1b.js"></script>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(body);
    });
    await new Promise<void>((resolve) => page.server?.listen(0, '127.0.0.1', resolve));
    page.url = `http://127.0.0.1:${(page.server.address() as AddressInfo).port}/cart?coupon=secret`;
  }, 60_000);
  afterAll(() => void page.server?.close());

  test('unhandled errors, rejections and messages of a page of another origin', async () => {
    const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', chromium.executablePath()].find(
      (path) => path !== undefined && existsSync(path),
    );
    if (executablePath === undefined)
      throw new Error('Chromium is needed: apt-get install chromium, or npx playwright install chromium');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const tab = await browser.newPage();
      await tab.goto(page.url ?? '');
      for (const button of ['#total', '#reject', '#message']) await tab.click(button);
      const issues = await issuesOf('javascript', 3);

      const [total] = byTitle(issues, 'TypeError');
      expect(total?.title).toMatch(/^TypeError: Cannot read properties of undefined/);
      const detail = await get(`/issues/${total?.id}`, IssueDetail);
      expect(detail.grouping.parts.slice(-2)).toEqual(['frame app.js showTotal', 'frame app.js priceOf']);
      const keys = Object.fromEntries(detail.distributions.map(({ key, values }) => [key, values[0]?.value]));
      expect(keys['browser']).toMatch(/^(Headless )?Chrome \d+$/);
      expect(keys['url']).toBe(page.url?.split('?')[0]);
      expect(byTitle(issues, 'RangeError: no shipping to planet 4')).toHaveLength(1);
      expect(byTitle(issues, 'Nothing in the cart')).toMatchObject([{ level: 'info' }]);

      const { event } = await latestEvent(total);
      expect(event.exceptions[0]).toMatchObject({ handled: false });
      expect(event.breadcrumbs.some((crumb) => crumb.category === 'ui.click')).toBe(true);
    } finally {
      await browser.close();
    }
  }, 90_000);
});

test('all of it went on as log records: exception, issue, service, trace, and the first of an issue says so', async () => {
  const logs = await arrived('the log records', async () => {
    const bodies = (state.receiver?.received ?? []).filter((one) => one.path === '/v1/logs');
    const groups = bodies.flatMap((one) => messages(readMessage(one.body), 1));
    const records = groups.flatMap((group) =>
      messages(messages(group, 2)[0] ?? NONE, 2).map((record) => ({
        resource: attributes(messages(group, 1)[0] ?? NONE, 1),
        attributes: attributes(record, 6),
        body: text(messages(record, 5)[0] ?? NONE, 1),
        severity: text(record, 3),
      })),
    );
    return records.length >= 12 ? records : undefined;
  });
  const payments = logs.filter((log) => log.attributes['exception.type'] === 'PaymentError');
  expect(payments).toHaveLength(4);
  expect(payments[0]?.resource).toMatchObject({
    'summit.tenant': 'default',
    'service.name': 'default',
    'service.version': 'shop@1.4.0+4f5e6d7c8b9a',
    'deployment.environment.name': 'production',
  });
  expect(payments[0]?.attributes['exception.stacktrace']).toContain('at charge (');
  expect(payments.every((log) => /^DEFAULT-/.test(String(log.attributes['summit.issue.short_id'])))).toBe(true);
  const issues = new Set(logs.map((log) => log.attributes['summit.issue.id']));
  expect(logs.filter((log) => log.attributes['summit.issue.new'] === true)).toHaveLength(issues.size);
}, 60_000);

/** Messages in `scope` of all requests to a path: spans, metrics. */
function received(path: string): ReturnType<typeof messages> {
  const bodies = (state.receiver?.received ?? []).filter((one) => one.path === path);
  const groups = bodies.flatMap((one) => messages(readMessage(one.body), 1));
  return groups.flatMap((group) => messages(group, 2).flatMap((scope) => messages(scope, 2)));
}

test('the bridge’s own spans and its health go the same way', async () => {
  const names = await arrived('the own spans', async () => {
    const spans = new Set(received('/v1/traces').map((span) => text(span, 5)));
    return spans.has('digest batch') && spans.has('send logs') ? spans : undefined;
  });
  expect([...names].some((name) => name?.startsWith('request'))).toBe(true);
  const metrics = await arrived('the health', async () => {
    const all = received('/v1/metrics');
    return all.some((metric) => text(metric, 1) === 'summit_ledger_difference') ? all : undefined;
  });
  const points = metrics
    .filter((metric) => text(metric, 1) === 'summit_ledger_difference')
    .flatMap((metric) => messages(messages(metric, 5)[0] ?? NONE, 1));
  expect(points.length).toBeGreaterThan(0);
  expect(points.map((point) => double(point, 4)).every((value) => value === 0)).toBe(true);
  expect(metrics.map((metric) => text(metric, 1))).toContain('summit.error.events');
}, 60_000);
