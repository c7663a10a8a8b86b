import type { CiProvider } from '@summit/contracts';
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NewInboxItem } from '../../inbox/statements';
import type { DoorsDeps } from '../ports';
import { ciDoor } from './door';

const secret = Buffer.alloc(32, 9).toString('hex');

function openDoor(problems: readonly string[] = []) {
  const appended: NewInboxItem[] = [];
  const asked: string[] = [];
  const deps = {
    hookSeen: () => Promise.resolve(),
    inbox: {
      append: (item: NewInboxItem) => Promise.resolve((appended.push(item), 'stored' as const)),
      count: () => Promise.resolve(),
    },
    knowsEvent: () => true,
    problemsOf: (_: CiProvider, event: string, body: Buffer) => {
      asked.push(`${event} ${body.toString()}`);
      return problems;
    },
  } as unknown as DoorsDeps;
  const send = (headers: Record<string, string>, body = '{"events":[]}', url = '/hooks/generic/door') =>
    ciDoor('generic')(
      { headers, url } as unknown as IncomingMessage,
      Buffer.from(body),
      'door',
      { tenant: 'one', provider: 'generic', secrets: [Buffer.from(secret)] },
      deps,
    );
  return { send, appended, asked };
}

const refused = (status: number) => expect.objectContaining({ status }) as unknown;
const bearer = { authorization: `Bearer ${secret}` };
const hex = (body: string, key: string | Buffer = secret): string =>
  createHmac('sha256', key).update(body).digest('hex');
const standard = (body: string, key = Buffer.from(secret, 'base64')): Record<string, string> => ({
  'webhook-id': '1',
  'webhook-timestamp': '1769850000',
  'webhook-signature': `v1,${createHmac('sha256', key).update(`1.1769850000.${body}`).digest('base64')}`,
});

describe('each proof is enough', () => {
  const body = '{"events":[]}';
  test.each([
    ['Bearer', bearer],
    ['a token of its own', { 'x-summit-token': secret }],
    ['the signature of the body', { 'x-signature': `sha256=${hex(body)}` }],
    ['the same without its name', { 'x-signature': hex(body) }],
    ['Standard Webhooks', standard(body)],
  ])('%s', async (_name, headers: Record<string, string>) => {
    expect((await openDoor().send(headers, body)).body).toEqual({ status: 'accepted' });
  });

  test('the address', async () => {
    expect((await openDoor().send({}, body, `/hooks/generic/door?token=${secret}`)).status).toBe(202);
  });

  test.each([
    ['nothing', {}],
    ['another token', { 'x-summit-token': `${secret}0` }],
    ['an empty token', { 'x-summit-token': '' }],
    ['the signature of another body', { 'x-signature': `sha256=${hex('{}')}` }],
    ['the signature by another', { 'x-signature': `sha256=${hex(body, 'x')}` }],
    ['a signature in no form', { 'x-signature': 'sha256=' }],
    ['Standard Webhooks of another body', standard('{}')],
    ['Standard Webhooks with the secret not read as base64', standard(body, Buffer.from(secret))],
  ])('but not %s', async (_name, headers: Record<string, string>) => {
    const { send, appended } = openDoor();
    await expect(send(headers, body)).rejects.toEqual(refused(401));
    expect(appended).toEqual([]);
  });
});

test('what is wrong is answered, and nothing of it kept', async () => {
  const { send, appended, asked } = openDoor(['The delivery: events.0.sha: not a commit sha']);
  await expect(send(bearer, '{"events":[7]}')).rejects.toMatchObject({
    status: 400,
    causes: ['The delivery: events.0.sha: not a commit sha'],
  });
  expect(asked).toEqual(['events {"events":[7]}']);
  expect(appended).toEqual([]);
});

test('nobody without the secret is told what is wrong, or makes the door look', async () => {
  const { send, asked } = openDoor(['a problem']);
  await expect(send({}, '{"events":[7]}')).rejects.toEqual(refused(401));
  expect(asked).toEqual([]);
});

test('an event of Flux is told by what it has', async () => {
  const { send, appended } = openDoor();
  await send(bearer, '{"involvedObject":{}}');
  expect(appended).toMatchObject([{ meta: { event: 'flux' } }]);
});

test('what kubectl prints, too', async () => {
  const { send, appended } = openDoor();
  await send(bearer, '{"apiVersion":"v1","kind":"List","items":[]}');
  expect(appended).toMatchObject([{ meta: { event: 'kubernetes' } }]);
});

test('more than it looks through while the sender waits is refused', async () => {
  const { send, asked } = openDoor();
  await expect(send(bearer, `{"a":"${'x'.repeat(256 * 1024)}"}`)).rejects.toEqual(refused(413));
  expect(asked).toEqual([]);
});
