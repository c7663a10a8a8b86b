import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { app, query, themes, unique } from './support';

/** Prices are a tenant's: a label of these tests alone has one, and everyone who sets the list keeps that rule in it. */
const ownRule = { system: 'github', labels: ['e2e-priced'], perMinute: 0.5, rounding: 'minute' };
const ownPrices = { currency: 'EUR', rules: [ownRule] };

const rows = (page: Page) => page.getByTestId('cost-row');

/** Two runs of one commit: the first fails in its tests, which pass in the second. */
async function tellRuns(bridge: BridgeApi, repository: string): Promise<void> {
  const id = unique();
  const plan = (n: number, conclusion: 'success' | 'failure', label: string): RunPlan => ({
    id: id + n,
    number: n,
    repository,
    workflow: 'ci',
    branch: 'main',
    sha: id.toString(16).padStart(40, 'e'),
    title: 'Cost',
    actor: 'dev-one',
    queuedAt: new Date(Date.now() - (30 - n * 10) * 60_000),
    jobs: [
      {
        id: (id + n) * 10,
        name: 'test',
        startsAt: 30,
        conclusion,
        steps: [{ name: 'Run', seconds: 100 }],
        labels: [label],
      },
    ],
    conclusion,
  });
  await bridge.deliver([
    ...runDeliveries(plan(0, 'failure', 'e2e-priced')),
    ...runDeliveries(plan(1, 'success', 'e2e-priced')),
    ...runDeliveries(plan(2, 'success', 'e2e-free')),
  ]);
}

test.describe('what CI costs', () => {
  test.describe.configure({ mode: 'serial' });
  let repository = '';
  const cost = (more: Record<string, string> = {}): string =>
    `${app}/pipelines/cost?${new URLSearchParams({ repository, ...more }).toString()}`;

  test.beforeAll(async ({ browserName: _ }, testInfo) => {
    repository = `demo/e2e-cost-${testInfo.project.name}-${unique()}`;
  });

  test('shows what was spent, and what of it was for nothing', async ({ page, gotoPage, bridge }) => {
    await bridge.put('/prices', ownPrices);
    await tellRuns(bridge, repository);
    await gotoPage(cost());
    await expect(async () => {
      await page.reload();
      await expect(page.getByTestId('cost-totals')).toContainText('3 jobs', { timeout: 3000 });
    }).toPass();
    const totals = page.getByTestId('cost-totals');
    // Two jobs of 100 seconds are two whole minutes each; the third ran where nothing has a price.
    await expect(totals).toContainText('€2.00');
    await expect(totals.locator('div', { hasText: 'Flaky' })).toContainText('€1.00');
    await expect(page.getByText('1m 40s of 5m ran on runners without a price')).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).first()).toContainText('100%');
    // The last step, or the one before it in the half hour after midnight.
    await expect(page.locator('[data-testid="cost-step"][aria-label*="flaky €1.00"]')).toHaveCount(1);
  });

  for (const theme of themes)
    for (const width of [700, 900, 1400])
      test(`fits into ${width} pixels, ${theme}`, async ({ page, gotoPage }) => {
        await page.setViewportSize({ width, height: 900 });
        await gotoPage(`${cost()}&theme=${theme}`);
        await expect(rows(page).first()).toBeVisible();
        const hidden = await page
          .getByRole('table', { name: 'Cost' })
          .evaluate((table) => (table.parentElement?.scrollWidth ?? 0) - (table.parentElement?.clientWidth ?? 0));
        expect(hidden).toBe(0);
      });

  test('goes from a pipeline to its runs, and from a run to what it cost', async ({ page, gotoPage }) => {
    await gotoPage(cost());
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.getByText('By run', { exact: true }).click();
    await expect.poll(() => query(page).get('by')).toBe('run');
    await expect(rows(page)).toHaveCount(3);
    await expect(rows(page).last()).toContainText('no price');
    await rows(page).first().getByRole('link').click();
    await expect(page).toHaveURL(/\/pipelines\/runs\//);
    await expect(page.getByTestId('run-cost')).toHaveText('€1.00');
  });

  test('is a file for a spreadsheet too', async ({ page, gotoPage }) => {
    await gotoPage(cost({ by: 'job' }));
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    const text = await readFile(await (await waiting).path(), 'utf8');
    expect(text.split('\r\n')[1]).toContain(`${repository},ci,test,,,,3,5.00`);
  });

  test('prices are filled in from the runners that were seen', async ({ page, gotoPage }) => {
    await gotoPage(cost({ prices: '1' }));
    const form = page.getByRole('form', { name: 'Prices' });
    await expect(form.getByTestId('price-rule').first()).toBeVisible();
    await expect(form.getByRole('row', { name: /e2e-priced/ })).toContainText('rule 1');
    const before = await form.getByTestId('price-rule').count();
    await form.getByRole('button', { name: /kinds of runners without one/ }).click();
    expect(await form.getByTestId('price-rule').count()).toBeGreaterThan(before);
    await expect(form.getByRole('button', { name: 'Save prices' })).toBeDisabled();
    while ((await form.getByTestId('price-rule').count()) > before)
      await form.getByTestId('price-rule').last().getByRole('button', { name: 'Remove this rule' }).click();
    await form.getByRole('button', { name: 'Add a rule' }).click();
    const rule = form.getByTestId('price-rule').last();
    await rule.getByRole('textbox', { name: 'Labels' }).fill('nobody-has-this *-8-cores');
    await rule.getByRole('textbox', { name: 'Price per minute' }).fill('0,25');
    const answered = page.waitForResponse((answer) => answer.request().method() === 'PUT');
    await form.getByRole('button', { name: 'Save prices' }).click();
    const answer = await answered;
    expect(answer.status()).toBe(200);
    expect(((await answer.json()) as { rules: unknown[] }).rules).toContainEqual({
      system: null,
      labels: ['nobody-has-this', '*-8-cores'],
      perMinute: 0.25,
      rounding: 'minute',
    });
    await expect(form).toBeHidden();
    await expect(page.getByTestId('cost-totals')).toContainText('€2.00');
  });

  test('says when nothing ended, and names the hop that fails', async ({ page, gotoPage, bridge, consoleErrors }) => {
    await bridge.put('/prices', ownPrices);
    await gotoPage(cost({ q: 'no such job' }));
    await expect(page.getByText('No job ended in this period')).toBeVisible();
    consoleErrors.allow(/503/);
    await page.route('**/api/v1/cost?*', (route) =>
      route.fulfill({ status: 503, json: { detail: 'The database is away.', causes: [] } }),
    );
    await gotoPage(cost());
    await expect(page.getByTestId('failure')).toContainText('The database is away.');
    await page.unroute('**/api/v1/cost?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(rows(page).first()).toBeVisible();
  });
});
