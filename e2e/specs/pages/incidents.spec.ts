import { expect, test } from '../../harness/test';
import { app, query, themes, unique } from './support';

const list = `${app}/incidents`;

interface Opened {
  id: string;
}

test.describe('incidents', () => {
  for (const theme of themes) {
    test(`opens an incident by hand and goes to it, ${theme}`, async ({ page, gotoPage }) => {
      const title = `Checkout fails ${unique()}`;
      await gotoPage(`${list}?theme=${theme}`);
      await page.getByRole('button', { name: 'New incident' }).click();
      expect(query(page).get('new')).toBe('1');
      await page.getByRole('textbox', { name: /^Title/ }).fill(title);
      await page.getByRole('radio', { name: 'Critical' }).check();
      await page.getByLabel('Affected services').fill('shop, payments');
      await page.getByRole('button', { name: 'Open incident' }).click();
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
      await expect(page.getByTestId('incident-facts')).toContainText('Critical');
      await expect(page.getByTestId('incident-facts')).toContainText('payments');
      await expect(page.getByTestId('timeline')).toContainText('Opened by');
      await gotoPage(list);
      await expect(page.getByTestId('incident-row').filter({ hasText: title })).toContainText('Open');
    });
  }

  test('moves on, is written to, and shows the same after a reload', async ({ page, gotoPage, bridge }) => {
    const { id } = await bridge.post<Opened>('/incidents', { title: `Slow ${unique()}`, severity: 'high' });
    await gotoPage(`${list}/${id}`);
    await page.getByRole('button', { name: 'Investigate' }).click();
    await expect(page.getByTestId('incident-state')).toHaveText('Investigating');
    await page.getByLabel('Write into the timeline').fill('The pool is empty');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('timeline').getByRole('listitem').last()).toContainText('The pool is empty');
    await expect(page.getByLabel('Write into the timeline')).toHaveValue('');
    await page.reload();
    await expect(page.getByTestId('incident-state')).toHaveText('Investigating');
    await expect(page.getByTestId('timeline').getByRole('listitem').last()).toContainText('The pool is empty');
  });

  test('says why nothing is known to have led to an incident that was opened by hand', async ({
    page,
    gotoPage,
    bridge,
  }) => {
    const { id } = await bridge.post<Opened>('/incidents', { title: `Alone ${unique()}`, severity: 'low' });
    await gotoPage(`${list}/${id}`);
    await expect(page.getByTestId('led-here')).toContainText('not known without an alert');
    // Nothing follows from an incident: there is no such line.
    await expect(page.getByTestId('followed')).toHaveCount(0);
  });

  test('shows what another person writes', async ({ page, gotoPage, bridge }) => {
    const { id } = await bridge.post<Opened>('/incidents', { title: `Watched ${unique()}`, severity: 'low' });
    await gotoPage(`${list}/${id}`);
    await expect(page.getByTestId('timeline')).toContainText('Opened by');
    await bridge.post(`/incidents/${id}/timeline`, { type: 'action', content: 'Rolled back' });
    await expect(page.getByTestId('timeline')).toContainText('Rolled back', { timeout: 5000 });
  });

  test('resolves, and takes it back', async ({ page, gotoPage, bridge }) => {
    const { id } = await bridge.post<Opened>('/incidents', { title: `Brief ${unique()}`, severity: 'low' });
    await gotoPage(`${list}/${id}`);
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByTestId('incident-state')).toHaveText('Open');
    await expect(page.getByTestId('timeline').getByRole('listitem')).toHaveCount(3);
  });

  test('offers a new incident to the list, and keeps the resolved on their tab', async ({ page, gotoPage, bridge }) => {
    await bridge.post<Opened>('/incidents', { title: `There ${unique()}`, severity: 'low' });
    await gotoPage(list);
    await expect(page.getByTestId('incident-row').first()).toBeVisible();
    const title = `New ${unique()}`;
    await bridge.post<Opened>('/incidents', { title, severity: 'medium' });
    await page.getByTestId('fresh').click();
    const row = page.getByTestId('incident-row').filter({ hasText: title });
    await expect(row).toBeVisible();
    await page.getByRole('tab', { name: 'Resolved' }).click();
    await expect.poll(() => query(page).get('status')).toBe('resolved');
    await expect(row).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('tab', { name: 'Resolved' })).toHaveAttribute('aria-selected', 'true');
    await expect(row).toHaveCount(0);
  });

  test('goes to an incident by keys', async ({ page, gotoPage, bridge }) => {
    await bridge.post<Opened>('/incidents', { title: `By keys ${unique()}`, severity: 'low' });
    await gotoPage(list);
    await expect(page.getByTestId('incident-row').first()).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/incidents\/[0-9a-f-]{36}/);
    await expect(page.getByTestId('timeline')).toBeVisible();
  });

  test('says that an incident is not there', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/404/);
    await gotoPage(`${list}/00000000-0000-4000-8000-000000000000`);
    await expect(page.getByText('This incident is not here')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(list);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});
