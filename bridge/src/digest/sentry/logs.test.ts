import { aggregate } from '../../domain/issue/aggregate';
import { messages, NONE, readMessage } from '../../emit/testing/protobuf';
import { logRequests } from './logs';
import { prepare } from './prepare';
import { envelope, failure } from './testing/fixture';
import type { UpdatedIssue } from './update';

/** One issue with `count` events whose stacks are as long as they may be. */
async function issueOf(count: number, environment: (index: number) => string): Promise<UpdatedIssue> {
  const frames = Array.from({ length: 60 }, (_, i) => ({
    function: `f${i}${'x'.repeat(300)}`,
    filename: 'a.py',
    in_app: true,
  }));
  const items = Array.from({ length: count }, (_, i) => ({
    id: String(i),
    tenant: 'acme',
    source: 'sentry' as const,
    projectId: '1',
    hookId: null,
    receivedAt: new Date(),
    encoding: '',
    meta: {},
    body: envelope(
      failure({
        more: {
          environment: environment(i),
          exception: { values: [{ type: 'E', value: 'v', stacktrace: { frames } }] },
        },
      }),
    ),
  }));
  const { events } = await prepare(items);
  const delta = aggregate(events.map((event) => event.occurrence));
  return { group: { issueId: '1', tenant: 'acme', created: true, events }, delta, shortId: 'SHOP-1', regressed: false };
}

const recordsIn = (payload: Uint8Array) =>
  messages(readMessage(payload), 1).flatMap((group) => messages(messages(group, 2)[0] ?? NONE, 2)).length;

test('requests stay below what receivers take, and no record is lost', async () => {
  const entries = logRequests([await issueOf(300, (i) => `env${i % 3}`)], new Map([['1', 'shop']]));
  expect(entries.length).toBeGreaterThan(3);
  expect(Math.max(...entries.map((entry) => entry.payload.length))).toBeLessThan(4 * 1024 * 1024);
  expect(entries.map((entry) => recordsIn(entry.payload))).toEqual(entries.map((entry) => entry.items));
  expect(entries.reduce((sum, entry) => sum + entry.items, 0)).toBe(300);
});

test('one event of a new issue says so, however many requests there are', async () => {
  const entries = logRequests([await issueOf(200, () => 'production')], new Map([['1', 'shop']]));
  const said = entries.reduce(
    (sum, entry) => sum + Buffer.from(entry.payload).toString('latin1').split('summit.issue.new').length - 1,
    0,
  );
  expect(said).toBe(1);
});
