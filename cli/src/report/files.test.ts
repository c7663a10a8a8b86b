import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesOf } from './files';

const folder = mkdtempSync(path.join(tmpdir(), 'summit-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  for (const file of [
    'junit.xml',
    'a [1].xml',
    'core/build/TEST-a.xml',
    'core/build/TEST-b.xml',
    'core/build/deep/TEST-c.xml',
    'web/build/TEST-d.xml',
    'web/build/lcov.info',
    'web/node_modules/x/TEST-e.xml',
    '.hidden/TEST-f.xml',
    '.circleci/g.xml',
  ]) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), 'x');
  }
  symlinkSync('..', path.join(folder, 'core/build/round'));
  mkdirSync(path.join(folder, 'folder.xml'));
});

test.each<[string, string[]]>([
  ['junit.xml', ['junit.xml']],
  ['./junit.xml', ['./junit.xml']],
  ['missing.xml', []],
  ['core', []],
  ['a [1].xml', ['a [1].xml']],
  ['*.xml', ['a [1].xml', 'junit.xml']],
  ['a*.x?l', ['a [1].xml']],
  ['core/build/*.xml', ['core/build/TEST-a.xml', 'core/build/TEST-b.xml']],
  ['*/build/TEST-?.xml', ['core/build/TEST-a.xml', 'core/build/TEST-b.xml', 'web/build/TEST-d.xml']],
  [
    '**/TEST-*.xml',
    ['core/build/TEST-a.xml', 'core/build/TEST-b.xml', 'core/build/deep/TEST-c.xml', 'web/build/TEST-d.xml'],
  ],
  ['core/**/TEST-c.xml', ['core/build/deep/TEST-c.xml']],
  ['core/**', ['core/build/TEST-a.xml', 'core/build/TEST-b.xml', 'core/build/deep/TEST-c.xml']],
  ['web/build/{TEST-d.xml,lcov.info}', ['web/build/TEST-d.xml', 'web/build/lcov.info']],
  [
    '{core,web}/build/*.{xml,info}',
    ['core/build/TEST-a.xml', 'core/build/TEST-b.xml', 'web/build/TEST-d.xml', 'web/build/lcov.info'],
  ],
  ['web/node_modules/**/*.xml', ['web/node_modules/x/TEST-e.xml']],
  ['.circleci/*.xml', ['.circleci/g.xml']],
  ['nowhere/**/*.xml', []],
])('%s', (word, expected) => {
  expect(filesOf(word, folder)).toEqual(expected);
});

test('a pattern from the root of the machine', () => {
  expect(filesOf(`${folder}/web/*/TEST-*.xml`, '/')).toEqual([`${folder}/web/build/TEST-d.xml`]);
});
