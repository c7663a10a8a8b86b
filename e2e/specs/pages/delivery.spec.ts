import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { deploymentDeliveries, runDeliveries } from '../../seed/github';
import { anotherRun, deployedRun, repository, runIdOf } from '../../seed/scenario';
import { app, beyond, brightness, query, themes, unique } from './support';

const list = `${app}/delivery/deployments`;
const matrix = `${app}/delivery/environments`;
const dora = `${app}/delivery/dora`;
const ofScenario = `repository=${encodeURIComponent(repository)}`;
const short = deployedRun().sha.slice(0, 7);

/** Other tests deploy to environments of their own. */
const groupOfScenario = (page: Page) =>
  page.getByTestId('dora-group').filter({ hasText: repository }).filter({ hasText: 'production' });

test.describe('deployments', () => {
  for (const theme of themes) {
    test(`lists what was deployed where, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${list}?${ofScenario}&theme=${theme}`);
      const row = page.getByTestId('deployment-row').filter({ hasText: short }).filter({ hasText: 'production' });
      await expect(row).toContainText('Success');
      await expect(row).toContainText('production');
      await expect(row).toContainText('dev-two');
      await expect(row).toContainText('9.0s');
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);
    });
  }

  test('filters by state, keeps it in the URL, and says that none matches', async ({ page, gotoPage }) => {
    await gotoPage(`${list}?${ofScenario}`);
    await expect(page.getByTestId('deployment-row').first()).toBeVisible();
    await page.getByLabel('State', { exact: true }).click();
    await page.getByRole('option', { name: 'Error' }).click();
    await expect.poll(() => query(page).get('state')).toBe('error');
    await expect(page.getByText('No deployment matches these filters')).toBeVisible();
    await page.reload();
    await expect(page.getByText('No deployment matches these filters')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByTestId('deployment-row').first()).toBeVisible();
  });

  test('goes to a deployment by keys, and from there to its run', async ({ page, gotoPage }) => {
    await gotoPage(`${list}?${ofScenario}&environment=production`);
    await expect(page.getByTestId('deployment-row').first()).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/deployments\/./);
    await expect(page.getByTestId('verdict')).toContainText('production');
    await expect(page.getByRole('link', { name: 'Run', exact: true })).toHaveAttribute('href', /\/pipelines\/runs\//);
  });

  test('shows what a deployment shipped, what led to it, and is linked from its run', async ({ page, gotoPage }) => {
    await gotoPage(`${app}/pipelines/runs/${runIdOf(deployedRun())}`);
    await page
      .getByTestId('followed')
      .getByRole('link', { name: `deployment: ${short} to production` })
      .click();
    await expect(page).toHaveURL(/\/delivery\/deployments\/./);
    await expect(page.getByTestId('verdict')).toContainText('Success');
    await expect(page.getByTestId('verdict')).toContainText('in 9.0s');
    await expect(page.getByTestId('verdict')).toContainText('dev-two');
    await expect(page.getByTestId('led-here')).toContainText('main-ci #102');
    await expect(page.getByTestId('shipped-row').filter({ hasText: 'Round prices' })).toBeVisible({ timeout: 60_000 });
  });

  test('offers a deployment that comes without moving the list, and follows it to its end', async ({
    page,
    gotoPage,
    bridge,
  }) => {
    const environment = `live-${unique()}`;
    const run = { ...anotherRun(unique(), 'Ship it', 'success'), sha: unique().toString(16).padStart(40, 'e') };
    const deliveries = deploymentDeliveries(run, unique(), environment);
    await bridge.deliver([...runDeliveries(run), ...deliveries.slice(0, 2)]);
    await gotoPage(`${list}?environment=${environment}`);
    const rows = page.getByTestId('deployment-row');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('In progress');
    await bridge.deliver(deliveries.slice(2));
    await expect(rows).toContainText('Success', { timeout: 60_000 });
    await bridge.deliver(deploymentDeliveries(run, unique(), environment));
    await expect(page.getByTestId('fresh')).toHaveText('1 new', { timeout: 60_000 });
    await expect(rows).toHaveCount(1);
    await page.getByTestId('fresh').click();
    await expect(rows).toHaveCount(2);
  });

  test('says that a deployment is not there', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/404/);
    await gotoPage(`${list}/github-none`);
    await expect(page.getByText('This deployment is not here')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(list);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});

test.describe('environments', () => {
  test('show what runs where, and what is behind', async ({ page, gotoPage, bridge }) => {
    // Two environments of one repository: the newer commit is in the first only.
    const [newer, older] = [`next-${unique()}`, `now-${unique()}`];
    const first = { ...anotherRun(unique(), 'Older', 'success'), sha: unique().toString(16).padStart(40, '9') };
    const second = {
      ...anotherRun(unique(), 'Newer', 'success'),
      sha: unique().toString(16).padStart(40, 'c'),
      queuedAt: new Date(first.queuedAt.getTime() + 2 * 3_600_000),
    };
    await bridge.deliver([
      ...runDeliveries(first),
      ...runDeliveries(second),
      ...deploymentDeliveries(first, unique(), older),
      ...deploymentDeliveries(second, unique(), newer),
    ]);
    const address = `${matrix}?${new URLSearchParams([
      ['environment', newer],
      ['environment', older],
    ]).toString()}`;
    await expect
      .poll(async () => (await bridge.get<{ items: unknown[] }>(`/environments?environment=${newer},${older}`)).items)
      .toHaveLength(2);
    await gotoPage(address);
    const row = page.locator(`[data-repository="${repository}"]`);
    await expect(row.getByTestId('place').filter({ hasText: second.sha.slice(0, 7) })).toContainText('newest');
    await expect(row.getByTestId('place').filter({ hasText: first.sha.slice(0, 7) })).toContainText(
      `behind ${newer} by 2h`,
    );
    await row.getByRole('link', { name: second.sha.slice(0, 7) }).click();
    await expect(page.getByTestId('verdict')).toContainText(newer);
  });

  test('say that nothing runs there', async ({ page, gotoPage }) => {
    await gotoPage(`${matrix}?environment=nowhere`);
    await expect(page.getByText('Nothing runs there')).toBeVisible();
  });
});

