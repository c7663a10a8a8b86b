import { ErrorEvent } from '@summit/contracts';
import fc from 'fast-check';
import { parseJsonObject } from '../parseJson';
import { EVENT_LIMITS, translateEvent, type EventSurroundings } from './event';

const around: EventSurroundings = {
  receivedMs: Date.parse('2026-11-20T12:00:00Z'),
  newEventId: () => 'f'.repeat(32),
  detail: true,
};
const translate = (raw: Record<string, unknown>, more: Partial<EventSurroundings> = {}) =>
  translateEvent(raw, { ...around, ...more });

/** As JSON would carry it: absent is absent. */
const plain = (event: ErrorEvent): unknown => JSON.parse(JSON.stringify(event));

test('an empty event is an event', () => {
  expect(plain(translate({}))).toEqual({
    eventId: 'f'.repeat(32),
    timestamp: '2026-11-20T12:00:00.000Z',
    platform: 'other',
    level: 'error',
    exceptions: [],
    fingerprint: [],
    tags: {},
    contexts: {},
    breadcrumbs: [],
  });
});

test('the header’s id wins over the payload’s, and that over a new one', () => {
  const raw = { event_id: 'B'.repeat(32) };
  expect(translate(raw, { eventId: 'a'.repeat(32) }).eventId).toBe('a'.repeat(32));
  expect(translate(raw).eventId).toBe('b'.repeat(32));
  expect(translate({ event_id: '../x' }).eventId).toBe('f'.repeat(32));
});

test.each([
  ['fatal', 'fatal'],
  ['critical', 'fatal'],
  ['ERROR', 'error'],
  ['warn', 'warning'],
  ['log', 'info'],
  ['debug', 'debug'],
  ['loud', 'error'],
  [7, 'error'],
  [undefined, 'error'],
])('level %p is %p', (given, level) => {
  expect(translate({ level: given }).level).toBe(level);
});

describe('messages', () => {
  test.each<[string, Record<string, unknown>, string | undefined, string | undefined]>([
    ['a text', { message: 'Disk is full' }, 'Disk is full', undefined],
    [
      'logentry with a formatted text',
      { logentry: { message: 'User %s left', formatted: 'User ada left', params: ['ada'] } },
      'User ada left',
      'User %s left',
    ],
    [
      'logentry with parameters to fill in',
      { logentry: { message: 'User %s left at %d', params: ['ada', 5] } },
      'User ada left at 5',
      'User %s left at %d',
    ],
    [
      'named parameters',
      { logentry: { message: 'User %(name)s left', params: { name: 'ada' } } },
      'User ada left',
      'User %(name)s left',
    ],
    [
      'braces',
      { logentry: { message: 'User {0} and {1}', params: ['ada', 'bob'] } },
      'User ada and bob',
      'User {0} and {1}',
    ],
    [
      'too few parameters',
      { logentry: { message: 'User %s and %s', params: ['ada'] } },
      'User ada and %s',
      'User %s and %s',
    ],
    ['the name it had before', { 'sentry.interfaces.Message': { message: 'old', params: [] } }, 'old', undefined],
    ['an object in message', { message: { formatted: 'odd' } }, 'odd', undefined],
    ['nothing of use', { message: [1], logentry: [5] }, undefined, undefined],
  ])('%s', (_, raw, message, template) => {
    const event = translate(raw);
    expect([event.message, event.messageTemplate]).toEqual([message, template]);
  });
});

