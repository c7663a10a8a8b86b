/* global expect, test, describe, afterAll */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeDataDirectory } from './lib/dataDirectory.mjs';
import { portsFrom } from './lib/ports.mjs';

const directory = mkdtempSync(path.join(tmpdir(), 'summit-start-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** `npm start` that must not get as far as installing anything. */
function refused(env) {
  const started = Date.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(__dirname, 'start.mjs')], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 10_000,
  });
  return { status, stderr, stdout, ms: Date.now() - started };
}

describe('a place that cannot hold files', () => {
  const file = path.join(directory, 'file');
  writeFileSync(file, '');
  const places = [
    file,
    path.join(file, 'below'),
    ...(process.platform === 'linux' ? ['/proc/summit', '/sys/a/b'] : []),
  ];

  test.each(places)('%s is refused in one line, at once', (place) => {
    const { status, stderr, stdout, ms } = refused({ DATA_DIR: place });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^summit: DATA_DIR: files cannot be kept in \S+ \([A-Z]+\); set it to a directory .*\n$/);
    expect(stderr).toContain(place);
    expect(ms).toBeLessThan(5_000);
  });
});

test('a data directory is made with all its parents, and nothing is left in it', () => {
  const made = path.join(directory, 'a/b/c');
  makeDataDirectory(made);
  makeDataDirectory(made);
  expect(readdirSync(made)).toEqual([]);
});

test('what was made is removed again when it turns out not to hold files', () => {
  expect(() => makeDataDirectory(path.join(directory, 'new', 'x'.repeat(300)))).toThrow('ENAMETOOLONG');
  expect(existsSync(path.join(directory, 'new'))).toBe(false);
});

test('the preview takes the port after the bridge’s, and with 0 both take free ones', () => {
  expect(portsFrom('4180')).toEqual({ bridge: 4180, preview: 4181 });
  expect(portsFrom('0')).toEqual({ bridge: 0, preview: 0 });
});

test.each(['x', '-1', '1.5', '65535', ' ', '1e3'])('PORT=%j is refused with what it must be', (port) => {
  const { status, stderr } = refused({ PORT: port, DATA_DIR: path.join(directory, 'unused') });
  expect([status, stderr]).toEqual([
    1,
    `summit: PORT is ${JSON.stringify(port)}; it must be a whole number from 0 to 65534\n`,
  ]);
});
