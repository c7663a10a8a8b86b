import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';
import { npx, run } from './run.mjs';
import { fail, say } from './terminal.mjs';

const usual = [
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
    say('browser: installing Debian\'s package "chromium"');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], { env });
  } else {
    say("browser: installing playwright's Chromium");
    await npx(['playwright', 'install', 'chromium']);
  }
  return installed() ?? fail('no Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH');
}
