import type { CreatedRollbackPolicy } from '@summit/contracts';
import { expect, test } from '../../harness/test';
import { app, beyond, brightness, query, themes, unique } from './support';

const address = `${app}/delivery/rollback`;

test.describe('rollback policies', () => {
  for (const theme of themes) {
    test(`are made as a dry run, changed and removed, ${theme}`, async ({ page, gotoPage }) => {
      const repository = `demo/rollback-${unique()}`;
      await gotoPage(`${address}?theme=${theme}`);
      await page.getByRole('button', { name: 'New policy' }).click();
      await expect.poll(() => query(page).get('policy')).toBe('new');
      await page.locator('#policy-repository').fill(repository);
      await page.getByLabel('Address').fill('https://deploy.example.org/rollback?secret');
      await page.getByRole('button', { name: 'Make policy' }).click();
      await expect(page.getByTestId('made-policy')).toContainText('whsec_');
      const row = page.getByTestId('policy').filter({ hasText: repository });
      await expect(row).toContainText('dry run');
      await expect(row).toContainText('a new fatal issue');
      await expect(row).toContainText('errors worse, at least 2 times as many');
      await expect(row).toContainText('calls deploy.example.org');
      await expect(row).not.toContainText('?secret');
      await expect(row).toContainText('nothing was deployed there yet', { timeout: 60_000 });
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);

      await row.getByRole('button', { name: 'Change' }).click();
      await page.getByLabel('Events of new issues').fill('25');
      await page.getByRole('radio', { name: 'Acts' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(row).toContainText('25 events of new issues within 10 minutes');
      await expect(row).toContainText('acts');

      const first = await page.getByTestId('made-policy').textContent();
      await row.getByRole('button', { name: 'New secret' }).click();
      await expect(page.getByTestId('made-policy')).not.toHaveText(first ?? '');
      await expect(page.getByTestId('made-policy')).toContainText(`${repository} in production`);
      await expect(page.getByTestId('made-policy')).toContainText('whsec_');

      await row.getByRole('button', { name: 'Remove' }).click();
      await expect(row).toHaveCount(0);
      await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
      await expect(row).toHaveCount(1);
      await row.getByRole('button', { name: 'Remove' }).click();
      await gotoPage(address);
      await expect(row).toHaveCount(0);
    });
  }

  test('start a workflow or a pipeline, with a token that is never shown again', async ({ page, gotoPage }) => {
    const repository = `demo/rollback-${unique()}`;
    await gotoPage(`${address}?policy=new`);
    await page.locator('#policy-repository').fill(repository);
    await page.getByRole('radio', { name: 'GitHub' }).click();
    await page.getByLabel('Repository of the workflow').fill('demo/deploy');
    await expect(page.getByRole('button', { name: 'Make policy' })).toBeDisabled();
    await page.locator('#policy-token').fill('a-token-of-nobody');
    await page.getByRole('button', { name: 'Make policy' }).click();
    const row = page.getByTestId('policy').filter({ hasText: repository });
    await expect(row).toContainText('starts rollback.yml of demo/deploy at main, api.github.com');
    await expect(row.getByRole('button', { name: 'New secret' })).toHaveCount(0);
    await expect(page.getByTestId('made-policy')).toHaveCount(0);

    await row.getByRole('button', { name: 'Change' }).click();
    await expect(page.locator('#policy-token')).toHaveValue('');
    await page.getByRole('radio', { name: 'GitLab' }).click();
    await page.locator('#policy-action-project').fill('demo/deploy');
    await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
    await page.locator('#policy-token').fill('another-token');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('runs a pipeline of demo/deploy at main, gitlab.com');
    await row.getByRole('button', { name: 'Remove' }).click();
    await gotoPage(address);
    await expect(row).toHaveCount(0);
  });

  test('says what is wrong with an address', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/400/);
    await gotoPage(`${address}?policy=new`);
    await page.getByLabel('Repository').fill(`demo/rollback-${unique()}`);
    await page.getByLabel('Address').fill('https://127.0.0.1/');
    await page.getByRole('button', { name: 'Make policy' }).click();
    await expect(page.getByRole('dialog').first()).toContainText('The body is not what this call takes');
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(address);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });

  for (const width of [900, 1400]) {
    test(`fit into ${width} pixels`, async ({ page, gotoPage, bridge }) => {
      const made = await bridge.post<CreatedRollbackPolicy>('/rollback-policies', {
        repository: `demo/${'a-rather-long-name-'.repeat(6)}${unique()}`,
        environment: 'production',
        enabled: false,
        action: { kind: 'webhook', url: 'https://deploy.example.org/' },
        conditions: { newFatalIssue: true, worseRatio: 3, newIssueEvents: { events: 10, minutes: 5 } },
      });
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(address);
      await expect(page.locator(`[data-policy="${made.id}"]`)).toBeVisible();
      expect(await beyond(page)).toBe(0);
    });
  }
});
