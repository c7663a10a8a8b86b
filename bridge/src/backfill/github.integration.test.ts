import fc from 'fast-check';
import { digestCi } from '../digest/ci';
import { applyInbox } from '../digest/ci/testing/applyInbox';
import { deployment, itemsOf, run, story } from '../digest/ci/testing/story';
import { createContext } from '../digest/context';
import { tableBlobs } from '../store/blobs';
import { rawQuery } from '../store/database';
import { closeBooks } from '../testing/books';
import { withTestDatabase } from '../testing/database';
import { fakeGithub } from './testing/github';
import { rigOf, rowsOf, start } from './testing/rig';
import { cut, type FakeProvider, instead, startProvider } from './testing/server';
import type { Delivery } from './provider';

jest.setTimeout(60_000);
const database = withTestDatabase();
const rig = rigOf(() => database.db());
const open: FakeProvider[] = [];
const provider = async (answer: Parameters<typeof startProvider>[0]): Promise<FakeProvider> => {
  const made = await startProvider(answer);
  open.push(made);
  return made;
};
afterAll(() => Promise.all(open.map((one) => one.close())));
beforeEach(() => {
  rig.clock.ms = 0;
});

/** As GitHub tells it of deployments by Actions: each status names the page of the job. */
const told: readonly Delivery[] = story.map((one) => {
  if (one.event !== 'deployment_status') return one;
  const { deployment_status: status, ...rest } = one.payload;
  const page = 'https://github.com/demo/shop/actions/runs/1001/job/19';
  const byJob = rest['workflow_run'] !== null;
  return { ...one, payload: { ...rest, deployment_status: { ...Object(status), ...(byJob && { log_url: page }) } } };
});

const webhooks = (tenant: string, deliveries: readonly Delivery[]): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now: () => start, blobs: tableBlobs() });
      await digestCi(
        tx,
        itemsOf(
          tenant,
          deliveries.map(({ event, payload }) => ({ event, payload: { ...Object(payload) } })),
        ),
        context,
      );
      await context.flush(tx);
    });

const tenants = { n: 0 };
const newTenant = () => `t${tenants.n++}`;

const progressOf = async (id: string) => {
  const [row] = await rawQuery<Record<string, unknown>>(
    database.db(),
    `SELECT r.*, s.requests, s.waiting_until, s.waiting_for, s.error AS source_error,
       (SELECT count(*)::int FROM backfill_task t WHERE t.backfill_id = s.id) AS tasks
     FROM backfill s JOIN backfill_repository r ON r.backfill_id = s.id WHERE s.id = $1 ORDER BY r.position LIMIT 1`,
    [id],
  );
  return row ?? {};
};

const FACTS = ['run', 'job', 'change', 'change_head', 'deployment', 'repository'];

