import { readFile } from 'node:fs/promises';
import { expect, test } from '../../harness/test';
import { runDeliveries } from '../../seed/github';
import { anotherRun, deployedRun, failedRun, repository, runIdOf } from '../../seed/scenario';
import { app, brightness, query, themes, unique } from './support';

const list = `${app}/pipelines`;
const ofScenario = `${list}?repository=${encodeURIComponent(repository)}`;

test.describe('pipelines', () => {
  for (const theme of themes) {
    test(`lists runs, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${ofScenario}&theme=${theme}`);
      const failed = page.locator(`[data-run="${runIdOf(failedRun())}"]`);
      await expect(failed).toContainText('main-ci #101');
      await expect(failed).toContainText('Failed');
      await expect(failed).toContainText('Cart totals');
      await expect(failed).toContainText('feature/cart');
      await expect(failed).toContainText('dev-one');
      await expect(failed).toContainText('1 of 3 failed');
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);
    });
  }

  test('filters by search, keeps it in the URL and shows the same after a reload', async ({ page, gotoPage }) => {
    await gotoPage(ofScenario);
    await expect(page.getByTestId('run-row').first()).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('Cart totals');
    await expect.poll(() => query(page).get('q')).toBe('Cart totals');
    await expect(page.locator(`[data-run="${runIdOf(deployedRun())}"]`)).toHaveCount(0);
    await expect(page.locator(`[data-run="${runIdOf(failedRun())}"]`)).toBeVisible();
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Search' })).toHaveValue('Cart totals');
    await expect(page.locator(`[data-run="${runIdOf(failedRun())}"]`)).toBeVisible();
    await expect(page.locator(`[data-run="${runIdOf(deployedRun())}"]`)).toHaveCount(0);
  });

  test('filters by status, and back takes the filter away', async ({ page, gotoPage }) => {
    await gotoPage(ofScenario);
    await expect(page.locator(`[data-run="${runIdOf(deployedRun())}"]`)).toBeVisible();
    await page.getByLabel('Status', { exact: true }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await expect.poll(() => query(page).get('status')).toBe('failed');
    await expect(page.locator(`[data-run="${runIdOf(deployedRun())}"]`)).toHaveCount(0);
    await page.goBack();
    await expect(page.locator(`[data-run="${runIdOf(deployedRun())}"]`)).toBeVisible();
  });

  test('goes to a run by keys', async ({ page, gotoPage }) => {
    await gotoPage(`${ofScenario}&q=Cart%20totals`);
    await expect(page.getByTestId('run-row')).toHaveCount(1);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/runs/${runIdOf(failedRun())}`));
    await expect(page.getByTestId('verdict')).toContainText('test (2)');
  });

  test('shows a run that starts on the board, and offers it to the list without moving it', async ({
    page,
    gotoPage,
    bridge,
  }) => {
    await gotoPage(ofScenario);
    const rows = page.getByTestId('run-row');
    await expect(rows.first()).toBeVisible();
    const before = await rows.first().getAttribute('data-run');
    const run = anotherRun(unique(), 'Watched live');
    await bridge.deliver(runDeliveries(run));
    await expect(page.getByTestId('board')).toContainText(`#${run.number}`);
    await expect(page.getByTestId('fresh')).toBeVisible();
    expect(await rows.first().getAttribute('data-run')).toBe(before);
    await page.getByTestId('fresh').click();
    await expect(page.locator(`[data-run="${runIdOf(run)}"]`)).toContainText('Running');
    await bridge.deliver(runDeliveries({ ...anotherRun(run.id, 'Watched live', 'success'), queuedAt: run.queuedAt }));
    await expect(page.locator(`[data-run="${runIdOf(run)}"]`)).toContainText('Success');
    await expect(page.getByTestId('board').getByText(`#${run.number}`)).toHaveCount(0);
  });

  test('says that no run matches and takes the filters away', async ({ page, gotoPage }) => {
    await gotoPage(`${ofScenario}&q=nothing-is-called-this`);
    await expect(page.getByText('No run matches these filters')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByTestId('run-row').first()).toBeVisible();
  });

  test('saves what the filters leave as CSV', async ({ page, gotoPage }) => {
    await gotoPage(`${ofScenario}&q=cart%20totals`);
    await expect(page.getByTestId('run-row')).toHaveCount(1);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^runs-\d{4}-\d\d-\d\d\.csv$/);
    const [head, row, end] = (await readFile(await file.path(), 'utf8')).split('\r\n');
    expect(head).toMatch(/^\ufeffid,repository,pipeline,number,/);
    expect(row).toContain(`${runIdOf(failedRun())},${repository},main-ci,101,1,failed,Cart totals,feature/cart`);
    expect(end).toBe('');
    await expect(page.getByRole('button', { name: 'CSV', exact: true })).toBeVisible();
  });

  test('says why no CSV was saved', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/503/);
    await gotoPage(ofScenario);
    await expect(page.getByTestId('run-row').first()).toBeVisible();
    await page.route(/\/api\/v1\/runs\?/, (route) => route.fulfill({ status: 503, json: { detail: 'Too busy.' } }));
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    await expect(page.getByText('No CSV was saved')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(list);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
    await expect(page.getByTestId('failure').getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
