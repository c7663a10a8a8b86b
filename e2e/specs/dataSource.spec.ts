import { expect, test } from '../harness/test';

const settings = '/connections/datasources/edit/summit';

test.describe('settings of the data source', () => {
  test('the test says what it is connected to', async ({ page, gotoPage }) => {
    await gotoPage(settings);
    await expect(page.getByLabel('Address')).toHaveValue(/^http/);
    await page.getByRole('button', { name: /^(Save & )?test$/i }).click();
    await expect(page.getByText(/Connected to the Summit bridge \d/).first()).toBeVisible();
  });

  test('the token is not in the page', async ({ page, gotoPage }) => {
    await gotoPage(settings);
    await expect(page.getByLabel('Token')).toBeVisible();
    await expect(page.getByLabel('Token')).toHaveValue('configured');
    // The settings of Loki, in Grafana's page, name labels such as summit_issue_id.
    expect(await page.content()).not.toMatch(/summit_[\w-]{24,}/);
  });

  test('the test names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(settings);
    await page.getByRole('button', { name: /^(Save & )?test$/i }).click();
    await expect(page.getByText(/Grafana to bridge: Grafana cannot reach the bridge/).first()).toBeVisible();
  });
});
