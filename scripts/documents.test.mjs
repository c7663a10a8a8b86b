/* global expect, test */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const under = (folder, pattern) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !/node_modules|dist/.test(entry.parentPath))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'plugins/README.md',
  'stack/README.md',
  'docker-compose.yml',
  '.env.example',
  ...under('docs', /\.md$/),
];
const manifest = (folder) => JSON.parse(read(path.join(folder, 'package.json')));
const found = (pattern) =>
  documents.flatMap((file) => [...read(file).matchAll(pattern)].map((match) => ({ file, match })));

test('every npm script that a document names is there', () => {
  const named = found(/npm (?:run ([\w:-]+)|(start|test)\b)(?:(?! && )[^\n`)])*/g);
  expect(named.length).toBeGreaterThan(20);
  for (const { file, match } of named) {
    const workspace = /--workspace (\S+)/.exec(match[0])?.[1] ?? '.';
    expect([file, match[0], Object.keys(manifest(workspace).scripts)]).toEqual([
      file,
      match[0],
      expect.arrayContaining([match[1] ?? match[2]]),
    ]);
  }
});

test('every command of the bridge that a document names is in its help', () => {
  const help = read('bridge/src/cli.ts');
  const named = found(/npm run bridge -- ([a-z-]+)/g);
  expect(named.length).toBeGreaterThan(1);
  for (const { file, match } of named) expect([file, help]).toEqual([file, expect.stringContaining(`  ${match[1]} `)]);
});

test('every file that a document links to is there', () => {
  for (const { file, match } of found(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
    const target = path.resolve(root, path.dirname(file), match[1]);
    expect([file, match[1], readable(target)]).toEqual([file, match[1], true]);
  }
});

test('every environment variable that a document names is read somewhere', () => {
  const readers = [
    'bridge/src/config/settings.ts',
    'bridge/src/cli.ts',
    ...under('bridge/src/cli', /\.ts$/),
    ...under('cli/src', /\.ts$/),
    // The variables that it gives to pipelines.
    'bridge/src/domain/rollbackPolicy/request.ts',
    '.env.example',
    ...under('stack', /\.(ts|yaml)$/),
    ...under('e2e', /\.ts$/),
    ...under('scripts', /\.mjs$/).filter((file) => !file.endsWith('.test.mjs')),
    ...under('provisioning', /\.yaml$/),
    ...under('alerting', /\.yaml$/),
    ...under('collector-config', /\.yaml$/),
    ...under('demo/src', /\.ts$/),
    ...under('bench', /\.(ts|mjs)$/),
  ].map(read);
  const named = found(/(?:^|[\s`(])([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)(?=[=`\s),.;:]|$)/gm).filter(({ file }) =>
    file.endsWith('.md'),
  );
  expect(named.length).toBeGreaterThan(40);
  for (const { file, match } of named) {
    const variable = match[1];
    expect([file, variable, readers.some((text) => text.includes(variable))]).toEqual([file, variable, true]);
  }
});

function readable(file) {
  try {
    readFileSync(file);
    return true;
  } catch (error) {
    return error.code === 'EISDIR';
  }
}
