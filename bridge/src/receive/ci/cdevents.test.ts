import type { CiProvider } from '@summit/contracts';
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { NewInboxItem } from '../../inbox/statements';
import { Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { ciDoor } from './door';

const secret = Buffer.alloc(32, 7).toString('hex');
const known = 'dev.cdevents.pipelinerun.started';
const structured = { authorization: `Bearer ${secret}`, 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batched = { ...structured, 'content-type': 'application/cloudevents-batch+json' };
const binary = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };

const event = (fields: object = {}): object => ({
  specversion: '1.0',
  id: '1',
  source: 'https://ci.example.org/a',
  type: `${known}.0.3.0`,
  data: { subject: { id: 'x' } },
  ...fields,
});

function openDoor(secrets: readonly string[] = [secret]) {
  const appended: NewInboxItem[] = [];
  const counted: unknown[] = [];
  const deps = {
    hookSeen: () => Promise.resolve(),
    inbox: {
      append: (item: NewInboxItem) => {
        const names = (one: NewInboxItem) => (one.deliveryKeys ?? []).map((key) => key.toString('hex'));
        const repeated = appended.some((one) => names(one).some((name) => names(item).includes(name)));
        if (!repeated) appended.push(item);
        return Promise.resolve(repeated ? ('duplicate' as const) : ('stored' as const));
      },
      count: (item: unknown) => Promise.resolve(void counted.push(item)),
    },
    knowsEvent: (_: CiProvider, name: string) => name === known,
  } as unknown as DoorsDeps;
  const send = (headers: Record<string, string>, body: unknown, url = '/hooks/cdevents/door') =>
    ciDoor('cdevents')(
      { headers, url } as unknown as IncomingMessage,
      Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      'door',
      { tenant: 'one', provider: 'cdevents', secrets: secrets.map((text) => Buffer.from(text)) },
      deps,
    );
  return { send, appended, counted };
}

const refused = (status: number) => expect.objectContaining({ status }) as unknown;
const bodies = (items: readonly NewInboxItem[]): unknown[] =>
  items.map((item): unknown => JSON.parse(item.body.toString()));

describe('the modes of CloudEvents', () => {
  test('structured: the event is the body', async () => {
    const { send, appended } = openDoor();
    expect((await send(structured, event())).body).toEqual({ status: 'accepted' });
    expect(appended).toMatchObject([{ meta: { event: known, delivery: 'https://ci.example.org/a\n1' } }]);
    expect(bodies(appended)).toEqual([event()]);
  });

  test('binary: the attributes are headers, percent-encoded', async () => {
    const { send, appended } = openDoor();
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/team%20a',
      'ce-type': `${known}.0.3.0`,
      'ce-time': '2026-01-31T09:00:00Z',
    };
    await send({ ...binary, ...headers }, { subject: {} });
    expect(bodies(appended)).toEqual([
      {
        specversion: '1.0',
        id: '1',
        source: '/team a',
        type: `${known}.0.3.0`,
        time: '2026-01-31T09:00:00Z',
        data: { subject: {} },
      },
    ]);
  });

  test('batch: each event is a delivery of its own; what is not known is counted', async () => {
    const { send, appended, counted } = openDoor();
    const events = [event(), event({ id: '2' }), event({ id: '3', type: 'dev.cdevents.ticket.created.0.1.0' })];
    expect((await send(batched, events)).body).toEqual({ status: 'accepted' });
    expect(appended).toHaveLength(2);
    expect(counted).toEqual([{ tenant: 'one', source: 'cdevents', state: 'dropped', reason: 'unknown_event' }]);
    expect((await send(batched, [])).body).toEqual({ status: 'ignored' });
  });

  test('a repeat is told by source and id, in whatever mode and company it comes', async () => {
    const { send, appended } = openDoor();
    await send(structured, event());
    expect((await send(batched, [event({ data: { other: 1 } })])).body).toEqual({ status: 'duplicate' });
    await send(batched, [event({ id: '2' }), event({ id: '2' })]);
    await send(structured, event({ source: '/elsewhere' }));
    expect(appended).toHaveLength(3);
  });

  test('source and id do not run into each other', async () => {
    const { send } = openDoor();
    await expect(send(structured, event({ source: 'a\nb' }))).rejects.toEqual(refused(400));
    await expect(send(structured, event({ id: 'a\u0000' }))).rejects.toEqual(refused(400));
    await expect(send(structured, event({ id: '\ud800' }))).rejects.toEqual(refused(400));
    await expect(send(structured, event({ source: 'a\ud83d', id: '\ude00' }))).rejects.toEqual(refused(400));
  });

  test.each([
    ['no id', structured, event({ id: undefined })],
    ['an empty id', structured, event({ id: '' })],
    ['an id that is no text', structured, event({ id: 7 })],
    ['an endless id', structured, event({ id: 'x'.repeat(2000) })],
    ['no source', structured, event({ source: null })],
    ['no type', structured, event({ type: [] })],
    ['another version', structured, event({ specversion: '0.3' })],
    ['no attributes at all', binary, { subject: {} }],
    ['an array where one is expected', structured, [event()]],
    ['one where an array is expected', batched, event()],
    ['a batch of something else', batched, [event(), 7]],
    ['no JSON', batched, '[{'],
  ])('refuses %s', async (_name, headers, body) => {
    const { send, appended } = openDoor();
    await expect(send(headers, body)).rejects.toEqual(refused(400));
    expect(appended).toEqual([]);
  });

  test('names the event of a batch that is none, and keeps none of it', async () => {
    const { send, appended } = openDoor();
    const attempt = send(batched, [event(), event({ id: undefined })]);
    await expect(attempt).rejects.toMatchObject({ detail: expect.stringContaining('events[1] has no id') as unknown });
    expect(appended).toEqual([]);
  });

  test('refuses more events than anybody sends at once', async () => {
    const many = Array.from({ length: 1001 }, (_, id) => event({ id: String(id) }));
    await expect(openDoor().send(batched, many)).rejects.toEqual(refused(413));
  });
});

