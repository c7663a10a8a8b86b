import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { tableBlobs } from '../../store/blobs';
import { rawQuery } from '../../store/database';
import { withTestDatabase } from '../../testing/database';
import { jenkinsSpans, requestOf } from '../../translate/jenkins/testing/otlp';
import { BadInput, createContext, type InboxItem } from '../context';
import { digestCi } from './index';
import { itemsOf } from './testing/story';

/** What Jenkins' OpenTelemetry plugin sends, as it is stored. */

const database = withTestDatabase();
const blobs = tableBlobs();
const now = (): Date => new Date('2026-01-31T10:00:00Z');

const traces = (tenant: string, body: Buffer, format = 'json'): InboxItem => ({
  id: '1',
  tenant,
  source: 'jenkins',
  projectId: null,
  hookId: 'hook',
  receivedAt: now(),
  encoding: 'gzip',
  meta: { event: 'traces', delivery: '', format },
  body: gzipSync(body),
});
const sent = (tenant: string, places: readonly number[]): InboxItem =>
  traces(tenant, Buffer.from(JSON.stringify(requestOf('pipeline', places))));

const digest = (items: readonly InboxItem[]): Promise<void> =>
  database
    .db()
    .transaction()
    .execute(async (tx) => {
      const context = createContext({ now, blobs });
      await digestCi(tx, items, context);
      await context.flush(tx);
    });

const rowsOf = async (tenant: string): Promise<unknown> => ({
  runs: await rawQuery(
    database.db(),
    `SELECT id, name, repository, sha, branch, result, queued_at, started_at, finished_at, jobs_total, jobs_failed, source_trace
     FROM run WHERE tenant = $1 ORDER BY id`,
    [tenant],
  ),
  jobs: await rawQuery(
    database.db(),
    `SELECT id, name, stage, result, queued_at, started_at, finished_at, runner, steps, url FROM job WHERE tenant = $1 ORDER BY id`,
    [tenant],
  ),
});

const SPANS = 22;
const all = Array.from({ length: SPANS }, (_, place) => place);

test('however the spans come, the same run, jobs and steps are stored', async () => {
  const whole = randomUUID();
  await digest([sent(whole, all)]);
  const expected = await rowsOf(whole);
  expect(expected).toMatchObject({
    runs: [{ id: 'jenkins-ci.example.org-shop:main:12-1', jobs_total: 5 }],
    jobs: [{}, {}, {}, {}, {}],
  });
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(all, { minLength: SPANS }),
      fc.array(fc.nat(SPANS), { maxLength: 4 }),
      async (order, cuts) => {
        const tenant = randomUUID();
        const ends = [...cuts, SPANS].sort((a, b) => a - b);
        let start = 0;
        for (const end of ends) {
          // Some come twice.
          await digest([sent(tenant, order.slice(Math.max(0, start - 2), end))]);
          start = end;
        }
        expect(await rowsOf(tenant)).toEqual(expected);
      },
    ),
    { numRuns: 12 },
  );
});

test('the run that the Notification plugin told of gets its stages; what was counted adds up; others see nothing of it', async () => {
  const tenant = randomUUID();
  const SHA = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';
  const payload = {
    build: {
      full_url: 'https://ci.example.org/jenkins/job/shop/job/main/12/',
      number: 12,
      timestamp: Date.UTC(2026, 0, 31, 9, 1, 18),
      duration: 78_000,
      phase: 'FINALIZED',
      status: 'FAILURE',
      url: 'job/shop/job/main/12/',
      scm: { url: 'git@git.example.org:demo/shop.git', branch: 'origin/main', commit: SHA },
    },
  };
  await digest([
    ...itemsOf(tenant, [{ event: 'notification', payload }], 'jenkins'),
    sent(tenant, all),
    sent(tenant, [0, 1]),
  ]);
  expect(await rowsOf(tenant)).toMatchObject({
    runs: [{ sha: SHA, jobs_total: 5, source_trace: { traceId: jenkinsSpans('pipeline')[0]?.traceId } }],
  });
  const ledger = await rawQuery<{ state: string; reason: string; quantity: number }>(
    database.db(),
    `SELECT state, reason, sum(quantity)::int AS quantity FROM ledger
     WHERE tenant = $1 AND category = 'span' GROUP BY state, reason ORDER BY state`,
    [tenant],
  );
  expect(ledger).toEqual([
    { state: 'deduplicated', reason: '', quantity: 2 },
    { state: 'dropped', reason: 'not_of_a_build', quantity: 1 },
    { state: 'received', reason: '', quantity: SPANS + 2 },
    { state: 'stored', reason: '', quantity: SPANS - 1 },
  ]);
  // The same spans of another tenant are that one's.
  const other = randomUUID();
  await digest([sent(other, [0])]);
  expect(await rowsOf(other)).toEqual({ runs: [], jobs: [] });
});

test.each([
  ['bytes that are no protobuf', Buffer.from([0x0a, 0xff]), 'protobuf'],
  ['JSON of another shape', Buffer.from('{"resourceSpans":1}'), 'json'],
  ['JSON that costs more than it says', Buffer.from(`[${'{},'.repeat(400_000)}{}]`), 'json'],
])('%s can never be applied, and is said to be so', async (_, body, format) => {
  await expect(digest([traces(randomUUID(), body, format)])).rejects.toThrow(BadInput);
});
