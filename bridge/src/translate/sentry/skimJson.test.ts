import fc from 'fast-check';
import { skimJsonObject } from './skimJson';

const skipped = new Set(['breadcrumbs', 'extra']);
const skim = (text: string) => skimJsonObject(Buffer.from(text), skipped);

/** What the parser gives, with the skipped members null. */
const parsed = (text: string) =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, unknown>).map(([key, value]) => [
      key,
      skipped.has(key) ? null : value,
    ]),
  );

test.each([
  ['nothing to skip', '{"level":"error"}'],
  ['an empty object', ' {} '],
  ['one member in the middle', '{"a":1,"breadcrumbs":{"values":[{"message":"}]\\""}]},"b":[1,2]}'],
  ['two members, one last', '{"extra":"a\\\\","a":{"breadcrumbs":[1]},"breadcrumbs":[[],{}]}'],
  ['scalars', '{"extra":12.5,"a":null,"breadcrumbs":true}'],
  ['white space everywhere', '\n{ "extra" :\t[ 1 , 2 ] , "a" : { "b" : "c" } }\r\n'],
  ['text beyond ASCII', '{"extra":"ü😀","a":"ü😀"}'],
])('reads as the parser does: %s', (_, text) => {
  expect(skim(text)).toEqual(parsed(text));
});

test('any object, however it is written, reads as the parser does', () => {
  const key = fc.oneof(fc.constantFrom('breadcrumbs', 'extra', 'a\\', '"', '}'), fc.string());
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), fc.integer({ min: 0, max: 3 }), (object, indent) => {
      const text = JSON.stringify(object, null, indent);
      expect(skim(text)).toEqual(parsed(text));
    }),
  );
});

test.each([
  '',
  '[]',
  '"a"',
  '{',
  '{"a"',
  '{"a":1',
  '{"a":1,}',
  '{"extra":[1,2}',
  '{"extra":[1',
  '{"a":1} x',
  '{"extra":"a}',
])('is no object: %s', (text) => {
  expect(skim(text)).toBeUndefined();
});

test('damage inside what is skipped does not lose the rest', () => {
  expect(skim('{"breadcrumbs":[nonsense],"level":"fatal"}')).toEqual({ breadcrumbs: null, level: 'fatal' });
});

test('any bytes give an object or undefined, and no error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      skimJsonObject(Buffer.concat([Buffer.from('{"extra":'), bytes]), skipped);
    }),
  );
});
