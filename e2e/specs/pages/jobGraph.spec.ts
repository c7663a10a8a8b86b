import type { RunDetail } from '@summit/contracts';
import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, themes, unique } from './support';

const repository = 'demo/e2e-job-graph';

/** All are made when the run is: by their times, none waits for another. */
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
    ...anotherRun(key, `Graph ${key}`, 'success'),
    repository,
    jobs: [job(1, 'compile (22)', 5, 60), job(2, 'lint', 5, 20), job(3, 'package', 70, 30)],
  };
  await bridge.deliver(runDeliveries(run));
  return run;
};

const workflow = `
jobs:
  compile: { strategy: { matrix: { node: [22] } } }
  lint: {}
  package: { needs: lint }
`;
const pageOf = (run: RunPlan, more = '') => `${app}/pipelines/runs/${runIdOf(run)}${more}`;
const send = (bridge: BridgeApi, run: RunPlan, text: string) =>
  bridge.post(`/runs/${runIdOf(run)}/graph`, {
    format: 'github',
    files: [{ path: '.github/workflows/ci.yml', text }],
  });

for (const theme of themes) {
  test(`the graph is inferred until the workflow says better, ${theme}`, async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge);
    await gotoPage(pageOf(run, `?tab=graph&theme=${theme}`));
    await expect(page.getByText('This order is inferred from times')).toBeVisible();
    await expect(page.getByTestId('graph-basis')).toContainText('Nothing tells what its jobs really need');
    const path = page.getByTestId('critical-path');
    await expect(path).toContainText('(inferred from times)');
    await expect(path).not.toContainText('→');
    await expect(path).toContainText('would save at least');
    await expect(page.getByRole('button', { name: /^package, .* waited for no job$/ })).toBeVisible();

    await send(bridge, run, workflow);
    await expect(page.getByTestId('graph-basis')).toContainText('Declared: the workflow file, sent by the run');
    await expect(path).toContainText('(declared)');
    await expect(path).toContainText('lint → package');
    await expect(path).not.toContainText('at least');
    await expect(
      page.getByRole('button', { name: /^package, .* on the critical path, waited for lint$/ }),
    ).toBeVisible();
    await expect(page.getByText('This order is inferred from times')).toBeHidden();
  });
}

test('the jobs have the slack of the declared graph', async ({ page, gotoPage, bridge }) => {
  const run = await startRun(bridge);
  await send(bridge, run, workflow);
  // Until it is worked off, there is no such run.
  await expect(async () => {
    const { criticalPath } = await bridge.get<RunDetail>(`/runs/${runIdOf(run)}`);
    expect(criticalPath?.graph).toBe('declared');
  }).toPass();
  await gotoPage(pageOf(run));
  await page.getByRole('tab', { name: 'Jobs' }).click();
  // It may take as much longer as there was between its end and that of the run.
  await expect(page.getByTestId('job-row').filter({ hasText: 'compile (22)' })).toContainText('35s');
  await expect(page.getByTestId('job-row').filter({ hasText: 'lint' })).toContainText('none');
});

test('a graph that does not know all jobs leaves it inferred, and says which', async ({ page, gotoPage, bridge }) => {
  const run = await startRun(bridge);
  await send(bridge, run, 'jobs: { lint: {}, package: { needs: lint } }');
  await gotoPage(pageOf(run, '?tab=graph'));
  await expect(page.getByTestId('graph-basis')).toContainText('but not what these need: compile (22)');
  await expect(page.getByTestId('critical-path')).toContainText('(inferred from times)');
});
