import { expect, test } from '../../harness/test';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { app, themes, unique } from './support';

/** How well failures are predicted; the tests' own history is too thin for any model. */
const report = {
  trainedAt: '2026-11-20T12:00:00Z',
  report: {
    runs: 4000,
    trainRuns: 2795,
    testRuns: 1200,
    testFailed: 250,
    splitAt: '2026-11-10T00:00:00Z',
    prAuc: 0.612,
    baselinePrAuc: 0.431,
    gainLow: 0.12,
    gainHigh: 0.24,
    brier: 0.121,
    brierOfRate: 0.165,
    bins: [
      { predicted: 0.05, observed: 0.06, runs: 600 },
      { predicted: 0.5, observed: 0.47, runs: 600 },
    ],
    doubt: null,
  },
};

test.describe('which runs will fail', () => {
  for (const theme of themes)
    test(`the report says how well that is known, ${theme}`, async ({ page, gotoPage }) => {
      await page.route('**/api/v1/predictions/report', (route) => route.fulfill({ json: report }));
      await gotoPage(`${app}/pipelines/optimise?theme=${theme}`);
      const section = page.getByTestId('prediction-report');
      await expect(section).toContainText('Shown on runs that are queued or running');
      await expect(section.getByRole('row', { name: /PR-AUC/ })).toContainText('0.612');
      await expect(section.getByRole('row', { name: /PR-AUC/ })).toContainText('0.431');
    });

  test('a model that is no better than the run before is not shown, and the bridge says so itself', async ({
    page,
    gotoPage,
  }) => {
    await gotoPage(`${app}/pipelines/optimise`);
    await expect(page.getByTestId('prediction-report')).toContainText(/Nothing was trained yet|Not shown/);
    await page.route('**/api/v1/predictions/report', (route) =>
      route.fulfill({ json: { ...report, report: { ...report.report, doubt: 'no_better', gainLow: -0.02 } } }),
    );
    await page.reload();
    await expect(page.getByTestId('prediction-report')).toContainText('not surely better');
  });

  test('a run that is under way says with what chance it fails, and why; without a model it says nothing', async ({
    page,
    gotoPage,
    bridge,
  }, testInfo) => {
    const id = unique();
    const plan: RunPlan = {
      id,
      number: 7,
      repository: `demo/e2e-prediction-${testInfo.project.name}-${id}`,
      workflow: 'ci',
      branch: 'main',
      sha: id.toString(16).padStart(40, '9'),
      title: 'Predicted',
      actor: 'dev-one',
      queuedAt: new Date(),
      jobs: [{ id: id * 10, name: 'test', startsAt: 2, steps: [] }],
    };
    await bridge.deliver(runDeliveries(plan));
    const runId = `github-github.example.test-${id}-1`;
    await expect(async () => {
      await bridge.get(`/runs/${runId}`);
    }).toPass();
    await gotoPage(`${app}/pipelines/runs/${runId}`);
    await expect(page.getByTestId('verdict')).toBeVisible();
    await expect(page.getByTestId('prediction')).toHaveCount(0);

    const prediction = {
      runId,
      probability: 0.34,
      reasons: ['the run before on this branch failed', 'its commit changes 40 files'],
      trainedAt: report.trainedAt,
    };
    await page.route(`**/api/v1/runs/${runId}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...((await answer.json()) as object), prediction } });
    });
    await page.route('**/api/v1/predictions', (route) => route.fulfill({ json: { items: [prediction] } }));
    await page.reload();
    await expect(page.getByTestId('prediction')).toContainText(
      'Fails with 34%; why: the run before on this branch failed, its commit changes 40 files',
    );
    await gotoPage(`${app}/pipelines`);
    await expect(page.getByTestId('board').getByRole('link', { name: /fails with 34%/ })).toBeVisible();
    // Nothing of it stays in the way of others.
    await bridge.deliver(
      runDeliveries({
        ...plan,
        jobs: plan.jobs.map((job) => ({ ...job, conclusion: 'success' })),
        conclusion: 'success',
      }),
    );
  });
});
