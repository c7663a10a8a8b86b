import { CiProvider } from '@summit/contracts';
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NewInboxItem } from '../../inbox/statements';
import { Refusal } from '../http/refusal';
import type { DoorsDeps, HookEntry } from '../ports';
import { ciDoor } from './door';

const key = Buffer.alloc(32, 7);
const travisKeys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const secrets: Readonly<Record<CiProvider, string>> = {
  github: 'f'.repeat(64),
  gitlab: `whsec_${key.toString('base64')}`,
  jenkins: 'a'.repeat(64),
  circleci: 'b'.repeat(64),
  buildkite: 'c'.repeat(32),
  azure: 'd'.repeat(64),
  travis: travisKeys.publicKey,
  cdevents: key.toString('hex'),
  generic: 'e'.repeat(64),
};

type Headers = Record<string, string>;

const standard = (body: string, signingKey = key): Headers => ({
  'webhook-id': 'delivery-1',
  'webhook-timestamp': '1769850000',
  'webhook-signature': `v1,${createHmac('sha256', signingKey).update(`delivery-1.1769850000.${body}`).digest('base64')}`,
});

/** What each system sends to prove itself, and to name its event. */
const genuine: Readonly<Record<CiProvider, (body: string) => Headers>> = {
  github: (body) => ({
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': 'delivery-1',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secrets.github).update(body).digest('hex')}`,
  }),
  gitlab: () => ({
    'x-gitlab-event': 'Push Hook',
    'idempotency-key': 'delivery-1',
    'x-gitlab-token': secrets.gitlab,
  }),
  jenkins: () => ({ authorization: `Bearer ${secrets.jenkins}` }),
  circleci: (body) => ({
    'circleci-event-type': 'push',
    'circleci-signature': `v0=00,v1=${createHmac('sha256', secrets.circleci).update(body).digest('hex')}`,
  }),
  buildkite: () => ({
    'x-buildkite-event': 'push',
    'x-buildkite-request': 'delivery-1',
    'x-buildkite-token': secrets.buildkite,
  }),
  azure: () => ({ authorization: `Basic ${Buffer.from(`summit:${secrets.azure}`).toString('base64')}` }),
  cdevents: (body) => ({
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-type': 'push',
    'ce-source': 'https://ci.example.org/',
    'ce-id': 'delivery-1',
    ...standard(body, Buffer.from(secrets.cdevents, 'base64')),
  }),
  generic: (body) => ({
    'x-signature': `sha256=${createHmac('sha256', secrets.generic).update(body).digest('hex')}`,
  }),
  travis: (body) => ({ signature: signWith('sha1', Buffer.from(body), travisKeys.privateKey).toString('base64') }),
};