describe('who may send', () => {
  test.each([
    ['Bearer', { authorization: `Bearer ${secret}` }, undefined],
    [
      'the password of an address',
      { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` },
      undefined,
    ],
    ['the end of the address', {}, `/hooks/cdevents/door?token=${secret}`],
  ])('who gives the secret as %s', async (_name, headers, url) => {
    const content = { 'content-type': structured['content-type'] };
    expect((await openDoor().send({ ...content, ...headers }, event(), url)).status).toBe(202);
  });

  test('not who gives another, or none', async () => {
    const content = { 'content-type': structured['content-type'] };
    await expect(openDoor().send(content, event())).rejects.toBeInstanceOf(Refusal);
    for (const authorization of ['Bearer x', 'Bearer', 'Basic', `Bearer ${secret}x`])
      await expect(openDoor().send({ ...content, authorization }, event())).rejects.toEqual(refused(401));
  });

  test('a secret that is no base64 opens no signature: what could be read of it would be no secret', async () => {
    const body = JSON.stringify(event());
    const forged = (key: Buffer) => ({
      'content-type': structured['content-type'],
      'webhook-id': '1',
      'webhook-timestamp': '1',
      'webhook-signature': `v1,${createHmac('sha256', key).update(`1.1.${body}`).digest('base64')}`,
    });
    await expect(openDoor(['!!!!!!!!!!!!!!!!!!!!']).send(forged(Buffer.alloc(0)), body)).rejects.toEqual(refused(401));
    const short = 'ab==cdefghijklmnopqr';
    await expect(openDoor([short]).send(forged(Buffer.from(short, 'base64')), body)).rejects.toEqual(refused(401));
    const longEnough = Buffer.alloc(32, 3);
    const secrets = [`whsec_${longEnough.toString('base64')}`];
    expect((await openDoor(secrets).send(forged(longEnough), body)).status).toBe(202);
  });
});
