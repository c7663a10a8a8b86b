import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import type { SummitOptions } from './harness/options';

const { CHROMIUM_PATH, GRAFANA_URL, GRAFANA_ADMIN_PASSWORD = 'admin', CI } = process.env;

/** The one given, else Debian's, else playwright's own. */
const executablePath = [CHROMIUM_PATH, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(
  (path) => path && existsSync(path),
);

const launchOptions = {
  executablePath,
  // Letters stand in pictures as they do on a screen; Chromium's sandbox does not start as root.
  args: ['--font-render-hinting=none', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
};

/** Makes the pictures of the docs, when asked to. */
const unasked = process.env.SCREENSHOTS ? [] : ['**/screenshots.spec.ts'];

/** People, and what is behind Explore, are there in a real Grafana only. */
const testIgnore = [...unasked, '**/specs/grafana/**'];

const preview: PlaywrightTestConfig<SummitOptions>['projects'] = [
  { name: 'react18', testIgnore, use: { basePath: '/react18' } },
  { name: 'react19', testIgnore, use: { basePath: '/react19' } },
];

/** Where plugin-e2e keeps the session. */
const storageState = join(process.cwd(), 'playwright/.auth/admin.json');
const pluginE2e = dirname(createRequire(__filename).resolve('@grafana/plugin-e2e'));

/** The same specs against a real Grafana; plugin-e2e signs in. */
const grafana: PlaywrightTestConfig<SummitOptions>['projects'] = [
  { name: 'auth', testDir: join(pluginE2e, 'auth'), testMatch: [/.*\.js/] },
  { name: 'grafana', dependencies: ['auth'], use: { basePath: '', storageState } },
];

export default defineConfig<SummitOptions>({
  testDir: 'specs',
  testIgnore: unasked,
  globalSetup: './harness/globalSetup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(CI),
  retries: CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    baseURL: GRAFANA_URL,
    launchOptions,
    viewport: { width: 1400, height: 900 },
    // Recording every test costs more than running it; where a failure is tried again, that try is recorded.
    trace: 'on-first-retry',
    ...(GRAFANA_URL ? { user: { user: 'admin', password: GRAFANA_ADMIN_PASSWORD } } : {}),
  },
  projects: GRAFANA_URL ? grafana : preview,
});