/** The body as it travels. */
const wrapped = (provider: CiProvider, body: string): string => {
  if (provider === 'travis') return new URLSearchParams({ payload: body }).toString();
  if (provider === 'azure') return body.replace(/^\{/, '{"eventType":"push",').replace(',}', '}');
  return body;
};

/** Those whose deliveries have no name: the body alone tells a repeat. */
const nameless: readonly CiProvider[] = ['jenkins', 'circleci', 'azure', 'travis', 'generic'];
/** Those whose id alone does not name a delivery. */
const names: Partial<Record<CiProvider, string>> = { cdevents: 'https://ci.example.org/\ndelivery-1' };
/** Those that send one kind of event. */
const single: readonly CiProvider[] = ['jenkins', 'travis', 'generic'];

function openDoor(provider: CiProvider) {
  const appended: NewInboxItem[] = [];
  const counted: unknown[] = [];
  const seen: string[] = [];
  const deps = {
    inbox: {
      append: (item: NewInboxItem) => Promise.resolve((appended.push(item), 'stored' as const)),
      count: (item: unknown) => Promise.resolve(void counted.push(item)),
    },
    hookSeen: (id: string) => Promise.resolve(void seen.push(id)),
    knowsEvent: (_: CiProvider, event: string) => /push|notification|build|^events$/i.test(event),
    problemsOf: () => [],
  } as unknown as DoorsDeps;
  const entry = (list: readonly string[]): HookEntry => ({
    tenant: 'one',
    provider,
    secrets: list.map((text) => Buffer.from(text)),
  });
  const send = (headers: Headers, body = '{}', known: readonly string[] | null = [secrets[provider]]) =>
    ciDoor(provider)(
      { headers } as unknown as IncomingMessage,
      Buffer.from(wrapped(provider, body)),
      'door',
      known === null ? undefined : entry(known),
      deps,
    );
  return { send, appended, counted, seen };
}

const refused = (status: number) => expect.objectContaining({ status }) as unknown;

describe.each(CiProvider.options)('the door of %s', (provider) => {
  test('takes what is genuine, with its event and its keys', async () => {
    const { send, appended } = openDoor(provider);
    expect(await send(genuine[provider]('{"a":1}'), '{"a":1}')).toEqual({ status: 202, body: { status: 'accepted' } });
    const delivery = nameless.includes(provider) ? '' : (names[provider] ?? 'delivery-1');
    expect(appended).toMatchObject([{ tenant: 'one', source: provider, meta: { delivery } }]);
    const kept: unknown = JSON.parse(appended[0]?.body.toString() ?? '');
    expect(provider === 'cdevents' ? Reflect.get(kept ?? {}, 'data') : kept).toMatchObject({ a: 1 });
    expect(appended[0]?.deliveryKeys).toHaveLength(delivery === '' ? 1 : 2);
  });

  test('takes the secret before, while it is changed', async () => {
    const { send } = openDoor(provider);
    const answer = await send(genuine[provider]('{}'), '{}', ['a newer secret', secrets[provider]]);
    expect(answer.status).toBe(202);
  });

  test.each([
    ['no proof', (): [Headers, string, string[] | null] => [{}, '{}', [secrets[provider]]]],
    ['another secret', () => [genuine[provider]('{}'), '{}', ['another secret']]],
    ['no door', () => [genuine[provider]('{}'), '{}', null]],
    ['a door whose secrets do not open', () => [genuine[provider]('{}'), '{}', []]],
  ] as [string, () => [Headers, string, string[] | null]][])('refuses %s', async (_name, request) => {
    const { send, appended, seen } = openDoor(provider);
    const error = await send(...request()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toEqual(refused(401));
    expect([appended, seen]).toEqual([[], []]);
  });

  test('refuses what is no JSON object', async () => {
    const { send } = openDoor(provider);
    for (const body of ['', '[]', '{"a":', 'null'])
      await expect(send(genuine[provider](body), body)).rejects.toEqual(refused(400));
  });

  test('refuses what would cost more to read than any delivery does', async () => {
    const { send, appended } = openDoor(provider);
    const wide = `{"a":[${'{},'.repeat(300_000)}{}]}`;
    const deep = `{"a":${'['.repeat(300)}${']'.repeat(300)}}`;
    for (const body of [wide, deep]) await expect(send(genuine[provider](body), body)).rejects.toEqual(refused(413));
    expect(appended).toEqual([]);
  });

  test('refuses an event or an id that is none', async () => {
    const { send } = openDoor(provider);
    const headers = genuine[provider]('{}');
    for (const name of Object.keys(headers).filter((header) => /event|delivery|idempotency|request/.test(header)))
      await expect(send({ ...headers, [name]: 'a\tb!' })).rejects.toEqual(refused(400));
  });

  // Azure's is in the body, below.
  if (single.includes(provider) || provider === 'azure') return;

  test('counts an event that it does not know, and keeps nothing of it', async () => {
    const { send, appended, counted, seen } = openDoor(provider);
    const headers = Object.fromEntries(
      Object.entries(genuine[provider]('{}')).map(([name, value]) => [
        name,
        /^x-.*-event$|event-type$|^ce-type$/.test(name) ? 'star' : value,
      ]),
    );
    expect(await send(headers)).toEqual({ status: 202, body: { status: 'ignored' } });
    expect(appended).toEqual([]);
    expect(counted).toEqual([{ tenant: 'one', source: provider, state: 'dropped', reason: 'unknown_event' }]);
    expect(seen).toEqual(['door']);
  });
});

describe('GitLab’s signing token', () => {
  const event = { 'x-gitlab-event': 'Push Hook' };

  test('is enough without the secret token', async () => {
    const { send, appended } = openDoor('gitlab');
    expect((await send({ ...event, ...standard('{"a":1}') }, '{"a":1}')).status).toBe(202);
    expect(appended[0]?.meta).toEqual({ event: 'Push Hook', delivery: 'delivery-1' });
  });

  test('may be one of several signatures', async () => {
    const headers = standard('{}');
    const other = standard('{}', Buffer.alloc(32, 1));
    const both = `${other['webhook-signature'] ?? ''} ${headers['webhook-signature'] ?? ''}`;
    expect((await openDoor('gitlab').send({ ...event, ...headers, 'webhook-signature': both })).status).toBe(202);
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('signs %s', async (name) => {
    const headers = { ...event, ...standard('{}'), [name]: 'v1,1' };
    await expect(openDoor('gitlab').send(headers)).rejects.toEqual(refused(401));
  });

  test('signs the body', async () => {
    await expect(openDoor('gitlab').send({ ...event, ...standard('{}') }, '{ }')).rejects.toEqual(refused(401));
  });
});

test('GitHub’s ping is answered, and keeps nothing', async () => {
  const { send, appended, seen } = openDoor('github');
  expect(await send({ ...genuine.github('{}'), 'x-github-event': 'ping' })).toEqual({
    status: 200,
    body: { status: 'pong' },
  });
  expect([appended, seen]).toEqual([[], ['door']]);
});

describe('Buildkite’s signature', () => {
  const sign = (body: string, timestamp = '1769850000'): Headers => ({
    'x-buildkite-event': 'push',
    'x-buildkite-signature': `timestamp=${timestamp},signature=${createHmac('sha256', secrets.buildkite)
      .update(`1769850000.${body}`)
      .digest('hex')}`,
  });

  test('is enough without the token', async () => {
    expect((await openDoor('buildkite').send(sign('{}'))).status).toBe(202);
  });

  test('covers the body and the time', async () => {
    await expect(openDoor('buildkite').send(sign('{ }'))).rejects.toEqual(refused(401));
    await expect(openDoor('buildkite').send(sign('{}', '1769850001'))).rejects.toEqual(refused(401));
  });
});

describe('Jenkins’ secret', () => {
  const send = (headers: Headers, url: string) =>
    ciDoor('jenkins')(
      { headers, url } as unknown as IncomingMessage,
      Buffer.from('{}'),
      'door',
      { tenant: 'one', provider: 'jenkins', secrets: [Buffer.from(secrets.jenkins)] },
      {
        inbox: { append: () => Promise.resolve('stored' as const) },
        knowsEvent: () => true,
      } as unknown as DoorsDeps,
    );

  test('may be in the address, or the password of basic authentication', async () => {
    expect((await send({}, `/hooks/jenkins/x?token=${secrets.jenkins}`)).status).toBe(202);
    const basic = Buffer.from(`summit:${secrets.jenkins}`).toString('base64');
    expect((await send({ authorization: `Basic ${basic}` }, '/hooks/jenkins/x')).status).toBe(202);
  });

  test('must be right', async () => {
    await expect(send({}, '/hooks/jenkins/x')).rejects.toEqual(refused(401));
    await expect(send({}, '/hooks/jenkins/x?token=')).rejects.toEqual(refused(401));
    await expect(send({ authorization: 'Bearer' }, '/hooks/jenkins/x')).rejects.toEqual(refused(401));
  });
});

describe('Azure DevOps', () => {
  const send = (body: object) =>
    ciDoor('azure')(
      { headers: genuine.azure('') } as unknown as IncomingMessage,
      Buffer.from(JSON.stringify(body)),
      'door',
      { tenant: 'one', provider: 'azure', secrets: [Buffer.from(secrets.azure)] },
      {
        hookSeen: () => Promise.resolve(),
        inbox: { append: () => Promise.resolve('stored' as const), count: () => Promise.resolve() },
        knowsEvent: (_: CiProvider, event: string) => event === 'git.push',
      } as unknown as DoorsDeps,
    );

  test('names its event in the body', async () => {
    expect((await send({ eventType: 'git.push', id: 'a' })).body).toEqual({ status: 'accepted' });
    expect((await send({ eventType: 'workitem.created', id: 'a' })).body).toEqual({ status: 'ignored' });
    await expect(send({ id: 'a' })).rejects.toEqual(refused(400));
  });
});

test('Travis CI’s key may have lost its lines on the way', async () => {
  const joined = travisKeys.publicKey.replaceAll('\n', ' ');
  expect((await openDoor('travis').send(genuine.travis('{}'), '{}', [joined])).status).toBe(202);
  await expect(openDoor('travis').send(genuine.travis('{ }'), '{}')).rejects.toEqual(refused(401));
});