describe('what is fetched is what webhooks would have told', () => {
  test('by webhooks alone, by the API alone: the same runs, jobs, changes and deployments', async () => {
    const github = await provider(fakeGithub(told));
    const [byHook, byApi] = [newTenant(), newTenant()];
    await webhooks(byHook, told);
    const id = await rig.add({ tenant: byApi, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    await applyInbox(database.db(), rig.options.now);
    expect(await rowsOf(database.db(), byApi, FACTS)).toEqual(await rowsOf(database.db(), byHook, FACTS));
    expect(await progressOf(id)).toMatchObject({
      state: 'done',
      runs: '3',
      jobs: '5',
      changes: '1',
      deployments: '2',
      commits: '1',
      tasks: 0,
      unlisted: null,
      full_name: 'demo/shop',
      host: 'github.com',
    });
    expect(github.headers()).toMatchObject({
      authorization: 'Bearer secret-token',
      'x-github-api-version': '2022-11-28',
    });
  });

  test('whatever deliveries were lost, and whichever came first', async () => {
    const github = await provider(fakeGithub(told));
    const whole = newTenant();
    await webhooks(whole, told);
    const expected = await rowsOf(database.db(), whole, FACTS);
    await fc.assert(
      fc.asyncProperty(fc.subarray([...told.keys()]), fc.nat({ max: 30 }), async (kept, before) => {
        const tenant = newTenant();
        const heard = kept.flatMap((index) => told[index] ?? []);
        await webhooks(tenant, heard.slice(0, before));
        const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
        await rig.drain(id);
        await applyInbox(database.db(), rig.options.now);
        await webhooks(tenant, heard.slice(before));
        expect(await rowsOf(database.db(), tenant, FACTS)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  test('each answer is in the ledger like a delivery', async () => {
    const github = await provider(fakeGithub(told));
    const tenant = newTenant();
    const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    await applyInbox(database.db(), rig.options.now);
    const ledger = async () => {
      const rows = await rawQuery<{ state: string; n: number }>(
        database.db(),
        `SELECT state, sum(quantity)::int AS n FROM ledger WHERE tenant = $1 AND unit = 'item' GROUP BY 1`,
        [tenant],
      );
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    };
    const before = await ledger();
    const again = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(again);
    await applyInbox(database.db(), rig.options.now);
    await closeBooks(database.db(), 5_000);
    expect((await ledger())['received']).toBe(2 * (before['received'] ?? 0));
    // Known already, all of it.
    expect((await ledger())['stored']).toBe(before['stored']);
  });
});

const many = (count: number): Delivery[] =>
  Array.from({ length: count }, (_, n) => {
    // Two to a second, so that pages break within one.
    const at = new Date(Date.UTC(2026, 0, 20) + Math.floor(n / 2) * 1000).toISOString().replace('.000Z', 'Z');
    return run(50_000 + n, 1, 'completed', at, { created_at: at, run_started_at: at, conclusion: 'success' });
  });

describe('paging', () => {
  test('goes through all runs once, also those made within one second', async () => {
    const github = await provider(fakeGithub(many(131)));
    const tenant = newTenant();
    const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    await applyInbox(database.db(), rig.options.now);
    const [stored] = await rawQuery<{ n: number }>(
      database.db(),
      'SELECT count(*)::int AS n FROM run WHERE tenant = $1',
      [tenant],
    );
    expect(stored?.n).toBe(131);
    const jobsAsked = github.asked.filter((path) => path.includes('/jobs?'));
    expect(jobsAsked).toHaveLength(131);
    expect(await progressOf(id)).toMatchObject({
      state: 'done',
      runs: '131',
      oldest_at: new Date('2026-01-20T00:00:00Z'),
    });
  });

  test('goes on by number where a whole page was made in one second', async () => {
    const at = '2026-01-20T00:00:00Z';
    const burst = Array.from({ length: 120 }, (_, n) =>
      run(60_000 + n, 1, 'completed', at, { created_at: at, run_started_at: at, conclusion: 'success' }),
    );
    const github = await provider(fakeGithub(burst));
    const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '120' });
  });

  test('says how many are left', async () => {
    const github = await provider(fakeGithub(many(131)));
    const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id, 6);
    expect(await progressOf(id)).toMatchObject({ state: 'importing', unlisted: '81', runs: '2' });
  });
});

describe('resuming', () => {
  test('a worker that dies between any two requests loses and doubles nothing', async () => {
    const github = await provider(fakeGithub(told));
    const tenant = newTenant();
    const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    // One step each, by a worker that was never there before.
    let steps = 0;
    while ((await rig.drain(id, 1)) === 1) steps += 1;
    await applyInbox(database.db(), rig.options.now);
    expect(new Set(github.asked).size).toBe(github.asked.length);
    expect(github.asked).toHaveLength(steps);
    expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '3', jobs: '5' });
  });

  test('an answer that two workers got is kept once', async () => {
    const github = await provider(fakeGithub(told));
    const tenant = newTenant();
    const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id, 1);
    await Promise.all([rig.drain(id), rig.drain(id)]);
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '3', jobs: '5', commits: '1' });
    const [inbox] = await rawQuery<{ n: number }>(
      database.db(),
      'SELECT count(*)::int AS n FROM inbox WHERE tenant = $1',
      [tenant],
    );
    // 1 push, 1 pull request, 5 jobs, 3 runs, 2 deployments with 4 statuses.
    expect(inbox?.n).toBe(16);
    await applyInbox(database.db(), rig.options.now);
  });
});

