import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { failedRun, runIdOf } from '../../seed/scenario';

const dashboard = '/d/summit-e2e-gantt-sources/gantt';

const asTable = async (page: Page) => {
  await page.getByRole('application').focus();
  await page.keyboard.press('t');
  return page.getByRole('treegrid');
};

/** What other data sources give: Tempo's frame of a trace, and any table with times. */
test.describe('the Gantt panel over other data sources', () => {
  test('draws a trace of Tempo', async ({ page, gotoPage, bridge }) => {
    const { traceId } = await bridge.get<{ traceId: string }>(`/runs/${runIdOf(failedRun())}`);
    await gotoPage(`${dashboard}?var-trace=${traceId}&viewPanel=panel-2`);
    const table = await asTable(page);
    await expect(table.getByText('test (2)')).toBeVisible();
    await expect(table.getByText('Run npm test').first()).toBeVisible();
  });

  test('draws a table with start, end and parent', async ({ page, gotoPage }) => {
    await gotoPage(`${dashboard}?viewPanel=panel-3`);
    const table = await asTable(page);
    await expect(table.getByText('release', { exact: true })).toBeVisible();
    await expect(table.getByText('browser', { exact: true })).toBeVisible();
  });
});
