import { expect, test } from '../harness/test';
import { failedRun, runIdOf } from '../seed/scenario';

const dashboard = `/d/summit-e2e-gantt/gantt?var-run=${runIdOf(failedRun())}&viewPanel=panel-1`;

test.describe('the Gantt panel on a dashboard', () => {
  for (const theme of ['dark', 'light'] as const) {
    test(`draws the spans of a run, ${theme}`, async ({ page, gotoPage }) => {
      await gotoPage(`${dashboard}&theme=${theme}`);
      const chart = page.getByRole('application');
      await expect(chart).toBeVisible();
      // Something is drawn: the picture has more than one colour.
      await expect
        .poll(() =>
          page.locator('canvas').evaluateAll(
            (canvases) =>
              new Set(
                canvases.flatMap((canvas) => {
                  const picture = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
                  const { width, height } = canvas instanceof HTMLCanvasElement ? canvas : { width: 1, height: 1 };
                  return picture ? [...new Uint32Array(picture.getImageData(0, 0, width, height).data.buffer)] : [];
                }),
              ).size,
          ),
        )
        .toBeGreaterThan(5);
    });
  }

  test('says the same as a table', async ({ page, gotoPage }) => {
    await gotoPage(dashboard);
    await page.getByRole('application').focus();
    await page.keyboard.press('t');
    const table = page.getByRole('treegrid');
    await expect(table).toBeVisible();
    await expect(table.getByText('build', { exact: true })).toBeVisible();
    await expect(table.getByText('test (2)')).toBeVisible();
  });

  test('goes to the failure with f and says it', async ({ page, gotoPage }) => {
    await gotoPage(dashboard);
    await page.getByRole('application').focus();
    await page.keyboard.press('f');
    await expect(page.getByTestId('gantt-details')).toContainText(/test \(2\)|npm test|main-ci/);
  });

  test('draws any table with times, here the runs', async ({ page, gotoPage }) => {
    await gotoPage(dashboard.replace('panel-1', 'panel-2'));
    await page.getByRole('application').focus();
    await page.keyboard.press('t');
    await expect(page.getByRole('treegrid').getByText('main-ci').first()).toBeVisible();
  });

  test('says that the bridge is away', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(dashboard);
    await expect(page.getByRole('application')).toHaveCount(0);
  });
});
