import { cartError } from '../../seed/errors';
import { expect, test } from '../../harness/test';
import { failedRun, runIdOf } from '../../seed/scenario';
import { app } from '../pages/support';

/** From a page to the same thing in Tempo and Loki, which a real Grafana has behind it. */
test.describe('from a page to Explore', () => {
  test.beforeEach(({ consoleErrors }) =>
    consoleErrors.allow(/ResizeObserver|api\/datasources\/uid\/(tempo|loki|mimir)/),
  );

  test('the trace of a run is in Tempo', async ({ page, gotoPage }) => {
    await gotoPage(`${app}/pipelines/runs/${runIdOf(failedRun())}`);
    await page.getByRole('link', { name: 'Trace', exact: true }).click();
    await expect(page).toHaveURL(/\/explore\?/);
    await expect(page.getByText('test (2)').first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('Run npm test').first()).toBeVisible();
  });

  test('the events around an error are in Loki', async ({ page, gotoPage, bridge }) => {
    const project = `explore-${Date.now()}`;
    await bridge.sendError(project, cartError('ann'));
    const find = () => bridge.get<{ items: { id: string }[] }>(`/issues?project=${project}`);
    await expect.poll(async () => (await find()).items.length).toBe(1);
    const id = (await find()).items[0]?.id ?? '';
    await gotoPage(`${app}/errors/issues/${id}`);
    await page.getByRole('link', { name: 'Logs around' }).click();
    await expect(page).toHaveURL(/\/explore\?/);
    await expect(async () => {
      await page
        .getByRole('button', { name: /run query/i })
        .first()
        .click();
      await expect(page.getByText(/Cannot read properties of undefined/).first()).toBeVisible({ timeout: 5000 });
    }).toPass({ timeout: 60_000 });
  });
});
