import { deflateSync } from 'node:zlib';
import { decodeStoreBody } from './storeBody';

const json = '{"message":"hello"}';

test.each<[string, Buffer]>([
  ['JSON', Buffer.from(json)],
  ['JSON after white space', Buffer.from(`\n  ${json}`)],
  ['base64', Buffer.from(Buffer.from(json).toString('base64'))],
  ['base64 of zlib', Buffer.from(deflateSync(json).toString('base64'))],
])('%s', (_, body) => {
  expect(decodeStoreBody(body, 10_000).toString().trim()).toBe(json);
});

test('what is none of these stays as it is', () => {
  for (const text of ['', 'hello world!', '[1]', 'aGVsbG8='])
    expect(decodeStoreBody(Buffer.from(text), 1000).toString()).toBe(text);
});

test('a bomb in base64 stops at the ceiling', () => {
  const bomb = Buffer.from(deflateSync(Buffer.alloc(1_000_000)).toString('base64'));
  expect(() => decodeStoreBody(bomb, 1000)).toThrow('larger than 1000 bytes');
});
