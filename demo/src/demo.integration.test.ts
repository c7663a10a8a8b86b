import { HookPage, IncidentDetail, IncidentPage, IssuePage } from '@summit/contracts';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { notification, notify } from './grafana/notify';
import { findIssue } from './grafana/findIssue';
import { credentialsOf, startBridge, withBridges, type TestBridge } from '../../bridge/src/testing/bridge';
import { until as wait } from '../../bridge/src/testing/until';
import { call, type Target } from './api';
import { feed, type Told } from './feed';
import { nodeService } from './sentry/nodeService';
import { setUp, type Stage } from './setup';
import { readState, writeState, type State } from './state';
import { repositories } from './story/catalogue';
import type { AlertPlan } from './story/alerts';

jest.setTimeout(120_000);

const hourMs = 3_600_000;
let bridge: TestBridge;
let target: Target;
let folder: string;

// Above `withBridges`, so that it runs before the data directory is removed.
afterAll(async () => {
  await bridge.end('SIGTERM');
  await rm(folder, { recursive: true });
});
const newDirectory = withBridges();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'summit-demo-'));
  bridge = await startBridge(await newDirectory());
  target = { url: bridge.url, token: (await credentialsOf(bridge.dataDirectory)).token };
});

/** What the bridge refused, in its words. */
const refusals: string[] = [];
afterEach(() => {
  expect(refusals.splice(0)).toEqual([]);
});

const tell = (stage: Stage, from: number, until: number, told: (until: number) => Promise<void> = async () => {}) =>
  feed({
    target,
    stage,
    from,
    historyOnly: true,
    // The story ends where it is said to; nothing of it is in the future.
    now: () => until,
    sleep: async (ms) => void (await sleep(ms)),
    report: (line) => void (line.startsWith('refused') && refusals.push(line)),
    told,
  });

const issueCounts = async (): Promise<Record<string, number>> => {
  const { items } = await call(target, 'GET', '/issues?limit=100', IssuePage);
  return Object.fromEntries(items.map(({ shortId, count }) => [shortId, count]));
};
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);

/** The counts, once the bridge has digested what it was sent. */
const digested = (events: number): Promise<Record<string, number>> =>
  wait(async () => {
    const counts = await issueCounts();
    return sum(counts) >= events && counts;
  }, `${events} errors to be digested`);

const doors = async (): Promise<string[]> => {
  const { items } = await call(target, 'GET', '/hooks?limit=100', HookPage);
  return items.map(({ id }) => id).sort();
};

describe('a demo that is started again', () => {
  const until = Math.floor(Date.now() / 1000) * 1000 - 60_000;
  const half = until - hourMs / 2;
  const from = half - hourMs;
  let memory: State;
  let first: Told;

  test('remembers its doors and how far it came', async () => {
    const stage = await setUp(target, 'summit', null);
    const marks: number[] = [];
    first = await tell(stage, from, half, async (mark) => void marks.push(mark));
    expect(first).toMatchObject({ repeated: 0 });
    expect(first.errors).toBeGreaterThan(10);
    expect(marks.at(-1)).toBe(half);
    memory = { ...stage.state, toldUntil: half };
    expect(sum(await digested(first.errors))).toBe(first.errors);
  });

  test('takes the same doors and goes on, and tells nothing twice', async () => {
    const before = await doors();
    const stage = await setUp(target, 'summit', memory);
    expect(stage.state).toEqual(memory);
    const second = await tell(stage, half, until);
    expect(second).toMatchObject({ repeated: 0 });
    expect(await doors()).toEqual(before);
    expect(before).toHaveLength(2);
    expect(sum(await digested(first.errors + second.errors))).toBe(first.errors + second.errors);
  });

  test('that forgot everything repeats itself word by word, which counts once', async () => {
    const [counts, before] = [await issueCounts(), await doors()];
    const stage = await setUp(target, 'summit', null);
    expect(await doors()).toEqual(before);
    expect(stage.state.doors.github?.secret).not.toBe(memory.doors.github?.secret);
    const again = await tell(stage, from, until);
    expect(again).toMatchObject({ deliveries: 0 });
    expect(again.repeated).toBeGreaterThan(100);
    // One more error that is new: when it is counted, all before it were looked at.
    const shop = nodeService(stage.dsns.get('orders') ?? '', 'orders', 'one more');
    shop.send({
      at: until,
      repository: repositories[1] ?? repositories[0]!,
      bug: 'currency',
      release: 'orders@1',
      user: 1,
    });
    await shop.flush();
    const total = sum(await digested(sum(counts) + 1));
    expect(total).toBe(sum(counts) + 1);
  });

  test('with another story is refused: their runs would share numbers', async () => {
    await expect(setUp(target, 'other', memory)).rejects.toThrow('this bridge was told the story of "summit"');
  });

  test('on another bridge starts from its beginning', async () => {
    const elsewhere: State = { ...memory, doors: { github: { id: 'gone', secret: 'x' } } };
    expect((await setUp(target, 'summit', elsewhere)).state.toldUntil).toBeNull();
  });
});