describe('exceptions', () => {
  const one = { type: 'TypeError', value: 'x', stacktrace: { frames: [{ function: 'f' }] } };

  test.each<[string, Record<string, unknown>]>([
    ['values', { exception: { values: [one] } }],
    ['a bare list', { exception: [one] }],
    ['one alone', { exception: one }],
    ['the name it had before', { 'sentry.interfaces.Exception': { values: [null, one] } }],
  ])('as %s', (_, raw) => {
    expect(translate(raw).exceptions).toMatchObject([
      { type: 'TypeError', value: 'x', frames: [{ function: 'f', inApp: true }] },
    ]);
  });

  test('a value that is an object is shown as JSON', () => {
    expect(translate({ exception: [{ type: 'E', value: { code: 7 } }] }).exceptions[0]?.value).toBe('{"code":7}');
  });

  test('the mechanism says whether it was handled, and whether its type means something', () => {
    const mechanism = { type: 'onerror', handled: false, synthetic: true };
    expect(translate({ exception: [{ ...one, mechanism }] }).exceptions[0]).toMatchObject({
      mechanism: 'onerror',
      handled: false,
      synthetic: true,
    });
  });

  test('an exception without a stack gets that of the crashed thread', () => {
    const threads = {
      values: [
        { stacktrace: { frames: [{ function: 'other' }] } },
        { crashed: true, stacktrace: { frames: [{ function: 'crashed' }] } },
      ],
    };
    expect(translate({ exception: [{ type: 'E', value: '' }], threads }).exceptions[0]?.frames).toMatchObject([
      { function: 'crashed' },
    ]);
  });

  test('a message with a stack is a synthetic exception that carries it', () => {
    const threads = { values: [{ current: true, stacktrace: { frames: [{ function: 'now' }] } }] };
    expect(translate({ message: 'hello', threads }).exceptions).toMatchObject([
      { type: '', value: 'hello', synthetic: true, frames: [{ function: 'now' }] },
    ]);
  });

  test('250 frames are kept: the outermost 50 and the innermost 200', () => {
    const frames = Array.from({ length: 1000 }, (_, i) => ({ function: `f${i}` }));
    const kept = translate({ exception: [{ type: 'E', stacktrace: { frames } }] }).exceptions[0]?.frames.map(
      (frame) => frame.function,
    );
    expect([kept?.length, kept?.[0], kept?.[49], kept?.[50], kept?.at(-1)]).toEqual([250, 'f0', 'f49', 'f800', 'f999']);
  });
});

describe('in-app', () => {
  const inApp = (frames: Record<string, unknown>[]) =>
    translate({ exception: [{ type: 'E', stacktrace: { frames } }] }).exceptions[0]?.frames.map((frame) => frame.inApp);

  test.each<[Record<string, unknown>, boolean]>([
    [{ filename: 'src/cart.js' }, true],
    [{ filename: 'src/cart.js', in_app: false }, false],
    [{ filename: '/app/node_modules/express/index.js', in_app: true }, false],
    [{ filename: 'node_modules/express/index.js', in_app: true }, false],
    [{ filename: 'C:\\app\\node_modules\\x.js', in_app: true }, false],
    [{ filename: 'node:internal/process', in_app: true }, false],
    [{ filename: 'cart.py', abs_path: '/usr/lib/python3.11/site-packages/x.py', in_app: true }, false],
    [{ filename: 'json/decoder.py', abs_path: '/usr/lib/python3.11/json/decoder.py', in_app: true }, false],
    [{ filename: '<frozen importlib._bootstrap>' }, false],
    [{ filename: 'webpack/bootstrap:19' }, false],
    [{ filename: 'chrome-extension://abc/content.js', in_app: true }, false],
    [{ filename: '/srv/lib/python_tools/x.py' }, true],
    [{ module: 'java.util.ArrayList', function: 'get' }, false],
    [{ module: 'com.shop.Cart', function: 'pay' }, true],
  ])('%p', (frame, expected) => {
    expect(inApp([frame])).toEqual([expected]);
  });

  test('where the SDK marks some, what it leaves open is not', () => {
    expect(inApp([{ filename: 'a.rb', in_app: true }, { filename: 'b.rb' }])).toEqual([true, false]);
  });
});

