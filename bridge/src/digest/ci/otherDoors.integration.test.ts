import type { CiProvider } from '@summit/contracts';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { createContext } from '../context';
import { digestCi } from './index';
import { itemsOf, MERGE_SHA, story, type Delivery } from './testing/story';

/** What comes by the doors of CDEvents and by the generic one, beside what GitHub says of the same commits. */

const database = withTestDatabase();
const blobs = tableBlobs();
const now = (): Date => new Date('2026-01-31T10:00:00Z');
const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 31, 9, minutes)).toISOString();
const repository = 'https://github.com/demo/shop';

interface Sent extends Delivery {
  source: CiProvider;
}

const digest = (tenant: string, { source, ...delivery }: Sent): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now, blobs });
      await digestCi(tx, itemsOf(tenant, [delivery], source), context);
      await context.flush(tx);
    });

async function told(deliveries: readonly Sent[]): Promise<string> {
  const tenant = randomUUID();
  for (const delivery of deliveries) await digest(tenant, delivery);
  return tenant;
}

const query = <Row>(tenant: string, sql: string): Promise<Row[]> => rawQuery<Row>(database.db(), sql, [tenant]);

const generic = (...events: object[]): Sent => ({
  source: 'generic',
  event: 'events',
  payload: { system: 'deploy-1.example.org', events },
});
const deployed = (status: string, minutes: number): Sent =>
  generic({
    type: 'deployment',
    id: 'd1',
    repository,
    sha: MERGE_SHA,
    environment: 'production',
    status,
    time: at(minutes),
  });
const cdEvent = (type: string, minutes: number, subject: object, customData: object): Sent => ({
  source: 'cdevents',
  event: `dev.cdevents.${type}`,
  payload: {
    data: {
      context: { id: `${type}-${minutes}`, source: '/ci', type: `dev.cdevents.${type}.0.2.0`, timestamp: at(minutes) },
      subject,
      customData,
    },
  },
});
const pipeline = (predicate: string, minutes: number, content: object = {}): Sent =>
  cdEvent(
    `pipelinerun.${predicate}`,
    minutes,
    { id: 'r1', content: { pipelineName: 'ci', ...content } },
    { repository, sha: MERGE_SHA },
  );

const fromGitHub: readonly Sent[] = story.map((delivery) => ({ source: 'github', ...delivery }));
const others: readonly Sent[] = [
  pipeline('queued', 1),
  pipeline('started', 2),
  generic({ type: 'run', id: 1, name: 'nightly', status: 'running', time: at(3), sha: MERGE_SHA, repository }),
  generic({
    type: 'job',
    id: 'j1',
    run: { id: 1 },
    name: 'test',
    status: 'success',
    startedAt: at(3),
    finishedAt: at(4),
  }),
  generic({ type: 'run', id: 1, name: 'nightly', status: 'success', time: at(5) }),
  pipeline('finished', 6, { outcome: 'success' }),
  deployed('running', 37),
  deployed('success', 38),
];

test('a script’s deployment belongs to the run of GitHub that was under way, whichever came first', async () => {
  const script = [deployed('running', 37), deployed('success', 38)];
  for (const order of [
    [...fromGitHub, ...script],
    [...script, ...fromGitHub],
  ]) {
    const tenant = await told(order);
    const rows = await query(
      tenant,
      `SELECT id, run_id, state, result FROM deployment WHERE tenant = $1 AND id LIKE 'generic%'`,
    );
    expect(rows).toEqual([
      { id: 'generic-deploy_1.example.org-d1', run_id: 'github-1001-2', state: 'success', result: 'success' },
    ]);
  }
});

test('none of it touches a row of GitHub’s own', async () => {
  const runs = `SELECT id, name, status, result, queue_ms, duration_ms, sha FROM run WHERE tenant = $1 AND system = 'github' ORDER BY id`;
  const alone = await query(await told(fromGitHub), runs);
  const posing = generic({
    type: 'run',
    id: '1001',
    attempt: 2,
    name: 'not CI',
    status: 'failed',
    time: at(59),
    repository,
  });
  const together = await told([...fromGitHub, { ...posing, payload: { ...posing.payload, system: 'github.com' } }]);
  expect(alone).toHaveLength(3);
  expect(await query(together, runs)).toEqual(alone);
  expect(await query(together, `SELECT id FROM run WHERE tenant = $1 AND system = 'generic'`)).toEqual([
    { id: 'generic-github.com-1001-2' },
  ]);
});

test('a change told with less keeps what others said of it', async () => {
  const merged = cdEvent('change.merged', 59, { id: '7', content: {} }, { repository });
  const select = `SELECT title, state, head_branch, url, created_at, merged_at FROM change WHERE tenant = $1`;
  const before = await query(await told(fromGitHub), select);
  expect(await query(await told([...fromGitHub, merged]), select)).toEqual(before);
  expect(await query(await told([merged, ...fromGitHub]), select)).toEqual(before);
});

test('in any order, however often: the same rows', async () => {
  const tables = ['repository', 'commit', 'ci_fact', 'run', 'job', 'environment', 'deployment'];
  const rowsOf = async (tenant: string): Promise<unknown[]> =>
    Promise.all(
      tables.map((table) =>
        query(
          tenant,
          `SELECT to_jsonb(t) - 'tenant' AS row FROM ${table} t WHERE tenant = $1 ORDER BY to_jsonb(t)::text`,
        ),
      ),
    );
  const expected = await rowsOf(await told(others));
  expect(JSON.stringify(expected)).toContain('cdevents-ci-r1-1');
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...others], { minLength: others.length }),
      fc.array(fc.constantFrom(...others), { maxLength: 6 }),
      async (order, again) => {
        expect(await rowsOf(await told([...again, ...order]))).toEqual(expected);
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

test('text that PostgreSQL cannot hold is stored without what it cannot', async () => {
  const tenant = await told([
    generic({ type: 'run', id: 'a\u0000', name: 'night\u0000ly \ud800', status: 'queued', time: at(1) }),
  ]);
  expect(await query(tenant, `SELECT id, name FROM run WHERE tenant = $1`)).toEqual([
    {
      id: expect.stringMatching(/^generic-deploy_1\.example\.org-a(~[0-9a-f]{8})?-1$/) as unknown,
      name: 'nightly \ufffd',
    },
  ]);
});
