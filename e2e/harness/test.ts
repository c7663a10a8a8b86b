import { test as base, expect, type Page } from '@playwright/test';
import { createBridgeApi, type BridgeApi } from '../seed/bridgeApi';
import { readServers, type SummitOptions } from './options';

interface SummitFixtures {
  /** The bridge under test: its API and its doors. */
  bridge: BridgeApi;
  /** Opens a path as Grafana knows it (`/a/…`, `/explore…`, `/d/…`). */
  gotoPage: (path: string) => Promise<void>;
  /** The same, where the bridge is away; skips the test in a real Grafana, whose bridge it cannot take away. */
  gotoBrokenPage: (path: string) => Promise<void>;
  /** What the browser logged as errors; empty at the end of each test, unless `allow` takes it. */
  consoleErrors: { allow: (pattern: RegExp) => void };
}

/**
 * Not ours: a Grafana without internet cannot read the plugin catalogue, one asks whether a dashboard is public by a 404, and one says 404 of the
 * storage of a person who has not kept anything yet.
 */
const notOurs = /api\/gnet\/|plugins from catalog|\/public-dashboards|404 .*\/user-storage\/|\/user-storage\/.*404 /;

const watchErrors = (page: Page, errors: string[]): void => {
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const where = message.location().url;
    if (message.type() === 'error' && !notOurs.test(`${where} ${message.text()}`)) {
      errors.push(`${message.text()} (${where})`);
    }
  });
};

/** Our test: the two previews or a real Grafana behind the same fixtures, and no error in the browser's console. */
export const test = base.extend<SummitOptions & SummitFixtures>({
  basePath: ['/react18', { option: true }],

  // eslint-disable-next-line no-empty-pattern -- playwright reads the names of the fixtures from this pattern
  bridge: async ({}, use) => {
    const { bridgeUrl, token } = readServers();
    await use(createBridgeApi({ url: bridgeUrl, token }));
  },

  gotoPage: async ({ page, basePath }, use) => {
    await use(async (path) => {
      await page.goto(`${readServers().url}${basePath}${path}`);
    });
  },

  gotoBrokenPage: async ({ page, basePath }, use, testInfo) => {
    await use(async (path) => {
      const { brokenUrl } = readServers();
      testInfo.skip(brokenUrl === null, 'the bridge of a real Grafana stays up');
      await page.goto(`${brokenUrl}${basePath}${path}`);
    });
  },

  consoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      const allowed: RegExp[] = [];
      watchErrors(page, errors);
      await use({ allow: (pattern) => allowed.push(pattern) });
      expect(errors.filter((error) => !allowed.some((pattern) => pattern.test(error)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
