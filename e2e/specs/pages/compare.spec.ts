import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type JobPlan, type RunPlan } from '../../seed/github';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, brightness, query, themes, unique } from './support';

const job = (name: string, steps: readonly (readonly [string, number])[], startsAt = 10): JobPlan => ({
  id: unique(),
  name,
  startsAt,
  conclusion: 'success',
  steps: steps.map(([step, seconds]) => ({ name: step, seconds })),
});

/** A run of a pipeline that only one test has. */
async function run(bridge: BridgeApi, workflow: string, minutesAgo: number, jobs: JobPlan[]): Promise<RunPlan> {
  const plan: RunPlan = {
    ...anotherRun(unique(), 'Compared', 'success'),
    repository: 'demo/e2e-compare',
    workflow,
    queuedAt: new Date(Date.now() - minutesAgo * 60_000),
    jobs,
  };
  await bridge.deliver(runDeliveries(plan));
  await expect
    .poll(async () => (await bridge.get<{ status: string }>(`/runs/${runIdOf(plan)}`).catch(() => null))?.status)
    .toBe('completed');
  return plan;
}

const tab = (plan: RunPlan, more = ''): string => `${app}/pipelines/runs/${runIdOf(plan)}?tab=compare${more}`;

test.describe('two runs of a pipeline', () => {
  for (const theme of themes) {
    test(`are compared, what slowed most first, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const workflow = `compared-${unique()}`;
      const before = await run(bridge, workflow, 60, [
        job('build', [['compile', 40]]),
        job('test', [
          ['set up', 5],
          ['npm test', 30],
        ]),
        job('deploy', [['apply', 3]]),
      ]);
      const after = await run(bridge, workflow, 30, [
        job('build', [['compile', 35]]),
        job('test', [
          ['set up', 5],
          ['npm test', 90],
        ]),
        job('lint', [['eslint', 8]]),
      ]);
      await gotoPage(`${tab(after)}&theme=${theme}`);
      await expect(page.getByTestId('compared')).toContainText('slower than');
      const rows = page.getByTestId('compared-job');
      await expect(rows).toHaveCount(4);
      expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-name')))).toEqual([
        'test',
        'build',
        'deploy',
        'lint',
      ]);
      await expect(rows.nth(0)).toContainText('+1m');
      await expect(rows.nth(1)).toContainText('−5.0s');
      await expect(rows.nth(2)).toContainText('only there');
      await expect(rows.nth(3)).toContainText('only here');
      await page.getByRole('button', { name: 'Steps of test' }).press('Enter');
      await expect(page.locator('[data-testid="compared-step"][data-name="npm test"]')).toContainText('+1m');
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);

      await page.getByTestId('compared').getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(runIdOf(before)));
    });
  }

  test('are chosen, kept in the URL, and lead to the timeline', async ({ page, gotoPage, bridge }) => {
    const workflow = `chosen-${unique()}`;
    const jobs = () => [job('build', [['compile', 40]])];
    const first = await run(bridge, workflow, 90, jobs());
    await run(bridge, workflow, 60, jobs());
    const last = await run(bridge, workflow, 30, jobs());
    await gotoPage(tab(last));
    await page.getByRole('combobox', { name: 'Compared with' }).click();
    await page.getByRole('option', { name: new RegExp(`#${first.number} `) }).click();
    await expect.poll(() => query(page).get('with')).toBe(runIdOf(first));
    await page.reload();
    await expect(page.getByTestId('compared')).toContainText(`#${first.number}`);
    await page.getByTestId('compared-job').getByRole('button', { name: 'build', exact: true }).click();
    await expect.poll(() => [query(page).has('tab'), query(page).has('span')]).toEqual([false, true]);
  });

  test('need one that is earlier', async ({ page, gotoPage, bridge }) => {
    const only = await run(bridge, `alone-${unique()}`, 30, [job('build', [['compile', 4]])]);
    await gotoPage(tab(only));
    await expect(page.getByText('Nothing to compare with')).toBeVisible();
  });

  test('say so when the other is not there', async ({ page, gotoPage, bridge, consoleErrors }) => {
    consoleErrors.allow(/404/);
    const only = await run(bridge, `gone-${unique()}`, 30, [job('build', [['compile', 4]])]);
    await gotoPage(tab(only, '&with=github-0-1'));
    await expect(page.getByTestId('failure')).toBeVisible();
  });
});
