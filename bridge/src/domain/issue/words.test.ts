import { eventOf } from '../grouping/testing/events';
import { dimensions } from './dimensions';
import { releaseSha } from './releaseSha';
import { stackText } from './stackText';
import { readUserAgent } from './userAgent';
import { userKey, userLabel } from './userKey';

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    { browser: 'Chrome 140', os: 'Windows' },
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    { browser: 'Edge 140', os: 'Windows' },
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    { browser: 'Safari 18', os: 'macOS' },
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', { browser: 'Firefox 132', os: 'Linux' }],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0.0.0 Mobile/15E148 Safari/604.1',
    { browser: 'Chrome 130', os: 'iOS' },
  ],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36',
    { browser: 'Chrome 129', os: 'Android' },
  ],
  ['curl/8.0', {}],
  ['Chrome/', { browser: 'Chrome' }],
])('user agent %s', (header, expected) => {
  expect(readUserAgent(header)).toEqual(expected);
});

test('dimensions come from contexts, or from the user agent; tags do not replace them', () => {
  const event = eventOf('javascript', [], {
    event: {
      release: '1.0',
      environment: 'production',
      contexts: {
        browser: { name: 'Firefox', version: '132.0.1' },
        os: { name: 'Linux', version: '6.1' },
        runtime: { name: 'node', version: 'v22.1.0' },
        device: { model: 'Pixel 9' },
      },
      request: { url: 'https://shop.test/cart?session=secret#x', headers: { 'User-Agent': 'Chrome/140.0 (Windows)' } },
      tags: { os: 'mine', region: 'eu' },
    },
  });
  expect(Object.fromEntries(dimensions(event))).toEqual({
    level: 'error',
    environment: 'production',
    release: '1.0',
    browser: 'Firefox 132',
    os: 'Linux',
    runtime: 'node v22.1.0',
    device: 'Pixel 9',
    url: 'https://shop.test/cart',
    region: 'eu',
  });
  const bare = { ...event, contexts: {}, tags: {} };
  expect(Object.fromEntries(dimensions(bare))).toMatchObject({ browser: 'Chrome 140', os: 'Windows' });
});

test('an event with a thousand tags is counted by twenty of them', () => {
  const tags = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`tag${i}`, 'x']));
  expect(
    [...dimensions(eventOf('node', [], { event: { tags } })).keys()].filter((key) => key.startsWith('tag')),
  ).toHaveLength(20);
});

test.each([
  ['4f5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2', '4f5e6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2'],
  ['shop@4F5E6D7C8B9A', '4f5e6d7c8b9a'],
  ['shop@1.2.0+4f5e6d7', '4f5e6d7'],
  ['shop@1.2.0', null],
  ['20261120', null],
  ['shop@20261120', null],
  ['latest', null],
  ['', null],
])('the commit of release %p is %p', (version, sha) => {
  expect(releaseSha(version)).toBe(sha);
});

test('a user is told by id, else e-mail, name, address; no user is nobody', () => {
  const key = (user: Parameters<typeof userKey>[0]) => userKey(user)?.toString('hex');
  expect(key({ id: '1', email: 'a@b.test' })).toBe(key({ id: '1', email: 'other@b.test' }));
  expect(key({ email: 'A@b.test' })).toBe(key({ email: 'a@B.test' }));
  expect(key({ id: 'x' })).not.toBe(key({ username: 'x' }));
  expect([key(undefined), userLabel(undefined)]).toEqual([undefined, null]);
  expect(userLabel({ id: '1', email: 'a@b.test' })).toBe('a@b.test');
});

describe('the stack as text', () => {
  const frames = [
    { function: 'main', filename: 'index.js', lineno: 1, colno: 2 },
    { function: 'pay', filename: 'cart.js', lineno: 7 },
  ];
  test('innermost frame first, causes below', () => {
    const event = eventOf('node', frames, { type: 'TypeError', value: 'x' });
    const chain = { ...event, exceptions: [{ type: 'Cause', value: 'c', frames: [] }, ...event.exceptions] };
    expect(stackText(chain, 1000)).toBe(
      'TypeError: x\n    at pay (cart.js:7)\n    at main (index.js:1:2)\nCaused by: Cause: c',
    );
  });
  test('Python’s own order', () => {
    expect(stackText(eventOf('python', frames, { type: 'E', value: 'v' }), 1000)).toBe(
      'Traceback (most recent call last):\n  File "index.js", line 1, in main\n  File "cart.js", line 7, in pay\nE: v',
    );
  });
  test('nothing without frames, and never longer than asked', () => {
    expect(stackText(eventOf('node', []), 1000)).toBe('');
    expect(
      stackText(
        eventOf(
          'node',
          Array.from({ length: 250 }, () => ({ function: 'f'.repeat(500) })),
        ),
        2000,
      ),
    ).toHaveLength(2000);
  });
});
