import type { Teams } from '@summit/contracts';
import { expect, test } from '../../harness/test';
import { iso } from './shipped';
import { app, beyond, brightness, query, themes, unique } from './support';

const address = `${app}/settings?tab=teams`;
const HOUR = 3_600_000;

test.describe('teams', () => {
  for (const theme of themes) {
    test(`are made, changed by keys, and removed, ${theme}`, async ({ page, gotoPage }) => {
      const name = `Crew ${unique()}`;
      const repository = `demo/crew-${unique()}`;
      await gotoPage(`${address}&theme=${theme}`);
      await page.getByRole('button', { name: 'New team' }).click();
      await page.getByRole('textbox', { name: /^Name/ }).fill(name);
      await page.getByLabel('Repositories').fill(`${repository}\n${repository}-*`);
      await page.getByRole('button', { name: 'Make team' }).click();
      const row = page.getByTestId('team').filter({ hasText: name });
      await expect(row).toContainText(`${repository}-*`);
      await expect(row).toContainText('nothing was reported of such a repository yet');
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);

      await row.getByRole('button', { name: 'Change' }).click();
      await expect.poll(() => query(page).get('team')).toBe(name);
      await page.getByRole('textbox', { name: /^Name/ }).fill(`${name} too`);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(row).toContainText(`${name} too`);

      await row.getByRole('button', { name: 'Remove' }).click();
      await expect(row).toHaveCount(0);
      await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
      await expect(row).toHaveCount(1);
      await row.getByRole('button', { name: 'Remove' }).click();
      await gotoPage(address);
      await expect(row).toHaveCount(0);
    });
  }

  test('with a name that is taken say so', async ({ page, gotoPage, bridge, consoleErrors }) => {
    consoleErrors.allow(/409/);
    const name = `Taken ${unique()}`;
    await bridge.post('/teams', { name, repositories: [`demo/${unique()}`] });
    await gotoPage(`${address}&team=%2B`);
    await page.getByRole('textbox', { name: /^Name/ }).fill(name.toUpperCase());
    await page.getByLabel('Repositories').fill('demo/x');
    await page.getByRole('button', { name: 'Make team' }).click();
    await expect(page.getByRole('dialog').first()).toContainText('There is a team called');
  });

  test('are what metrics, deployments and cost can be cut to', async ({ page, gotoPage, bridge }) => {
    const [name, repository] = [`Crew ${unique()}`, `crewed${unique()}`];
    await bridge.post('/teams', { name, repositories: [`demo/${repository}*`] });
    const event = {
      type: 'deployment',
      repository: `https://github.com/demo/${repository}`,
      environment: 'production',
    };
    const time = iso(Date.now() - HOUR);
    const deployed = { ...event, id: repository, sha: unique().toString(16).padEnd(40, 'c'), status: 'success', time };
    await bridge.post('/ci-events', { system: 'e2e', events: [deployed] });
    const team = encodeURIComponent(name);
    await expect
      .poll(
        () => bridge.get<{ items: unknown[] }>(`/dora/deployments?team=${team}`).then(({ items }) => items.length),
        {
          timeout: 60_000,
        },
      )
      .toBe(1);
    await expect
      .poll(() => bridge.get<Teams>('/teams').then(({ items }) => items.find((one) => one.name === name)?.matches))
      .toEqual([`demo/${repository}`]);

    await gotoPage(`${app}/delivery/dora?team=${team}`);
    const row = page.getByTestId('dora-team').filter({ hasText: name });
    await expect(row).toHaveCount(1);
    await expect(page.getByTestId('dora-group')).toHaveCount(1);
    await row.getByRole('link', { name: /^Deployment frequency of/ }).click();
    await expect(page.getByTestId('evidence-row')).toHaveCount(1);

    await gotoPage(`${app}/delivery/deployments?team=${team}`);
    await expect(page.getByTestId('deployment-row')).toHaveCount(1);

    await gotoPage(`${app}/pipelines/cost?by=team&team=${team}`);
    await expect(page.getByText('No job ended in this period')).toBeVisible();
  });

  test('that are gone are said to be', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/400/);
    await gotoPage(`${app}/delivery/dora?team=Nobodys`);
    await expect(page.getByTestId('failure').first()).toContainText('there is no team Nobodys');
  });

  test('name the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(address);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });

  for (const width of [900, 1400]) {
    test(`fit into ${width} pixels`, async ({ page, gotoPage, bridge }) => {
      const name = `Long ${unique()}`;
      const repositories = Array.from({ length: 12 }, (_, n) => `demo/${'a-rather-long-name-'.repeat(5)}${n}`);
      await bridge.post('/teams', { name, repositories });
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(address);
      await expect(page.getByTestId('team').filter({ hasText: name })).toContainText('and 7 more');
      expect(await beyond(page)).toBe(0);
    });
  }
});
