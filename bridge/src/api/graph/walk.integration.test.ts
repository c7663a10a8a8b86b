import { IssueDetail, RunDetail } from '@summit/contracts';
import { withTestDatabase } from '../../testing/database';
import { createCompany, type Company } from '../testing/company';
import { createTestToken, linksOf, spansIn, startTestApi, textIn, type Answer, type TestApi } from '../testing/server';

// Real sockets and a real database on a machine that may be busy with other tests.
jest.setTimeout(30_000);

const database = withTestDatabase();
const state: { api?: TestApi; company?: Company; token: string } = { token: '' };
const now = new Date();

beforeAll(async () => {
  state.api = await startTestApi(database.db());
  state.company = await createCompany(database.db(), 'one', now);
  state.token = await createTestToken(database.db(), 'one');
});
afterAll(async () => {
  await state.api?.close();
});

const get = async (path: string): Promise<Answer> => {
  if (!state.api) throw new Error('not started');
  const answer = await state.api.get(path, state.token);
  expect(answer.status).toBe(200);
  return answer;
};
const company = (): Company => {
  if (!state.company) throw new Error('not started');
  return state.company;
};
/** The chips of an entity's two lists, as `kind id`. */
async function around(path: string): Promise<{ ledHere: string[]; followed: string[] }> {
  const links = linksOf(await get(path));
  const ids = (of: typeof links.ledHere): string[] => of.map((link) => `${link.kind} ${link.id}`);
  return { ledHere: ids(links.ledHere), followed: ids(links.followed) };
}

describe('the road from commit to incident', () => {
  const road = (): string[] => [
    `commit ${company().sha}`,
    `change ${company().repository}#912`,
    `run ${company().runId}`,
    `deployment ${company().deploymentId}`,
    `release shop/${company().version}`,
    `issue ${company().issueId}`,
    `incident ${company().incidentId}`,
  ];
  const pages = (): string[] => [
    `/api/v1/commits/${company().sha}`,
    `/api/v1/changes/912?repository=${encodeURIComponent(company().repository)}`,
    `/api/v1/runs/${company().runId}`,
    `/api/v1/deployments/${company().deploymentId}`,
    `/api/v1/releases/shop/${encodeURIComponent(company().version)}`,
    `/api/v1/issues/${company().issueId}`,
    `/api/v1/incidents/${company().incidentId}`,
  ];

  test.each([0, 1, 2, 3, 4, 5, 6])('is walked both ways, whole, from stop %i', async (at) => {
    const walk = await around(pages()[at] ?? '');
    expect(walk.ledHere).toEqual(road().slice(0, at));
    expect(walk.followed).toEqual(road().slice(at + 1));
  });

  test('chips carry title, state and age', async () => {
    const answer = await get(pages()[5] ?? '');
    expect(answer.body).toMatchObject({
      ledHere: [
        expect.objectContaining({ kind: 'commit', title: 'Cart totals', at: expect.any(String) }),
        expect.objectContaining({ kind: 'change', title: '#912 Cart totals', state: 'merged' }),
        expect.objectContaining({ kind: 'run', title: 'main-ci #4182', state: 'failed', url: expect.any(String) }),
        expect.objectContaining({ kind: 'deployment', title: 'a1b2c3d to production', state: 'success' }),
        expect.objectContaining({ kind: 'release', title: 'shop@4.18.0' }),
      ],
    });
  });

  test('an issue is found by its short id, a commit by the start of its sha', async () => {
    expect(textIn(await get('/api/v1/issues/shop-1f3'), 'id')).toBe(company().issueId);
    expect(textIn(await get('/api/v1/commits/a1b2c3d'), 'sha')).toBe(company().sha);
  });
});