describe('the file it remembers in', () => {
  const state: State = { seed: 'summit', doors: { github: { id: 'a', secret: 'b' } }, toldUntil: 5 };

  test('is for its owner alone, whatever it was before', async () => {
    const file = join(folder, 'new', 'demo.json');
    expect(await readState(file)).toBeNull();
    await writeState(file, state);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readState(file)).toEqual(state);
    const open = join(folder, 'open.json');
    await writeFile(open, '{}', { mode: 0o644 });
    await writeState(open, state);
    expect((await stat(open)).mode & 0o777).toBe(0o600);
  });

  test('is not taken over from somebody else', async () => {
    const file = join(folder, 'other.json');
    await writeFile(file, '{"seed":1}');
    await expect(readState(file)).rejects.toThrow(`${file} is not the demo's`);
  });
});

test('an alert opens an incident that leads back to its issue, and resolves it', async () => {
  const stage = await setUp(target, 'summit', null);
  const repository = repositories.find(({ project }) => project.slug === 'payments');
  if (!repository) throw new Error('no payments');
  // No alert of the story begins at a half minute.
  const startsAt = Math.floor(Date.now() / 60_000) * 60_000 - 20 * 60_000 + 30_000;
  const release = `payments@${'f'.repeat(40)}`;
  const alert: AlertPlan = {
    repository,
    bug: 'gateway-timeout',
    severity: 'high',
    release,
    startsAt,
    endsAt: startsAt + 10 * 60_000,
  };
  const payments = nodeService(stage.dsns.get('payments') ?? '', 'payments', 'alert');
  payments.send({ at: startsAt - 1000, repository, bug: alert.bug, release, user: 7 });
  await payments.flush();
  const issue = await wait(() => findIssue(target, alert), 'the issue of the alert');
  const incidents = async () => {
    const { items } = await call(target, 'GET', '/incidents?limit=100', IncidentPage);
    return items.filter(({ createdAt }) => Date.parse(createdAt) === startsAt);
  };
  const reaches = (status: string): Promise<string> =>
    wait(async () => {
      const [incident] = await incidents();
      return incident?.status === status && incident.id;
    }, `an incident that is ${status}`);
  await notify(stage.grafana, notification(alert, 'firing', issue));
  const id = await reaches('open');
  const detail = await call(target, 'GET', `/incidents/${id}`, IncidentDetail);
  expect(detail).toMatchObject({ severity: 'high', affectedServices: ['payments'] });
  expect(detail.ledHere.map(({ kind, id: entity }) => `${kind} ${entity}`)).toContain(`issue ${issue.id}`);
  await notify(stage.grafana, notification(alert, 'resolved', issue));
  expect(await reaches('resolved')).toBe(id);
  expect(await incidents()).toHaveLength(1);
});
