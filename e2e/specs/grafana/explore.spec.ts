import type { Page } from '@playwright/test';
import { cartError } from '../../seed/errors';
import { expect, test } from '../../harness/test';
import { runDeliveries } from '../../seed/github';
import { failedRun, runIdOf } from '../../seed/scenario';
import { app, unique } from '../pages/support';

/** Asks again until it is there: a run's trace leaves the bridge some seconds after its end, and stores take their time. */
const untilShown = async (page: Page, text: string | RegExp): Promise<void> => {
  await expect(page).toHaveURL(/\/explore\?/);
  await expect(async () => {
    await page
      .getByRole('button', { name: /run query/i })
      .first()
      .click();
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 5000 });
  }).toPass({ timeout: 120_000 });
};

/** From a page to the same thing in Tempo and Loki, which a real Grafana has behind it. */
test.describe('from a page to Explore', () => {
  test.beforeEach(({ consoleErrors }) => {
    test.setTimeout(180_000);
    consoleErrors.allow(/ds_type=tempo/); // not there yet
  });

  test('the trace and the log of a run', async ({ page, gotoPage, bridge }) => {
    const plan = { ...failedRun(), id: unique(), repository: 'demo/e2e-explore', title: 'Explored' };
    const run = { ...plan, jobs: plan.jobs.map((job) => ({ ...job, id: unique() })) };
    await bridge.deliver(runDeliveries(run));
    const path = `${app}/pipelines/runs/${runIdOf(run)}`;
    await gotoPage(path);
    await page.getByRole('link', { name: 'Trace', exact: true }).click();
    await untilShown(page, 'test (2)');
    await expect(page.getByText('Run npm test').first()).toBeVisible();
    await gotoPage(path);
    await page.getByRole('link', { name: 'Logs', exact: true }).click();
    await untilShown(page, /main-ci #101 on feature\/cart: failed/);
  });

  test('the events around an error', async ({ page, gotoPage, bridge }) => {
    const project = `explore-${unique()}`;
    await bridge.sendError(project, cartError('ann'));
    const find = async () => (await bridge.get<{ items: { id: string }[] }>(`/issues?project=${project}`)).items;
    await expect.poll(async () => (await find()).length).toBe(1);
    await gotoPage(`${app}/errors/issues/${(await find())[0]?.id}`);
    await page.getByRole('link', { name: 'Logs of this' }).click();
    await untilShown(page, /Cannot read properties of undefined/);
  });
});
