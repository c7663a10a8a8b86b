import { expect, test } from '../../harness/test';
import { HOUR, iso, shipped } from './shipped';
import { app, query, themes, unique } from './support';

test.describe('a deployment', () => {
  for (const theme of themes) {
    test(`says what it broke, and what it brought, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const it = await shipped(bridge, true);
      await gotoPage(`${it.page}?hours=1&theme=${theme}`);
      await expect(page.getByTestId('impact')).toHaveAttribute('data-verdict', 'worse');
      await expect(page.getByTestId('errors-verdict')).toContainText(
        '48 after it, 12 in as long before: 4 times as many (95 %',
      );
      await expect(page.getByTestId('errors-verdict')).toContainText('1 new issue');
      const row = page.getByTestId('around-row').first();
      await expect(row).toContainText('Totals are wrong');
      await expect(row).toContainText('new');
      await expect(row.getByRole('link')).toHaveAttribute('href', /\/errors\/issues\/./);

      for (const [name, value] of Object.entries({
        service: 'web',
        version: '1.4.0',
        strategy: 'canary',
        region: 'eu-1',
      }))
        await expect(page.getByTestId(name)).toContainText(value);

      const notes = page.getByTestId('release-notes');
      await expect(notes.locator('[data-kind=breaking]')).toContainText(
        'cart: totals in cents, closes #12 (#7, by ada)',
      );
      await expect(notes.getByRole('link', { name: '#12' })).toHaveAttribute('href', `${it.repository}/issues/12`);
      await expect(notes.locator('[data-kind=fix]')).toContainText('Round prices (#8)');
      await expect(page.getByRole('button', { name: 'Copy as Markdown' })).toBeVisible();
    });
  }

  test('that broke nothing says how sure that is, for the time asked', async ({ page, gotoPage, bridge }) => {
    const it = await shipped(bridge, false);
    await gotoPage(it.page);
    await expect(page.getByTestId('errors-verdict')).toContainText('until now');
    await page.getByRole('radio', { name: '1 h' }).click();
    await expect.poll(() => query(page).get('hours')).toBe('1');
    await expect(page.getByTestId('impact')).toHaveAttribute('data-verdict', 'better');
    await expect(page.getByTestId('errors-verdict')).toContainText('0 after it, 12 in as long before');
    await page.reload();
    await expect(page.getByTestId('impact')).toHaveAttribute('data-verdict', 'better');
    await page.setViewportSize({ width: 900, height: 900 });
    const beyond = await page.evaluate(() => {
      const box = document.scrollingElement;
      return box ? box.scrollWidth - box.clientWidth : NaN;
    });
    expect(beyond).toBe(0);
  });

  test('of which no errors are known says why', async ({ page, gotoPage, bridge }) => {
    const name = `quiet${unique()}`;
    const time = iso(Date.now() - HOUR);
    const event = {
      type: 'deployment',
      id: name,
      repository: `https://github.com/demo/${name}`,
      sha: 'c0ffee0',
      environment: 'production',
      status: 'success',
      time,
    };
    await bridge.post('/ci-events', { system: 'e2e', events: [event] });
    await expect
      .poll(
        () =>
          bridge.get(`/deployments/generic-e2e-${name}`).then(
            () => true,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
    await gotoPage(`${app}/delivery/deployments/generic-e2e-${name}`);
    await expect(page.getByText('No project is known to belong to it')).toBeVisible();
  });
});
