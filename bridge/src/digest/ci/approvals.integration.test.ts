import { DeploymentDetail, DoraChangePage, DoraDeploymentPage, type CiProvider } from '@summit/contracts';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { createTestToken, startTestApi, type TestApi } from '../../api/testing/server';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createContext } from '../context';
import { settleDora } from '../dora';
import { digestCi } from './index';
import { itemsOf, type Delivery } from './testing/story';

jest.setTimeout(60_000);

const database = withTestDatabase();
const blobs = tableBlobs();
const now = (): Date => new Date('2026-01-31T10:00:00Z');
const state: { api?: TestApi } = {};
beforeAll(async () => {
  state.api = await startTestApi(database.db(), { now });
});
afterAll(() => state.api?.close());

const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 31, 9, minutes)).toISOString();
const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const repository = { id: 1, full_name: 'demo/shop', html_url: 'https://github.com/demo/shop', default_branch: 'main' };
type Sent = Delivery & { source: CiProvider };

const github = (event: string, payload: Record<string, unknown>): Sent => ({
  source: 'github',
  event,
  payload: { repository, ...payload },
});
const workflow_run = { id: 77, run_attempt: 1, html_url: 'https://github.com/demo/shop/actions/runs/77' };
const deployed = (word: string, minutes: number): Sent =>
  github('deployment_status', {
    deployment: { id: 5, sha: SHA, environment: 'Production', task: 'deploy', created_at: at(1), creator: null },
    deployment_status: { state: word, environment: 'Production', created_at: at(minutes), creator: null },
    workflow_run,
  });
const review = (action: string, minutes: number, more: Record<string, unknown> = {}): Sent =>
  github('deployment_review', {
    action,
    since: at(minutes),
    workflow_run,
    workflow_job_run: { environment: 'production', updated_at: at(minutes) },
    reviewers: [{ type: 'Team', reviewer: { name: 'release managers' } }],
    requestor: { login: 'ada' },
    ...more,
  });
const approved = review('approved', 14, { approver: { login: 'grace' }, comment: 'looks fine' });
const ruled = github('deployment_protection_rule', {
  action: 'requested',
  environment: 'Production',
  deployment: { id: 5, environment: 'Production', created_at: at(1), updated_at: at(1) },
});
const landed = github('push', {
  ref: 'refs/heads/main',
  before: '0'.repeat(40),
  after: SHA,
  commits: [
    { id: SHA, message: 'Totals', timestamp: at(0), author: { name: 'Ada' }, added: [], modified: [], removed: [] },
  ],
  head_commit: { id: SHA, message: 'Totals', timestamp: at(0), author: { name: 'Ada' } },
});
const all = [landed, review('requested', 2), ruled, approved, deployed('waiting', 1), deployed('success', 20)];

async function told(deliveries: readonly Sent[], tenant: string = randomUUID()): Promise<string> {
  for (const { source, ...delivery } of deliveries)
    await database
      .db()
      .transaction()
      .execute(async (tx) => {
        const context = createContext({ now, blobs });
        await digestCi(tx, itemsOf(tenant, [delivery], source), context);
        await context.flush(tx);
      });
  return tenant;
}

async function get(tenant: string, path: string): Promise<unknown> {
  const answer = await state.api?.get(path, await createTestToken(database.db(), tenant));
  if (answer?.status !== 200) throw new Error(JSON.stringify(answer?.body));
  return answer.body;
}
const detail = async (tenant: string, id = 'github-5'): Promise<DeploymentDetail> =>
  DeploymentDetail.parse(await get(tenant, `/api/v1/deployments/${id}`));

test('a deployment knows who was asked and who decided, and how long that took', async () => {
  const found = await detail(await told(all));
  expect(
    found.approvals.map(({ gate, decision, actor, asked, comment }) => [gate, decision, actor?.name, asked, comment]),
  ).toEqual([
    ['rule', 'requested', undefined, [], null],
    ['review', 'requested', 'ada', ['release managers'], null],
    ['review', 'approved', 'grace', ['release managers'], 'looks fine'],
  ]);
  expect(found.approvalWaitMs).toBe(12 * 60_000);
});

test('in any order, however often, the review before the deployment too: the same', async () => {
  const expected = await detail(await told(all));
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.constantFrom(...all), { maxLength: 4 }),
      async (order, again) => {
        expect(await detail(await told([...again, ...order]))).toEqual(expected);
      },
    ),
    { numRuns: 10 },
  );
});

test('what is told again is counted as known', async () => {
  const tenant = await told([approved, approved, approved]);
  const rows = await rawQuery(
    database.db(),
    `SELECT state, sum(quantity)::int AS quantity FROM ledger WHERE tenant = $1 AND category = 'approval' GROUP BY 1 ORDER BY 1`,
    [tenant],
  );
  expect(rows).toEqual([
    { state: 'deduplicated', quantity: 2 },
    { state: 'received', quantity: 3 },
    { state: 'stored', quantity: 1 },
  ]);
});

test('the evidence says which part of the lead time was waiting', async () => {
  const tenant = await told(all);
  await settleDora(database.db());
  const where = `from=${at(-60)}&to=${at(59)}&environment=Production`;
  const deployments = DoraDeploymentPage.parse(await get(tenant, `/api/v1/dora/deployments?${where}`));
  expect(deployments.items).toMatchObject([{ id: 'github-5', approvalWaitMs: 12 * 60_000 }]);
  const changes = DoraChangePage.parse(await get(tenant, `/api/v1/dora/changes?${where}`));
  expect(changes.items).toMatchObject([{ commit: SHA, approvalWaitMs: 12 * 60_000 }]);
});

test('another environment of the run, and another tenant, have approvals of their own', async () => {
  const tenant = await told([
    ...all,
    review('rejected', 15, { workflow_job_run: { environment: 'eu', updated_at: at(15) } }),
  ]);
  expect((await detail(tenant)).approvals).toHaveLength(3);
  const other = await told([deployed('success', 20)]);
  expect((await detail(other)).approvals).toEqual([]);
});

test('a script tells of its own deployment', async () => {
  const about = { repository: 'https://github.com/demo/shop', environment: 'production' };
  const tenant = await told([
    {
      source: 'generic',
      event: 'events',
      payload: {
        system: 'deploy.example.org',
        events: [
          { type: 'approval', ...about, deployment: 'd1', decision: 'rejected', actor: 'grace', time: at(4) },
          { type: 'deployment', ...about, id: 'd1', sha: SHA, status: 'pending', time: at(1) },
        ],
      },
    },
  ]);
  const found = await detail(tenant, 'generic-deploy.example.org-d1');
  expect(found.approvals).toMatchObject([{ decision: 'rejected', actor: { name: 'grace' } }]);
  expect(found.approvalWaitMs).toBeNull();
});
