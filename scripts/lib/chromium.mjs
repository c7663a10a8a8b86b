import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';
import { npx, run } from './run.mjs';
import { fail, say } from './terminal.mjs';

/** The headless shell draws the same pages without a browser's own windows, in two thirds of the time. */
const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function installed() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : fail(`CHROMIUM_PATH names ${named}, which does not exist`);
  const ours = createRequire(inRoot('e2e/package.json'))('@playwright/test').chromium.executablePath();
  return [...usual, ours].find((file) => existsSync(file));
}

/** The path of a Chromium, installed first where that can be done: Debian's package as root, else playwright's own download. */
export async function chromium() {
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await apt('update');
    for (const name of ['chromium-headless-shell', 'chromium']) {
      say(`browser: installing Debian's package "${name}"`);
      const { code } = await apt('install', '-y', '--no-install-recommends', name, 'fonts-dejavu-core');
      if (code === 0) break;
    }
  } else {
    say("browser: installing playwright's Chromium");
    await npx(['playwright', 'install', 'chromium']);
  }
  return installed() ?? fail('no Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH');
}

function apt(...args) {
  return run('apt-get', ['-qq', ...args], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}
