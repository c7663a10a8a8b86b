import type { Page } from '@playwright/test';
import { readServers } from '../../harness/options';
import { expect, test } from '../../harness/test';
import type { RunPlan } from '../../seed/github';
import { startGithub, type FakeGithub, type GithubPlan } from '../../seed/provider';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

const tab = `${app}/settings?tab=backfill`;
const inGrafana = process.env['GRAFANA_URL'] !== undefined;

const started: FakeGithub[] = [];
/** Leaves nothing that would go on asking a server that is gone. */
test.afterEach(async () => {
  const { bridgeUrl, token } = readServers();
  const headers = { authorization: `Bearer ${token}` };
  for (const github of started.splice(0)) {
    const answer = await fetch(`${bridgeUrl}/api/v1/backfills?limit=200`, { headers });
    const { items } = (await answer.json()) as { items: { id: string; url: string }[] };
    for (const { id } of items.filter(({ url }) => url === github.url))
      await fetch(`${bridgeUrl}/api/v1/backfills/${id}`, { method: 'DELETE', headers });
    await github.close();
  }
});

const runOf = (repository: string, hoursAgo = 1): RunPlan => ({
  ...anotherRun(unique(), 'Imported', 'failure'),
  repository,
  queuedAt: new Date(Date.now() - hoursAgo * 3_600_000),
});

async function github(
  plan: Partial<GithubPlan> = {},
): Promise<{ server: FakeGithub; repository: string; run: RunPlan }> {
  test.skip(inGrafana, 'the bridge of a real Grafana asks no server of this machine');
  const repository = plan.repository ?? `demo/backfill-${unique()}`;
  const run = runOf(repository);
  const server = await startGithub({ repository, runs: [run], ...plan });
  started.push(server);
  return { server, repository, run };
}

const card = (page: Page, server: FakeGithub) =>
  page.getByTestId('source').filter({ hasText: new URL(server.url).host });

/** Fills the form in and sends it. */
async function add(page: Page, server: FakeGithub, repository: string, token = server.token): Promise<void> {
  await page.getByRole('button', { name: 'Add a source' }).click();
  await page.locator('#source-server').fill(server.url);
  await page.locator('#source-token').fill(token);
  await page.locator('#source-repositories').fill(repository);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
}

