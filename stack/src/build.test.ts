import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, buildKey, defaultCacheDir } from './build';
import { pins, serverNames } from './pins';

test('the cache is where SUMMIT_CACHE_DIR says, else under the home directory', () => {
  expect(defaultCacheDir({ SUMMIT_CACHE_DIR: '/var/cache/x' })).toBe(join('/var/cache/x', 'stack'));
  expect(defaultCacheDir({})).toMatch(/\.cache[/\\]summit[/\\]stack$/);
});

test('the key of a build names its pins: stable, and different for each server', async () => {
  const keys = await Promise.all(serverNames.map(buildKey));
  expect(new Set(keys).size).toBe(serverNames.length);
  expect(await Promise.all(serverNames.map(buildKey))).toEqual(keys);
});

test('a program in the cache is taken as it is, without Go', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'stack-cache-'));
  const path = process.env.PATH;
  try {
    const program = join(cacheDir, `loki-${pins.loki.version}-${await buildKey('loki')}`);
    await writeFile(program, '');
    process.env.PATH = '';
    await expect(build({ names: ['loki'], cacheDir })).resolves.toEqual({ loki: program });
    await expect(build({ names: ['mimir'], cacheDir })).rejects.toThrow(/^Go \d+\.\d+\.\d+ or newer is needed/);
  } finally {
    process.env.PATH = path;
    await rm(cacheDir, { recursive: true });
  }
});
