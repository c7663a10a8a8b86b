import type { RunDetail } from '@summit/contracts';
import { expect, test } from '../../harness/test';
import { runDeliveries } from '../../seed/github';
import { anotherRun, deployedRun, failedRun, runIdOf } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

const pageOf = (id: string) => `${app}/pipelines/runs/${id}`;
const failed = pageOf(runIdOf(failedRun()));

test.describe('the page of a run', () => {
  for (const theme of themes) {
    test(`says how it ended and where it broke first, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${failed}?theme=${theme}`);
      await expect(page.getByRole('heading', { name: 'main-ci #101' })).toBeVisible();
      await expect(page.getByTestId('verdict')).toContainText('Failed');
      await expect(page.getByTestId('verdict')).toContainText('first failure: test (2) › Run npm test');
      await expect(page.getByTestId('led-here')).toContainText('Cart totals');
      await expect(page.getByRole('application')).toBeVisible();
    });
  }

  test('goes to the first failure, with it in the URL, and shows the same after a reload', async ({
    page,
    gotoPage,
  }) => {
    await gotoPage(failed);
    await page.getByRole('button', { name: 'test (2) › Run npm test' }).click();
    await expect.poll(() => query(page).get('span')).toMatch(/^[0-9a-f]{16}$/);
    await expect(page.getByTestId('gantt-details')).toContainText('Run npm test');
    await page.reload();
    await expect(page.getByTestId('gantt-details')).toContainText('Run npm test');
  });

  test('lists jobs with the failed one first', async ({ page, gotoPage }) => {
    await gotoPage(failed);
    await page.getByRole('tab', { name: 'Jobs' }).click();
    await expect.poll(() => query(page).get('tab')).toBe('jobs');
    await expect(page.getByTestId('job-row').first()).toContainText('test (2)');
    await page.reload();
    await expect(page.getByTestId('job-row').first()).toContainText('test (2)');
  });

  test('says what its end waited for, and what would make it end earlier', async ({ page, gotoPage, bridge }) => {
    const { criticalPath } = await bridge.get<RunDetail>(`/runs/${runIdOf(failedRun())}`);
    expect(criticalPath?.path.at(-1)?.name).toBe('test (2)');
    await gotoPage(failed);
    const line = page.getByTestId('critical-path');
    for (const { name } of criticalPath?.path ?? []) await expect(line).toContainText(name);
    await expect(line).toContainText('in half its time would save at least');
    await line.getByRole('button', { name: 'test (2)', exact: true }).first().click();
    await expect.poll(() => query(page).get('span')).toBe(criticalPath?.path.at(-1)?.spanId);
    await page.getByRole('tab', { name: 'Jobs' }).click();
    await expect(page.getByTestId('job-row').filter({ hasText: 'test (2)' })).toContainText('none');
    await expect(page.getByTestId('job-row').filter({ hasText: 'test (1)' })).toContainText('20s');
  });

  test('shows what followed', async ({ page, gotoPage }) => {
    await gotoPage(pageOf(runIdOf(deployedRun())));
    await expect(page.getByTestId('followed')).toContainText('production');
  });

  test('follows a run to its end', async ({ page, gotoPage, bridge }) => {
    const run = anotherRun(unique(), 'Followed to its end');
    await bridge.deliver(runDeliveries(run));
    await gotoPage(pageOf(runIdOf(run)));
    await expect(page.getByTestId('verdict')).toContainText('Running');
    await bridge.deliver(
      runDeliveries({ ...anotherRun(run.id, 'Followed to its end', 'success'), queuedAt: run.queuedAt }),
    );
    await expect(page.getByTestId('verdict')).toContainText('Success');
  });

  test('says that a run is not there', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/404/);
    await gotoPage(pageOf('github-1-99'));
    await expect(page.getByText('This run is not here')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(failed);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});