describe('joins', () => {
  const db = () => database.db();
  const run = (id: string, more: { sha?: string; change_number?: number; trace_id?: string }) =>
    db()
      .insertInto('run')
      .values({
        tenant: 'one',
        id,
        provider: 'github',
        system: 'github',
        host: 'github.com',
        provider_run_id: id,
        attempt: 1,
        repository: 'demo/payments',
        name: 'ci',
        number: 1,
        status: 'running',
        display_status: 'running',
        queued_at: now,
        url: '',
        trace_id: id.padEnd(32, '0').replace(/[^0-9a-f]/g, '0'),
        ...more,
      })
      .execute();
  const deployment = (id: string, sha: string, runId: string | null) =>
    db()
      .insertInto('deployment')
      .values({
        tenant: 'one',
        id,
        provider: 'github',
        repository: 'demo/payments',
        environment: 'staging',
        state: 'success',
        sha,
        run_id: runId,
        created_at: now,
        updated_at: now,
      })
      .execute();

  test('a deployment that names no run comes from the runs of its commit; one that does, from that run alone', async () => {
    const sha = '5'.repeat(40);
    await run('run-a', { sha });
    await run('run-b', { sha });
    await deployment('deploy-unnamed', sha, null);
    await deployment('deploy-named', sha, 'run-b');
    expect((await around('/api/v1/deployments/deploy-unnamed')).ledHere.sort()).toEqual(['run run-a', 'run run-b']);
    expect((await around('/api/v1/deployments/deploy-named')).ledHere).toEqual(['run run-b']);
    expect((await around('/api/v1/runs/run-a')).followed).toEqual(['deployment deploy-unnamed']);
    expect((await around('/api/v1/runs/run-b')).followed.sort()).toEqual([
      'deployment deploy-named',
      'deployment deploy-unnamed',
    ]);
  });

  test('a commit that was once the head of a change belongs to it, though the head moved on', async () => {
    const old = '6'.repeat(40);
    await run('run-old-head', { sha: old });
    await db()
      .insertInto('change')
      .values({
        tenant: 'one',
        provider: 'github',
        repository: 'demo/payments',
        number: 7,
        title: 'Pay',
        state: 'open',
        head_sha: '7'.repeat(40),
        created_at: now,
      })
      .execute();
    await db()
      .insertInto('change_head')
      .values({ tenant: 'one', provider: 'github', repository: 'demo/payments', sha: old, number: 7 })
      .execute();
    expect((await around('/api/v1/runs/run-old-head')).ledHere).toEqual(['change demo/payments#7']);
  });

  test("an error within a run's own trace followed from the run, and the run led to it", async () => {
    const trace = '8'.repeat(32);
    await run('run-traced', { trace_id: trace });
    const { id } = await db()
      .insertInto('issue')
      .values({
        tenant: 'one',
        project_id: company().projectId,
        short_id: 'SHOP-2',
        title: 'Build error',
        level: 'error',
        platform: 'node',
        first_seen: now,
        last_seen: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db()
      .insertInto('event')
      .values({
        tenant: 'one',
        project_id: company().projectId,
        event_id: '9'.repeat(32),
        issue_id: id,
        received_at: now,
        occurred_at: now,
        title: 'x',
        level: 'error',
        platform: 'node',
        trace_id: trace,
        blob_id: 1,
      })
      .execute();
    expect((await around('/api/v1/runs/run-traced')).followed).toEqual([`issue ${id}`]);
    expect((await around(`/api/v1/issues/${id}`)).ledHere).toEqual(['run run-traced']);
  });

  test('an incident leads back to whatever it is linked to', async () => {
    await run('run-linked', {});
    const { id } = await db()
      .insertInto('incident')
      .values({
        tenant: 'one',
        title: 'Slow',
        severity: 'low',
        status: 'open',
        created_at: now,
        updated_at: now,
        created_by: 'ada',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db()
      .insertInto('incident_link')
      .values([
        { tenant: 'one', incident_id: id, kind: 'run', entity_id: 'run-linked', reason: 'label' },
        { tenant: 'one', incident_id: id, kind: 'deployment', entity_id: company().deploymentId, reason: 'label' },
      ])
      .execute();
    const { ledHere } = await around(`/api/v1/incidents/${id}`);
    expect(ledHere).toEqual(
      expect.arrayContaining([
        'run run-linked',
        `run ${company().runId}`,
        `deployment ${company().deploymentId}`,
        `commit ${company().sha}`,
      ]),
    );
  });

  test('what nothing is known about has empty lists', async () => {
    await run('run-alone', {});
    expect(await around('/api/v1/runs/run-alone')).toEqual({ ledHere: [], followed: [] });
  });

  test('a commit with a thousand runs shows the newest dozen', async () => {
    const sha = '4'.repeat(40);
    for (let n = 0; n < 30; n++) await run(`run-many-${n}`, { sha });
    await db()
      .insertInto('commit')
      .values({ tenant: 'one', sha, provider: 'github', repository: 'demo/payments' })
      .execute();
    expect((await around(`/api/v1/commits/${sha}`)).followed).toHaveLength(12);
  });
});

describe('the run page', () => {
  test('says which job and step broke first, and what is typical', async () => {
    const path = `/api/v1/runs/${company().runId}`;
    for (const [at, minutes] of [4, 6, 8].entries())
      await database
        .db()
        .insertInto('run')
        .values({
          tenant: 'one',
          id: `github-${at}-1`,
          provider: 'github',
          system: 'github',
          host: 'github.com',
          provider_run_id: String(at),
          attempt: 1,
          repository: company().repository,
          name: 'main-ci',
          number: at,
          status: 'completed',
          result: 'success',
          display_status: 'success',
          queued_at: now,
          duration_ms: minutes * 60_000,
          url: '',
          trace_id: 'f'.repeat(32),
        })
        .execute();
    const answer = await get(path);
    expect(answer.body).toMatchObject({
      typicalMs: 360_000,
      failedFirst: { job: 'test (shard 3)', step: 'npm test', url: expect.stringContaining('job/9001') },
      attempts: [{ id: company().runId, attempt: 1, displayStatus: 'failed' }],
    });
    const spans = spansIn(await get(`${path}/spans`));
    expect(spans.map((span) => span.kind).sort()).toEqual(['job', 'queue', 'queue', 'run', 'step', 'step']);
    expect(spans.find((span) => span.name === 'npm test')?.spanId).toBe(
      RunDetail.parse(answer.body).failedFirst?.spanId,
    );
  });
});

describe('the issue page', () => {
  test('has distributions with their totals, grouping in words and an exact sparkline', async () => {
    const answer = await get(`/api/v1/issues/${company().issueId}`);
    expect(answer.body).toMatchObject({
      distributions: [
        {
          key: 'browser',
          total: 3,
          values: [
            { value: 'Chrome 141', count: 2 },
            { value: 'Firefox 140', count: 1 },
          ],
        },
        { key: 'environment', total: 3, values: [{ value: 'production', count: 3 }] },
      ],
      grouping: { algorithm: 'summit:1', hash: 'ab', parts: ['TypeError', 'computeTotals'] },
    });
    const { sparkline } = IssueDetail.parse(answer.body);
    expect(sparkline).toHaveLength(24);
    expect(sparkline.reduce((a, b) => a + b)).toBe(3);
  });
});