test.describe('backfill', () => {
  for (const theme of themes) {
    test(`imports a repository, says what is missing, and its run is there, ${theme}`, async ({
      page,
      gotoPage,
      bridge,
    }) => {
      const { server, repository, run } = await github();
      await gotoPage(`${tab}&theme=${theme}`);
      await add(page, server, `https://github.com/${repository}`);
      await expect(card(page, server).getByTestId('source-state')).toHaveText('Done');
      const row = card(page, server).getByTestId('source-repository');
      await expect(row).toContainText('All there');
      await expect(row).toContainText('1 run · 1 job');
      await expect(row.getByTestId('repository-note')).toContainText('it needs Deployments: read');
      expect(query(page).get('new')).toBeNull();
      await expect
        .poll(
          async () =>
            (await bridge.get<{ displayStatus: string }>(`/runs/${runIdOf(run)}`).catch(() => null))?.displayStatus,
        )
        .toBe('failed');
    });
  }

  test('shows progress while it goes on, pauses, and goes on where it stopped', async ({ page, gotoPage }) => {
    const { server, repository } = await github({ held: true });
    await gotoPage(tab);
    await add(page, server, repository);
    const source = card(page, server);
    await expect(source.getByRole('progressbar', { name: `Progress of ${repository}` })).toBeVisible();
    await expect(source.getByTestId('source-repository')).toContainText('1 run left');
    await source.getByRole('button', { name: 'Pause' }).click();
    await expect(source.getByTestId('source-state')).toHaveText('Paused');
    server.release();
    await source.getByRole('button', { name: 'Resume' }).click();
    await expect(source.getByTestId('source-state')).toHaveText('Done');
  });

  test('fetches logs where that is wanted, and the run reads them', async ({ page, gotoPage, bridge }) => {
    const { server, repository, run } = await github();
    await gotoPage(`${tab}&new=1`);
    await page.locator('#source-server').fill(server.url);
    await page.locator('#source-token').fill(server.token);
    await page.locator('#source-repositories').fill(repository);
    await page.getByLabel('Fetch build logs').check({ force: true });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const source = card(page, server);
    await expect(source.getByTestId('source-state')).toHaveText('Done');
    await expect(source).toContainText('logs of the last 30 days up to 8.00 MiB');
    await expect(source.getByTestId('repository-logs')).toContainText(/^1 log \(\d+ B\)/);
    await expect
      .poll(async () => {
        const logs = await bridge.get<{ items: unknown[] }>(`/runs/${runIdOf(run)}/logs`).catch(() => null);
        return logs?.items.length;
      })
      .toBe(1);
  });

  test('says until when it waits for the limit', async ({ page, gotoPage }) => {
    const { server, repository } = await github({ limitSeconds: 3600 });
    await gotoPage(tab);
    await add(page, server, repository);
    await expect(card(page, server).getByTestId('source-waits')).toContainText(
      /Waits for GitHub's limit until \d\d:\d\d/,
    );
    await expect(card(page, server).getByTestId('source-state')).toHaveText('Waiting');
  });

  test('a refused token stops it, and another lets it go on', async ({ page, gotoPage }) => {
    const { server, repository } = await github();
    await gotoPage(tab);
    await add(page, server, repository, 'wrong-token');
    const source = card(page, server);
    await expect(source.getByTestId('source-error')).toContainText('enter a new one');
    await expect(page.locator('body')).not.toContainText('wrong-token');
    await source.getByLabel(/^New token of/).fill(server.token);
    await page.keyboard.press('Enter');
    await expect(source.getByTestId('source-state')).toHaveText('Done');
  });

  test('what cannot be a source is explained in the form, which stays filled in', async ({
    page,
    gotoPage,
    consoleErrors,
  }) => {
    consoleErrors.allow(/400/);
    await gotoPage(`${tab}&new=1`);
    await page.locator('#source-token').fill('token');
    await page.locator('#source-repositories').fill('no-owner');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(page.getByRole('dialog').first()).toContainText('no-owner: must be owner/name');
    await expect(page.locator('#source-repositories')).toHaveValue('no-owner');
  });

  test('a removal can be undone', async ({ page, gotoPage }) => {
    const { server, repository } = await github();
    await gotoPage(tab);
    await add(page, server, repository);
    await card(page, server).getByRole('button', { name: 'Remove' }).click();
    await expect(card(page, server)).toHaveCount(0);
    await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
    await expect(card(page, server)).toBeVisible();
  });

  const answerWith = (page: Page, items: unknown[]) =>
    page.route(/\/api\/v1\/backfills(\?|$)/, (route) => route.fulfill({ json: { items, next: null } }));

  test('without a source it says why and what to do', async ({ page, gotoPage }) => {
    await answerWith(page, []);
    await gotoPage(tab);
    await expect(page.getByText('No history is imported')).toBeVisible();
    await page.getByRole('button', { name: 'Add a source' }).click();
    await expect(page.getByRole('dialog', { name: /Add a source/ })).toBeVisible();
  });

  test('two hundred repositories with errors of their own stay readable', async ({ page, gotoPage }) => {
    const repositories = Array.from({ length: 200 }, (_, n) => ({
      name: `demo/${'long-'.repeat(n % 20)}name-${n}`,
      fullName: n % 3 === 0 ? null : `demo/renamed-${n}`,
      state: (['waiting', 'importing', 'repairing', 'done', 'failed'] as const)[n % 5],
      runs: n * 1000,
      jobs: n * 12_345,
      changes: n,
      deployments: 0,
      commits: n,
      logs: { fetched: n * 10, bytes: n ** 4, missing: n % 5, skipped: n % 3, waiting: n % 2 === 0 ? n * 100 : 0 },
      graphsWaiting: n % 4,
      tooOld: n * 900,
      oldestAt: n % 2 === 0 ? '2021-01-01T00:00:00Z' : null,
      remaining: n % 4 === 0 ? null : 5_000,
      notes:
        n % 7 === 0 ? ['GitHub answers 403 (Forbidden). The token may not see this; it needs Deployments: read.'] : [],
      error: n % 5 === 4 ? `github.com: it answers 502. ${'x'.repeat(300)}` : null,
      retryAt: null,
      repairedAt: null,
    }));
    const source = {
      id: 'huge',
      provider: 'github',
      name: 'github.com',
      url: 'https://github.com',
      since: '2021-01-01T00:00:00Z',
      repairHours: 48,
      requestsPerSecond: 2,
      logs: { days: 30, maxBytes: 8_388_608 },
      state: 'running',
      createdAt: '2026-01-01T00:00:00Z',
      createdBy: 'user:ada',
      requests: 1_234_567,
      waitingUntil: null,
      waitingFor: null,
      error: null,
      repositories,
    };
    await answerWith(page, [source]);
    await page.setViewportSize({ width: 900, height: 900 });
    await gotoPage(tab);
    await expect(page.getByTestId('source-repository')).toHaveCount(200);
    const overflow = await page.getByTestId('source').evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test('a bridge that is away is named', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(tab);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});