test.describe('DORA', () => {
  const page30 = `${dora}?${ofScenario}`;

  for (const theme of themes) {
    test(`tells the five metrics, each as tile, series and by group, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${page30}&theme=${theme}`);
      await expect(page.getByTestId('dora-tile')).toHaveCount(5);
      await expect(page.locator('[data-testid=dora-tile][data-metric=deploymentFrequency]')).toContainText(
        /\d+ deployments?/,
      );
      await expect(page.locator('[data-testid=dora-tile][data-metric=leadTime]')).toContainText(/\d+ changes?/);
      await expect(page.getByTestId('dora-chart')).toHaveCount(5);
      await expect(page.locator('[data-metric=deploymentFrequency] [data-mark=deployment]').first()).toBeAttached();
      await expect(groupOfScenario(page)).toBeVisible();
    });
  }

  test('opens what a number is made of, and back closes it', async ({ page, gotoPage }) => {
    await gotoPage(page30);
    await page.locator('[data-testid=dora-tile][data-metric=leadTime]').getByRole('link').click();
    await expect.poll(() => query(page).get('evidence')).toBe('leadTime');
    const row = page.getByTestId('evidence-row').filter({ hasText: 'Round prices' });
    await expect(row).toBeVisible();
    await expect(row.getByTestId('confidence')).toContainText('certain');
    await page.reload();
    await expect(row).toBeVisible();
    await page.goBack();
    await expect(page.getByTestId('evidence-row')).toHaveCount(0);
    await expect(page.getByTestId('dora-tile')).toHaveCount(5);
  });

  test('opens the list of one place from the table, cut to that place', async ({ page, gotoPage }) => {
    await gotoPage(page30);
    await groupOfScenario(page)
      .getByRole('link', { name: /Deployment frequency/ })
      .click();
    await expect.poll(() => query(page).get('of')).toBe(repository);
    await expect(page.getByTestId('evidence-row').filter({ hasText: short })).toContainText('new');
  });

  test('measures from the merge and against the levels of another year', async ({ page, gotoPage }) => {
    await gotoPage(page30);
    await expect(page.locator('[data-metric=deploymentFrequency] [data-level]')).toBeVisible();
    await page.getByLabel('Levels', { exact: true }).click();
    await page.getByRole('option', { name: '2025: no levels' }).click();
    await expect.poll(() => query(page).get('benchmark')).toBe('2025');
    await expect(page.locator('[data-level]')).toHaveCount(0);
    await page.getByLabel('Lead time', { exact: true }).click();
    await page.getByRole('option', { name: 'from merge' }).click();
    await expect.poll(() => query(page).get('start')).toBe('merged');
    await expect(page.getByTestId('dora-tile')).toHaveCount(5);
  });

  test('says the same as a table', async ({ page, gotoPage }) => {
    await gotoPage(page30);
    await page.getByRole('radio', { name: 'Table' }).click();
    await expect.poll(() => query(page).get('view')).toBe('table');
    // A head, and the days of the period, of which the first and the last are parts.
    await expect(page.getByRole('table', { name: 'DORA metrics by day' }).getByRole('row')).toHaveCount(32);
    await expect(page.getByTestId('dora-chart')).toHaveCount(0);
  });

  test('says that nothing was deployed', async ({ page, gotoPage }) => {
    await gotoPage(`${dora}?environment=nowhere`);
    await expect(page.getByText('Nothing was deployed to production in this period')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(dora);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});

test.describe('delivery at the width of the window', () => {
  for (const [path, ready] of [
    [list, 'deployment-row'],
    [matrix, 'matrix-row'],
    [dora, 'dora-group'],
  ] as const) {
    for (const width of [900, 1400]) {
      test(`${path.split('/').at(-1)} fit into ${width} pixels`, async ({ page, gotoPage }) => {
        await page.setViewportSize({ width, height: 900 });
        // The other tests make environments of their own: a matrix may be wide, the page may not.
        await gotoPage(`${path}?${ofScenario}&environment=production`);
        await expect(page.getByTestId(ready).first()).toBeVisible();
        expect(await beyond(page)).toBe(0);
      });
    }
  }

  test('tabs lead from one to the other', async ({ page, gotoPage }) => {
    await gotoPage(`${app}/delivery`);
    await expect(page.getByRole('tab', { name: 'DORA' })).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('tab', { name: 'Environments' }).click();
    await expect(page.getByTestId('matrix-row').first()).toBeVisible();
    await page.getByRole('tab', { name: 'Deployments' }).click();
    await expect(page.getByTestId('deployment-row').first()).toBeVisible();
  });
});
