import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';
import { fail, say, seconds } from './terminal.mjs';

const minimum = [20, 19];

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < minimum[0] || (major === minimum[0] && minor < minimum[1])) {
    fail(`Node.js ${minimum.join('.')} or newer is needed, this is ${process.versions.node}`);
  }
}

/** npm's own words without its usage text. */
const reasonOf = (output) =>
  output
    .split('\n')
    .map((line) => line.replace(/^npm error ?/, '').trim())
    .filter((line) => line !== '' && !/^(code|A complete log|npm warn)/.test(line))
    .slice(0, 2)
    .join(' ');

/** Installs the packages of the lock file when they are not there or the lock file has changed since. */
export async function install() {
  checkNode();
  const stamp = inRoot('node_modules/.summit-lock');
  const lock = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('install: packages of package-lock.json (a few minutes the first time)');
  const started = Date.now();
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) fail(`npm ci failed: ${reasonOf(output)}`);
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(stamp, lock);
  say(`install: done in ${seconds(Date.now() - started)}`);
}
