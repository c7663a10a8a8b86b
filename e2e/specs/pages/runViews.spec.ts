import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

const repository = 'demo/e2e-run-views';

/** Three jobs of one runner: two that begin with the run, and one after them. */
const startRun = async (bridge: BridgeApi): Promise<RunPlan> => {
  const key = unique();
  const job = (n: number, name: string, startsAt: number, seconds: number) => ({
    id: key * 10 + n,
    name,
    startsAt,
    conclusion: 'success' as const,
    steps: [{ name: `run ${name}`, seconds }],
  });
  const run: RunPlan = {
    ...anotherRun(key, `Views ${key}`, 'success'),
    repository,
    jobs: [job(1, 'compile', 5, 60), job(2, 'lint', 5, 20), job(3, 'package', 70, 30)],
  };
  await bridge.deliver(runDeliveries(run));
  return run;
};

for (const theme of themes) {
  test(`the graph says that its order is inferred, and is walked by keys, ${theme}`, async ({
    page,
    gotoPage,
    bridge,
  }) => {
    const run = await startRun(bridge);
    await gotoPage(`${app}/pipelines/runs/${runIdOf(run)}?tab=graph&theme=${theme}`);
    await expect(page.getByText('This order is inferred from times')).toBeVisible();
    const jobs = page.getByTestId('graph-job');
    await expect(jobs).toHaveCount(3);
    await jobs.first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(jobs.nth(1)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('gantt-details')).toBeVisible();
    expect(query(page).get('tab')).toBeNull();
  });
}

test('the timeline is drawn by runner', async ({ page, gotoPage, bridge }) => {
  const run = await startRun(bridge);
  await gotoPage(`${app}/pipelines/runs/${runIdOf(run)}`);
  await page.getByRole('radio', { name: 'Runners' }).click();
  expect(query(page).get('by')).toBe('runner');
  await page.getByTestId('gantt-chart').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('gantt-announcement')).toContainText('runner-7 (3 jobs)');
  await page.getByRole('radio', { name: 'Jobs' }).click();
  expect(query(page).get('by')).toBeNull();
});
