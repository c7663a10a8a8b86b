import { cartError } from '../../seed/errors';
import { expect, test } from '../../harness/test';
import { projects } from '../../seed/scenario';
import { app, brightness, query, themes, unique } from './support';

const list = `${app}/errors`;
const ofShop = `${list}?project=${projects.shop}`;
const cart = "TypeError: Cannot read properties of undefined (reading 'total')";

test.describe('errors', () => {
  for (const theme of themes) {
    test(`lists issues, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${ofShop}&theme=${theme}`);
      const row = page.getByTestId('issue-row').filter({ hasText: cart });
      await expect(row).toContainText('/cart');
      await expect(row).toContainText('E2E-SHOP-');
      await expect(row.getByRole('img', { name: /events in the last 24 hours/ })).toBeVisible();
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);
    });
  }

  test('searches with the syntax, keeps it in the URL and shows the same after a reload', async ({
    page,
    gotoPage,
  }) => {
    await gotoPage(`${list}?project=${projects.shop}&project=${projects.pay}`);
    await expect(page.getByTestId('issue-row').filter({ hasText: cart })).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('level:fatal environment:staging');
    await expect.poll(() => query(page).get('q')).toBe('level:fatal environment:staging');
    await expect(page.getByTestId('issue-row').filter({ hasText: cart })).toHaveCount(0);
    await expect(page.getByTestId('issue-row').filter({ hasText: 'GatewayTimeout' })).toBeVisible();
    await page.reload();
    await expect(page.getByTestId('issue-row').filter({ hasText: 'GatewayTimeout' })).toBeVisible();
    await expect(page.getByTestId('issue-row').filter({ hasText: cart })).toHaveCount(0);
  });

  test('says what is wrong with a search', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/400/);
    await gotoPage(`${ofShop}&q=level:loud`);
    await expect(page.getByTestId('failure')).toContainText('level:loud');
  });

  test('goes to an issue by keys', async ({ page, gotoPage }) => {
    await gotoPage(`${ofShop}&q=reading`);
    await expect(page.getByTestId('issue-row')).toHaveCount(1);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/errors\/issues\/\d+/);
    await expect(page.getByRole('heading', { name: cart })).toBeVisible();
  });

  test('counts a new issue without moving the list, and shows it when asked', async ({ page, gotoPage, bridge }) => {
    await gotoPage(ofShop);
    const rows = page.getByTestId('issue-row');
    await expect(rows.first()).toBeVisible();
    const name = `Live${unique()}`;
    await bridge.sendError(projects.shop, { platform: 'node', exception: { values: [{ type: name, value: 'new' }] } });
    await expect(page.getByTestId('fresh')).toBeVisible();
    await expect(rows.filter({ hasText: name })).toHaveCount(0);
    await page.getByTestId('fresh').click();
    await expect(rows.filter({ hasText: name })).toBeVisible();
  });

  test('counts events of a listed issue up where it stands', async ({ page, gotoPage, bridge }) => {
    const project = `live-${unique()}`;
    await bridge.sendError(project, cartError('ann'));
    await expect
      .poll(async () => (await bridge.get<{ items: unknown[] }>(`/issues?project=${project}`)).items.length)
      .toBe(1);
    await gotoPage(`${list}?project=${project}`);
    await expect(page.getByTestId('issue-row')).toBeVisible();
    await bridge.sendError(project, cartError('ben'));
    await expect(page.getByTestId('issue-row').locator('td').nth(3)).toHaveText('2');
  });

  test('leaves resolved issues to their tab', async ({ page, gotoPage }) => {
    await gotoPage(ofShop);
    await expect(page.getByTestId('issue-row').filter({ hasText: cart })).toBeVisible();
    // Each tab says how many it has, under the filters that are set.
    await expect(page.getByRole('tab', { name: /^Unresolved\s*[1-9]/ })).toBeVisible();
    await expect(page.getByRole('tab', { name: /^Archived\s*\d/ })).toBeVisible();
    await page.getByRole('tab', { name: 'Archived' }).click();
    await expect.poll(() => query(page).get('status')).toBe('archived');
    await expect(page.getByTestId('issue-row').filter({ hasText: cart })).toHaveCount(0);
  });

  test('says that nothing matches, and how to send a first error', async ({ page, gotoPage }) => {
    await gotoPage(`${list}?q=nothing-is-called-this`);
    await expect(page.getByText('No issue matches these filters')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByTestId('issue-row').first()).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(list);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});
