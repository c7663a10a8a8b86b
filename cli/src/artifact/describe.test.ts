import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe as describeFile, mediaTypeOf, urlOf } from './describe';

const folder = mkdtempSync(path.join(tmpdir(), 'summit-artifact-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file is told by name, size, digest and sort', async () => {
  const file = path.join(folder, 'shop.tgz');
  writeFileSync(file, 'abc');
  expect(await describeFile(file, 'dist/shop.tgz', undefined)).toEqual({
    name: 'dist/shop.tgz',
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    mediaType: 'application/gzip',
  });
});

test('one of many pieces has the digest of the whole', async () => {
  const file = path.join(folder, 'large.bin');
  writeFileSync(file, Buffer.alloc(1_000_000));
  expect(await describeFile(file, 'large.bin', undefined)).toMatchObject({
    bytes: 1_000_000,
    sha256: 'd29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025',
  });
});

test('what is not there is an error', async () => {
  await expect(describeFile(path.join(folder, 'none'), 'none', undefined)).rejects.toThrow('ENOENT');
});

test.each([
  ['a.ZIP', 'application/zip'],
  ['a.tar.gz', 'application/gzip'],
  ['a', 'application/octet-stream'],
  ['a.odd', 'application/octet-stream'],
])('%s is %s', (file, type) => {
  expect(mediaTypeOf(file)).toBe(type);
});

test.each([
  ['https://files.example.org/{name}', 'dist/a b.zip', 'https://files.example.org/dist/a%20b.zip'],
  [
    'https://files.example.org/?f={name}&again={name}',
    '$&.zip',
    'https://files.example.org/?f=%24%26.zip&again=%24%26.zip',
  ],
  [undefined, 'a', undefined],
])('%s for %s', (template, name, url) => {
  expect(urlOf(template, name)).toBe(url);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'nowhere', '{name}'])('%s is refused', (template) => {
  expect(() => urlOf(template, 'a')).toThrow('no address');
});
