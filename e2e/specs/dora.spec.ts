import { expect, test } from '../harness/test';

const dashboard = '/d/summit-e2e-dora/dora';
const panel = (id: number): string => `${dashboard}?viewPanel=panel-${id}`;

test.describe('the DORA panel on a dashboard', () => {
  for (const theme of ['dark', 'light'] as const) {
    test(`shows tiles, series and table where there is room, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${panel(1)}&theme=${theme}`);
      await expect(page.getByTestId('dora-tile')).toHaveCount(5);
      await expect(page.getByTestId('dora-chart')).toHaveCount(5);
      await expect(page.getByTestId('dora-group').first()).toBeVisible();
      await expect(page.locator('[data-testid=dora-tile][data-metric=deploymentFrequency]')).toContainText(/per \w+/);
    });
  }

  test('a number leads to its list on the page, with the period of the dashboard', async ({ page, gotoPage }) => {
    await gotoPage(panel(1));
    await page.locator('[data-testid=dora-tile][data-metric=deploymentFrequency]').getByRole('link').click();
    await expect(page).toHaveURL(/\/delivery\/dora\?.*evidence=deploymentFrequency/);
    await expect(page).toHaveURL(/from=\d{4}-/);
    await expect(page.getByTestId('evidence-row').first()).toBeVisible();
  });

  test('so does a number of the table, to that of its place', async ({ page, gotoPage }) => {
    await gotoPage(panel(1));
    const group = page.getByTestId('dora-group').first();
    await group.getByRole('link', { name: /Change lead time/ }).click();
    await expect(page).toHaveURL(/evidence=leadTime&of=/);
    await expect(page.getByTestId('evidence-row').first()).toBeVisible();
  });

  test('tells less in less room, and something in the least', async ({ page, gotoPage, basePath }) => {
    test.skip(basePath === '', 'Grafana shows a panel alone at full size');
    await gotoPage(panel(2));
    await expect(page.getByTestId('dora-tile')).toHaveCount(5);
    await expect(page.getByTestId('dora-chart')).toHaveCount(0);
    // One row of the grid, and hardly wider than one of its columns.
    await page.setViewportSize({ width: 300, height: 400 });
    await gotoPage(panel(3));
    const tiles = page.getByTestId('dora-tile');
    await expect(tiles).toHaveCount(5);
    for (const tile of await tiles.all()) {
      const box = await tile.boundingBox();
      expect(box?.width).toBeGreaterThan(1);
      expect(box?.height).toBeGreaterThan(10);
      await expect(tile).toHaveAttribute('title', /\S: \S/);
    }
  });

  test('says that other data is not that of DORA', async ({ page, gotoPage }) => {
    await gotoPage(panel(4));
    await expect(page.getByText('This data is not that of DORA’s metrics.')).toBeVisible();
  });
});
