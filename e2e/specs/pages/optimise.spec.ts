import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { app, query, themes, unique } from './support';

const cards = (page: Page) => page.getByTestId('recommendation');

test.describe('what would make CI quicker', () => {
  test.describe.configure({ mode: 'serial' });
  let repository = '';
  const optimise = (more: Record<string, string> = {}): string =>
    `${app}/pipelines/optimise?${new URLSearchParams({ repository, ...more }).toString()}`;

  test.beforeAll(async ({ browserName: _ }, testInfo) => {
    repository = `demo/e2e-optimise-${testInfo.project.name}-${unique()}`;
  });

  test('says nothing of a few runs', async ({ page, gotoPage }) => {
    await gotoPage(optimise());
    await expect(page.getByText('Nothing stands out')).toBeVisible();
  });

  test('names what would save most first, with what says so', async ({ page, gotoPage, bridge }) => {
    const id = unique();
    const plan = (n: number): RunPlan => ({
      id: id + n,
      number: n + 1,
      repository,
      workflow: 'ci',
      branch: 'main',
      sha: (id + n).toString(16).padStart(40, 'f'),
      title: 'Optimise',
      actor: 'dev-one',
      queuedAt: new Date(Date.now() - (12 - n) * 3_600_000),
      jobs: [
        {
          id: (id + n) * 10,
          name: 'build',
          startsAt: 5,
          conclusion: 'success',
          steps: [
            { name: 'Run npm ci', seconds: 60 + n },
            { name: 'Run build', seconds: 60 },
          ],
        },
        {
          id: (id + n) * 10 + 1,
          name: 'browser',
          startsAt: 130 + n,
          conclusion: 'success',
          steps: [{ name: 'Run', seconds: 600 }],
        },
      ],
      conclusion: 'success',
    });
    for (let n = 0; n < 12; n++) await bridge.deliver(runDeliveries(plan(n)));
    await gotoPage(optimise());
    await expect(async () => {
      await page.reload();
      await expect(cards(page)).toHaveCount(2, { timeout: 5000 });
    }).toPass();
    await expect(cards(page).first()).toHaveAttribute('data-kind', 'split');
    await expect(cards(page).first()).toContainText('Split or shorten “browser”');
    await expect(cards(page).first()).toContainText('5m a run');
    await expect(cards(page).nth(1)).toContainText('Cache what “Run npm ci” installs');
    await cards(page).nth(1).getByText('What is assumed').click();
    await expect(cards(page).nth(1)).toContainText("inferred from the step's name");
    await cards(page).first().getByRole('link', { name: 'run 1' }).click();
    await expect(page).toHaveURL(/\/pipelines\/runs\//);
    await page.goBack();
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByText('Last 7 days', { exact: true }).click();
    await expect.poll(() => query(page).get('from')).toBe('now-7d');
    await expect(cards(page)).toHaveCount(2);
  });

  for (const theme of themes)
    for (const width of [700, 1400])
      test(`fits into ${width} pixels, ${theme}`, async ({ page, gotoPage }) => {
        await page.setViewportSize({ width, height: 900 });
        await gotoPage(`${optimise()}&theme=${theme}`);
        await expect(cards(page).first()).toBeVisible();
        for (const card of await cards(page).all())
          expect(await card.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
      });

  test('names the hop that fails, and tries again', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/503/);
    await page.route('**/api/v1/recommendations?*', (route) =>
      route.fulfill({ status: 503, json: { detail: 'The database is away.', causes: [] } }),
    );
    await gotoPage(optimise());
    await expect(page.getByTestId('failure')).toContainText('The database is away.');
    await page.unroute('**/api/v1/recommendations?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(cards(page).first()).toBeVisible();
  });
});