describe('limits and failures', () => {
  const soon = (seconds: number) => new Date(start.getTime() + seconds * 1000);
  const troubled = async (...troubles: FakeProvider['troubles']) => {
    const github = await provider(fakeGithub(told));
    github.troubles.push(...troubles);
    const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/shop', 'demo/gone'] });
    return { github, id };
  };

  test('429 with Retry-After: nothing is asked before then, and the same is asked again', async () => {
    const { github, id } = await troubled(
      instead(/\/pulls/, { status: 429, headers: { 'retry-after': '90' }, body: { message: 'slow down' } }),
    );
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ waiting_until: soon(90), waiting_for: 'limit', error: null });
    const before = github.asked.length;
    rig.clock.ms = 89_000;
    await rig.drain(id);
    expect(github.asked).toHaveLength(before);
    rig.clock.ms = 90_001;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', changes: '1', waiting_until: null });
  });

  test.each([
    [
      'the primary limit',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(start.getTime() / 1000 + 600) },
      'API rate limit exceeded',
      601,
    ],
    [
      'a secondary limit',
      {},
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      60,
    ],
  ])('403 for %s is a wait, not a refusal', async (_what, headers, message, seconds) => {
    const { id } = await troubled(instead(/actions\/runs\?/, { status: 403, headers, body: { message } }));
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ waiting_until: soon(seconds), waiting_for: 'limit', notes: [] });
    rig.clock.ms = seconds * 1000 + 1;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', runs: '3' });
  });

  test('an allowance that is nearly spent is left to others', async () => {
    const reset = start.getTime() / 1000 + 60;
    const { id } = await troubled();
    const [first] = open.slice(-1);
    first?.troubles.push(
      instead(/\/commits/, {
        headers: { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '20', 'x-ratelimit-reset': String(reset) },
        body: [],
      }),
    );
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ waiting_until: soon(61), waiting_for: 'limit' });
  });

  test('a connection cut in the middle of a body, a 500 and nonsense: tried again, later each time, and nothing is half stored', async () => {
    const { id } = await troubled(
      cut(/\/pulls/),
      instead(/\/pulls/, { status: 500, body: { message: 'oops' } }),
      instead(/\/pulls/, { body: { not: 'a list' } }),
    );
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'importing', retry_at: soon(1) });
    expect((await progressOf(id))['error']).toMatch(/^127\.0\.0\.1:\d+: the answer broke off/);
    rig.clock.ms = 1_001;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({
      retry_at: soon(3.001),
      error: expect.stringMatching(/it answers 500/),
    });
    rig.clock.ms = 3_002;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({
      retry_at: soon(7.002),
      error: expect.stringMatching(/GitHub pull requests/),
    });
    rig.clock.ms = 7_003;
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', changes: '1', error: null, retry_at: null });
  });

  test('what fails for good stops its repository alone, and says what to do', async () => {
    const { github, id } = await troubled(...Array.from({ length: 8 }, () => instead(/\/pulls/, { status: 502 })));
    for (let minute = 0; minute < 8; minute++) {
      rig.clock.ms = minute * 400_000;
      await rig.drain(id);
    }
    expect(await progressOf(id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/Asked 8 times; resume/),
    });
    const [gone] = await rawQuery<Record<string, unknown>>(
      database.db(),
      `SELECT state, error FROM backfill_repository WHERE backfill_id = $1 AND name = 'demo/gone'`,
      [id],
    );
    expect(gone).toEqual({
      state: 'failed',
      error:
        'GitHub answers 404 (Not Found). Either it is not there, or the token may not see it; it needs Metadata: read, for this repository (a classic token: repo).',
    });
    expect(github.troubles).toEqual([]);
  });

  test('401 stops the source until a new token, and nobody is told the old one', async () => {
    const { github, id } = await troubled(instead(/./, { status: 401, body: { message: 'Bad credentials' } }));
    await rig.drain(id);
    const progress = await progressOf(id);
    expect(progress['source_error']).toBe(
      'GitHub answers 401 (Bad credentials). The token is wrong, expired or revoked: enter a new one.',
    );
    expect(JSON.stringify(progress)).not.toContain('secret-token');
    expect(await rig.drain(id)).toBe(0);
    expect(github.asked).toHaveLength(1);
  });

  test('what the token may not see is noted, and the rest goes on', async () => {
    const forbidden = { status: 403, body: { message: 'Resource not accessible by personal access token' } };
    const { id } = await troubled(instead(/\/deployments\?/, forbidden));
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({
      state: 'done',
      runs: '3',
      deployments: '0',
      notes: [
        'GitHub answers 403 (Resource not accessible by personal access token). The token may not see this; it needs Deployments: read.',
      ],
    });
  });

  test('a renamed repository is followed on the same server, under its new name', async () => {
    const renamed = fakeGithub(told);
    const github = await provider((url) =>
      url.pathname === '/api/v3/repos/demo/old'
        ? {
            status: 301,
            headers: { location: '/api/v3/repositories/35129377' },
            body: { message: 'Moved Permanently' },
          }
        : url.pathname === '/api/v3/repositories/35129377'
          ? renamed(new URL('http://x/api/v3/repos/demo/shop'))
          : renamed(url),
    );
    const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/old'] });
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({ state: 'done', full_name: 'demo/shop', runs: '3' });
  });

  test('a redirect to another server is not followed: the token stays here', async () => {
    const thief = await provider(() => ({ body: {} }));
    const github = await provider(() => ({ status: 301, headers: { location: `${thief.url}/repos/demo/shop` } }));
    const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    expect(thief.asked).toEqual([]);
    expect(await progressOf(id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/redirects to another server/),
    });
  });

  test('an empty repository has nothing, and that is no error', async () => {
    const github = await provider(
      fakeGithub([deployment(1, null, '2020-01-01T00:00:00Z', null, { created_at: '2020-01-01T00:00:00Z' })]),
    );
    github.troubles.push(instead(/\/commits/, { status: 409, body: { message: 'Git Repository is empty.' } }));
    const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    expect(await progressOf(id)).toMatchObject({
      state: 'done',
      runs: '0',
      commits: '0',
      deployments: '0',
      notes: [],
      error: null,
    });
  });

  test('while the inbox is deep nothing is asked', async () => {
    const github = await provider(fakeGithub(told));
    const tenant = newTenant();
    const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id, 2);
    const asked = github.asked.length;
    const [source] = await rawQuery<{ id: string }>(database.db(), 'SELECT id FROM backfill WHERE id = $1', [id]);
    expect(source?.id).toBe(id);
    await rawQuery(
      database.db(),
      `INSERT INTO inbox (tenant, source, body) SELECT $1, 'github', '{}' FROM generate_series(1, 10001)`,
      [tenant],
    );
    await rig.drain(id);
    expect(github.asked).toHaveLength(asked);
    expect(await progressOf(id)).toMatchObject({ waiting_for: 'digest', waiting_until: soon(5) });
    await rawQuery(database.db(), 'DELETE FROM inbox WHERE tenant = $1', [tenant]);
  });
});