describe('what surrounds the error', () => {
  test('trace, user, request, tags, sdk', () => {
    const event = translate({
      contexts: { trace: { trace_id: 'AB'.repeat(16), span_id: 'CD'.repeat(8) } },
      user: { id: 7, email: 'a@b.test', ip_address: '{{auto}}' },
      request: {
        url: 'https://shop.test/',
        method: 'GET',
        headers: [
          ['User-Agent', 'x'],
          ['Accept', ['a', 'b']],
        ],
      },
      tags: [['region', 'eu'], { key: 'tier', value: true }, ['broken'], 5],
      sdk: { name: 'sentry.python', version: '2' },
      release: ' 1.0 ',
      server_name: 'web-1',
      extra: { cart: 3 },
    });
    expect(event).toMatchObject({
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      user: { id: '7', email: 'a@b.test', ipAddress: undefined },
      request: { url: 'https://shop.test/', method: 'GET', headers: { 'User-Agent': 'x', Accept: 'a' } },
      tags: { region: 'eu', tier: 'true' },
      sdk: { name: 'sentry.python' },
      release: '1.0',
      serverName: 'web-1',
      contexts: { extra: { cart: 3 } },
    });
  });

  test.each([{ trace_id: '0'.repeat(32) }, { trace_id: 'short' }, { span_id: 'ab'.repeat(8) }, 'text'])(
    'no trace from %p',
    (trace) => {
      expect(translate({ contexts: { trace } }).traceId).toBeUndefined();
    },
  );

  test('breadcrumbs: the last hundred, times with the drift taken out', () => {
    const breadcrumbs = Array.from({ length: 150 }, (_, i) => ({
      message: `b${i}`,
      timestamp: Date.parse('2026-11-21T11:00:00Z') / 1000,
    }));
    const event = translate({ breadcrumbs: { values: [null, ...breadcrumbs] } }, { sentAt: '2026-11-21T12:00:00Z' });
    expect(event.breadcrumbs).toHaveLength(EVENT_LIMITS.breadcrumbs);
    expect(event.breadcrumbs[0]).toMatchObject({ message: 'b50', timestamp: '2026-11-20T11:00:00.000Z' });
  });

  test('without detail only what grouping and counting need', () => {
    const raw = {
      breadcrumbs: [{ message: 'b' }],
      extra: { x: 1 },
      contexts: { os: { name: 'Linux' }, cart: { items: [1] } },
      request: { url: '/', headers: { 'User-Agent': 'x', Cookie: 'secret' } },
      exception: [
        {
          type: 'E',
          stacktrace: { frames: [{ function: 'f', vars: { a: 1 }, pre_context: ['x'], context_line: 'y' }] },
        },
      ],
    };
    const event = translate(raw, { detail: false });
    expect([event.breadcrumbs, event.contexts, event.request?.headers]).toEqual([
      [],
      { os: { name: 'Linux' } },
      { 'User-Agent': 'x' },
    ]);
    expect(event.exceptions[0]?.frames[0]).toEqual({ inApp: true, function: 'f', contextLine: 'y' });
  });
});

describe('hostile events', () => {
  test('free-form data is bounded in depth and number', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 10_000; i += 1) deep = { deep };
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]));
    const event = translate({
      contexts: { deep, wide },
      extra: { deep },
      exception: [{ type: 'E', stacktrace: { frames: [{ vars: { deep, wide } }] } }],
    });
    const length = JSON.stringify(event).length;
    expect(length).toBeLessThan(200_000);
  });

  test('no key reaches a prototype', () => {
    const raw = parseJsonObject(
      Buffer.from(
        '{"__proto__":{"level":"fatal"},"tags":{"__proto__":"x"},"contexts":{"__proto__":{"polluted":1}},"extra":{"a":{"__proto__":{"polluted":1}}},"constructor":{"prototype":{"polluted":1}}}',
      ),
    );
    const event = translate(raw ?? {});
    expect(event.level).toBe('error');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(event.tags)).toBe(Object.prototype);
  });

  test('any JSON object gives an event that fits the contract, with and without detail', () => {
    const known = fc.constantFrom(
      'event_id',
      'timestamp',
      'level',
      'platform',
      'message',
      'logentry',
      'exception',
      'threads',
      'stacktrace',
      'fingerprint',
      'user',
      'request',
      'tags',
      'contexts',
      'extra',
      'breadcrumbs',
      'sdk',
      'release',
      'environment',
      'transaction',
    );
    const inner = fc.constantFrom(
      'values',
      'frames',
      'stacktrace',
      'type',
      'value',
      'mechanism',
      'headers',
      'trace',
      'trace_id',
      'timestamp',
      'data',
      'params',
      'message',
      'vars',
      'in_app',
      'lineno',
      'filename',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.dictionary(inner, tie('value')),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(known, value), fc.boolean(), (raw, detail) => {
        const event = translate(JSON.parse(JSON.stringify(raw)) as Record<string, unknown>, { detail });
        ErrorEvent.parse(plain(event));
      }),
      { numRuns: 500 },
    );
  });
});
