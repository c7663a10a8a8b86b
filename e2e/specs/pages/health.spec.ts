import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { runDeliveries } from '../../seed/github';
import { anotherRun, repository, runIdOf } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

const health = (more: Record<string, string> = {}): string =>
  `${app}/pipelines/health?${new URLSearchParams({ repository, ...more }).toString()}`;
const rows = (page: Page) => page.getByTestId('pipeline-row');

test.describe('the health of pipelines', () => {
  for (const theme of themes) {
    test(`shows rates, durations and the last runs of each, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${health()}&theme=${theme}`);
      const first = rows(page).first();
      await expect(first).toBeVisible();
      await expect(first.getByRole('cell').nth(2)).toContainText(/%|–/);
      expect(await first.getByTestId('run-bar').count()).toBeGreaterThan(0);
      await expect(page.getByText('What should we fix first?')).toBeVisible();
      await expect(page.getByTestId('runner-row').first()).toContainText('at most');
    });
  }

  test('leads from a bar to its run, and from a name to its runs', async ({ page, gotoPage, bridge }) => {
    const plan = anotherRun(unique(), 'Healthy', 'success');
    await bridge.deliver(runDeliveries(plan));
    await gotoPage(health());
    const bar = page.locator(`[data-testid="run-bar"][href*="${runIdOf(plan)}"]`);
    await expect(async () => {
      await page.reload();
      await expect(bar).toBeVisible({ timeout: 3000 });
    }).toPass();
    await bar.click();
    await expect(page).toHaveURL(new RegExp(`/pipelines/runs/${runIdOf(plan)}`));
    await page.goBack();
    const name = rows(page).first().getByRole('link').first();
    const words = await name.innerText();
    await name.click();
    await expect(page).toHaveURL(/\/pipelines\?/);
    expect(query(page).get('name')).toBe(words);
    await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
  });

  test('keeps sort and search in its URL, and says when nothing is found', async ({ page, gotoPage }) => {
    await gotoPage(health());
    await page.getByRole('combobox', { name: 'Sort' }).click();
    await page.getByText('Became slower', { exact: true }).click();
    await expect.poll(() => query(page).get('sort')).toBe('slower');
    await page.getByRole('textbox', { name: 'Search' }).fill('no such pipeline');
    await expect(page.getByText('No run in this period')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(rows(page).first()).toBeVisible();
    expect(query(page).get('sort')).toBe('slower');
  });

  test('names the hop that fails, and tries again', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/503/);
    await page.route('**/api/v1/pipelines?*', (route) =>
      route.fulfill({ status: 503, json: { detail: 'The database is away.', causes: [] } }),
    );
    await gotoPage(health());
    await expect(page.getByTestId('failure')).toContainText('The database is away.');
    await page.unroute('**/api/v1/pipelines?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(rows(page).first()).toBeVisible();
  });

  test('says why jobs failed, and shows the line of the log that says so', async ({ page, gotoPage }) => {
    const failed = (more: object) => ({
      repository,
      pipeline: 'ci',
      system: 'github',
      runId: 'github-1-1',
      runNumber: 7,
      attempt: 1,
      branch: 'main',
      job: 'build',
      spanId: null,
      result: 'failed',
      at: new Date().toISOString(),
      workedMs: 90_000,
      ...more,
    });
    const sums = {
      infrastructure: { jobs: 1, lostMs: 90_000 },
      flaky: { jobs: 0, lostMs: 0 },
      code: { jobs: 1, lostMs: 90_000 },
      unknown: { jobs: 0, lostMs: 0 },
    };
    await page.route('**/api/v1/health/causes?*', (route) =>
      route.fulfill({ json: { from: '', to: '', looked: 2, total: 2, all: sums, items: [] } }),
    );
    const lost = failed({
      cause: 'infrastructure',
      rule: 'disk-full',
      evidence: [{ kind: 'line', logId: '12', line: 340, text: 'tar: write error: No space left on device' }],
    });
    const broken = failed({
      job: 'unit',
      cause: 'code',
      rule: 'failed-tests',
      evidence: [{ kind: 'test', testId: '3', name: 'cart › adds up', flaky: false }],
    });
    await page.route('**/api/v1/health/failures?*', (route) => {
      const cause = new URL(route.request().url()).searchParams.get('cause');
      return route.fulfill({
        json: {
          items: [lost, broken].filter((one) => cause === null || JSON.stringify(one).includes(`"${cause}"`)),
          next: null,
        },
      });
    });
    await gotoPage(health());
    await page.getByTestId('failure-cause').filter({ hasText: 'Infrastructure' }).click();
    await expect.poll(() => query(page).get('why')).toBe('infrastructure');
    await expect(page.getByTestId('failed-job')).toHaveCount(1);
    await expect(page.getByTestId('failed-job')).toContainText('the disk was full');
    await expect(page.getByRole('link', { name: 'line 340' })).toHaveAttribute(
      'href',
      /\/pipelines\/runs\/github-1-1\?tab=log&log=12&line=340$/,
    );
    await page.getByRole('radio', { name: 'All', exact: true }).click();
    await expect(page.getByTestId('failed-job')).toHaveCount(2);
    await expect(page.getByTestId('failure-evidence').last()).toContainText('adds up');
    await page.goBack();
    await page.goBack();
    await expect(page.getByTestId('failed-job')).toHaveCount(0);
  });

  for (const width of [700, 900, 1400])
    test(`fits into ${width} pixels`, async ({ page, gotoPage }) => {
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(health());
      await expect(rows(page).first()).toBeVisible();
      const hidden = await page
        .getByRole('table', { name: 'Pipelines' })
        .evaluate((table) => (table.parentElement?.scrollWidth ?? 0) - (table.parentElement?.clientWidth ?? 0));
      expect(hidden).toBe(0);
    });
});