test('changes that were over long ago are kept, and not measured as if that had been now', async () => {
  const github = await provider(fakeGithub(told));
  const measured = async (days: number) => {
    rig.clock.ms = days * 86_400_000;
    const tenant = newTenant();
    const id = await rig.add({ tenant, url: github.url, repositories: ['demo/shop'] });
    await rig.drain(id);
    await applyInbox(database.db(), rig.options.now);
    const names = await rawQuery<{ name: string }>(
      database.db(),
      `SELECT DISTINCT name FROM metric_series WHERE tenant = $1 AND name LIKE 'vcs.%' ORDER BY 1`,
      [tenant],
    );
    return names.map(({ name }) => name);
  };
  expect(await measured(0)).toEqual(['vcs.change.count', 'vcs.change.duration', 'vcs.change.time_to_merge']);
  expect(await measured(7)).toEqual(['vcs.change.count']);
});

test('runs that are too old for Tempo, Loki and Mimir are counted as such', async () => {
  const github = await provider(fakeGithub(told));
  const id = await rig.add({ tenant: newTenant(), url: github.url, repositories: ['demo/shop'] });
  rig.clock.ms = 6.99 * 86_400_000;
  await rig.drain(id);
  expect(await progressOf(id)).toMatchObject({ runs: '3', too_old: '3' });
});
