import { explorePath } from '../harness/explore';
import { expect, test } from '../harness/test';
import { runDeliveries } from '../seed/github';
import { anotherRun, failedRun, projects, repository, runIdOf } from '../seed/scenario';

test.describe('queries in Explore', () => {
  test('lists runs, and narrows them by what is searched', async ({ page, gotoPage }) => {
    await gotoPage(explorePath({ queryType: 'runs', repository: [repository] }));
    await expect(page.getByText('Cart totals').first()).toBeVisible();
    await expect(page.getByText('Round prices').first()).toBeVisible();

    await page.getByLabel('Search', { exact: true }).fill('cart');
    await page.getByLabel('Search', { exact: true }).press('Enter');
    await page
      .getByRole('button', { name: /run query/i })
      .first()
      .click();
    await expect(page.getByText('Round prices')).toHaveCount(0);
    await expect(page.getByText('Cart totals').first()).toBeVisible();
  });

  test('restores the query from the address', async ({ page, gotoPage }) => {
    await gotoPage(explorePath({ queryType: 'runs', repository: [repository], status: ['failed'] }));
    await expect(page.getByText('Cart totals').first()).toBeVisible();
    await expect(page.getByText('Round prices')).toHaveCount(0);
    await page.reload();
    await expect(page.getByText('Cart totals').first()).toBeVisible();
    await expect(page.getByText('Round prices')).toHaveCount(0);
  });

  test('chooses the type of query with the keyboard', async ({ page, gotoPage }) => {
    await gotoPage(explorePath({ queryType: 'runs', repository: [repository] }));
    await expect(page.getByText('Cart totals').first()).toBeVisible();
    await page.getByRole('radio', { name: 'Runs', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByLabel('Run', { exact: true })).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Issues' })).toBeChecked();
  });

  test('lists issues with a link to their page', async ({ page, gotoPage }) => {
    await gotoPage(explorePath({ queryType: 'issues', project: [projects.shop], search: 'is:unresolved' }));
    const link = page.getByRole('link', { name: /TypeError: Cannot read properties/ }).first();
    await expect(link).toHaveAttribute('href', /\/a\/summit-observability-app\/errors\/issues\/\d+/);
  });

  test('shows the spans of a run', async ({ page, gotoPage, basePath }) => {
    await gotoPage(explorePath({ queryType: 'runSpans', runId: runIdOf(failedRun()) }));
    if (basePath) {
      await expect(page.getByRole('application', { name: /1 run, 3 jobs/ })).toBeVisible();
    } else {
      await expect(page.getByText('test (2)').first()).toBeVisible();
    }
  });

  test('follows runs as they come, without a click', async ({ page, gotoPage, bridge, basePath }) => {
    const id = basePath === '/react19' ? 500_219 : basePath === '/react18' ? 500_218 : 500_212;
    const title = `Live change ${id}`;
    await gotoPage(explorePath({ queryType: 'runs', repository: [repository], search: 'live', live: true }));
    await expect(page.getByLabel('Live', { exact: true })).toBeChecked();
    await expect(page.getByText(title)).toHaveCount(0);
    await bridge.deliver(runDeliveries(anotherRun(id, title)));
    await expect(page.getByText(title).first()).toBeVisible({ timeout: 30_000 });
  });

  test('begins with an answer, and asks for what a query lacks instead of finding nothing', async ({
    page,
    gotoPage,
    bridge,
    basePath,
  }) => {
    test.skip(basePath === '', 'the words of Grafana’s own Explore are not ours');
    // The first query has no filter: only the newest run is sure to be among the rows that are drawn.
    const id = basePath === '/react19' ? 500_229 : 500_228;
    const title = `Newest change ${id}`;
    await bridge.deliver(runDeliveries(anotherRun(id, title)));
    await expect(async () => {
      await gotoPage('/explore');
      await expect(page.getByText(title).first()).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 20_000 });
    await gotoPage(explorePath({ queryType: 'runSpans' }));
    await expect(page.getByText('This query is not complete')).toBeVisible();
    await expect(page.getByText('No data')).toHaveCount(0);
  });

  test('says which hop fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(explorePath({ queryType: 'runs' }));
    await expect(page.getByText(/Grafana cannot reach the bridge/).first()).toBeVisible();
  });

  test('says what is wrong with a search', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/400/);
    await gotoPage(explorePath({ queryType: 'issues', search: 'level:purple' }));
    await expect(page.getByText(/level:purple is none of/).first()).toBeVisible();
  });
});
