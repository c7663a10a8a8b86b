import { gzipSync } from 'node:zlib';
import { isGood, quarantineOf, verdictLines, verdictOf } from './quarantine';

const junit = (...cases: string[]): Buffer => Buffer.from(`<testsuite name="cart">${cases.join('')}</testsuite>`);
const passed = (name: string): string => `<testcase classname="cart" name="${name}"/>`;
const failed = (name: string): string => `<testcase classname="cart" name="${name}"><failure message="no"/></testcase>`;
const file = (name: string, bytes: Buffer) => ({ file: name, bytes });
const known = [{ suite: 'cart', name: 'flaps' }];

test.each([
  ['all passed', [file('a.xml', junit(passed('adds')))], true],
  ['only what is in quarantine failed', [file('a.xml', junit(passed('adds'), failed('flaps')))], true],
  ['another failed', [file('a.xml', junit(failed('adds'), failed('flaps')))], false],
  [
    'another suite’s test of that name failed',
    [file('a.xml', junit('<testcase classname="tax" name="flaps"><failure/></testcase>'))],
    false,
  ],
  ['one of several files has a failure', [file('a.xml', junit(passed('a'))), file('b.xml', junit(failed('b')))], false],
  ['a compressed file has a failure', [file('a.xml.gz', gzipSync(junit(failed('b'))))], false],
  ['a file is no report', [file('a.xml', junit(passed('a'))), file('b.xml', Buffer.from('crash'))], false],
  ['no test ran', [file('a.xml', junit())], false],
  ['there is no file', [], false],
  ['only coverage was told', [file('lcov.info', Buffer.from('SF:a.ts\nDA:1,1\nend_of_record\n'))], false],
])('the build where %s', (_, files, good) => {
  expect(isGood(verdictOf(files, known))).toBe(good);
});

test('what failed is said, and what of it does not count', () => {
  const verdict = verdictOf([file('a.xml', junit(passed('adds'), failed('flaps'), failed('rounds')))], known);
  expect(verdictLines(verdict)).toEqual([
    'failed in quarantine, not counted (1):',
    '  cart › flaps',
    'failed (1):',
    '  cart › rounds',
    'quarantine: the build fails',
  ]);
  const many = verdictOf([file('a.xml', junit(...Array.from({ length: 25 }, (_, n) => failed(`t${n}`))))], []);
  expect(verdictLines(many)).toContain('  and 5 more');
});

test('a quarantine is what the bridge answers, and nothing else', () => {
  expect(quarantineOf({ items: [{ suite: 'cart', name: 'flaps', reason: 'x' }, { suite: 3 }, null] })).toEqual(known);
  expect(() => quarantineOf({ detail: 'x' })).toThrow('the bridge does not know of quarantines');
  expect(() => quarantineOf('<html>')).toThrow();
});
