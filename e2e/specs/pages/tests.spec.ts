import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { junit, lcov, type CasePlan } from '../../seed/reports';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

/** Of their own, so that other tests find their few runs among few. */
const repository = 'demo/e2e-tests';

const tabOf = (run: RunPlan, more = ''): string => `${app}/pipelines/runs/${runIdOf(run)}?tab=tests${more}`;
const row = (page: Page, name: string) => page.locator(`[data-testid="test-row"][data-test="${name}"]`);
const stack = `expected 3, got 2\n    at computeTotals (cart/totals.ts:42:17)\n    at <anonymous>`;

interface NewRun {
  title?: string;
  sha?: string;
  running?: boolean;
  minutesAgo?: number;
}

/** A run of its own. */
const startRun = async (bridge: BridgeApi, { title = 'Tested', sha, running, minutesAgo = 0 }: NewRun = {}) => {
  const plan = anotherRun(unique(), title, running ? undefined : 'failure');
  const run: RunPlan = {
    ...plan,
    repository,
    ...(sha === undefined ? {} : { sha }),
    queuedAt: new Date(Date.now() - minutesAgo * 60_000),
  };
  await bridge.deliver(runDeliveries(run));
  return run;
};

interface Counted {
  counts: Record<string, number>;
}
const until = (bridge: BridgeApi, run: RunPlan, passed: number) =>
  expect
    .poll(
      async () => {
        const page = await bridge.get<Counted>(`/runs/${runIdOf(run)}/tests?limit=1`).catch(() => null);
        return page?.counts['passed'] ?? -1;
      },
      { timeout: 60_000 },
    )
    .toBe(passed);

/** Names that no other test of this file has: histories are kept by them. */
const casesOf = (key: number): CasePlan[] => [
  { name: `rounds prices ${key}` },
  { name: `adds up ${key}`, failure: stack, seconds: 1.5 },
  { name: `waits for stock ${key}`, flake: 'timed out after 5 s', seconds: 8 },
  { name: `ships ${key}`, skipped: true },
];

test.describe('tests of a run', () => {
  for (const theme of themes) {
    test(`come with what failed first and its message folded, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const key = unique();
      const run = await startRun(bridge);
      await bridge.upload(runIdOf(run), junit(casesOf(key)));
      await until(bridge, run, 2);
      await gotoPage(tabOf(run, `&theme=${theme}`));
      await expect(page.getByRole('tab', { name: 'Tests 1✗ 2✓' })).toBeVisible();
      const names = page.getByTestId('test-row');
      await expect(names).toHaveCount(4);
      await expect(names.nth(0)).toContainText(`adds up ${key}`);
      await expect(names.nth(0)).toContainText('Failed');
      await expect(names.nth(0)).toContainText('expected 3, got 2');
      await expect(names.nth(1)).toContainText('Passed late');
      await expect(names.nth(1)).toContainText('try 2');
      await expect(names.nth(3)).toContainText('Skipped');
      await expect(page.getByTestId('test-sums')).toContainText('1 failed · 2 passed (1 late) · 1 skipped');
      await expect(page.getByText('at computeTotals')).toHaveCount(0);
      await names.nth(0).getByRole('button', { name: 'expected 3' }).click();
      await expect(page.getByText('at computeTotals')).toBeVisible();
      await page.reload();
      await expect(page.getByText('at computeTotals')).toBeVisible();
    });
  }

  test('are filtered by result and words, kept in the URL', async ({ page, gotoPage, bridge }) => {
    const key = unique();
    const run = await startRun(bridge);
    await bridge.upload(runIdOf(run), junit(casesOf(key)));
    await until(bridge, run, 2);
    await gotoPage(tabOf(run));
    await expect(page.getByTestId('test-row')).toHaveCount(4);
    await page.getByLabel('Result', { exact: true }).click();
    await page.getByRole('option', { name: 'Passed late' }).click();
    await expect(page.getByTestId('test-row')).toHaveCount(1);
    expect(query(page).get('outcome')).toBe('retried');
    await page.goBack();
    await expect(page.getByTestId('test-row')).toHaveCount(4);
    await page.getByTestId('test-sums').click();
    await page.keyboard.press('/');
    await page.keyboard.type('rounds');
    await expect(page.getByTestId('test-row')).toHaveCount(1);
    await expect.poll(() => query(page).get('q')).toBe('rounds');
    await page.keyboard.type(' nothing');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByTestId('test-row')).toHaveCount(4);
  });

  test('are unfolded by keys', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge);
    await bridge.upload(runIdOf(run), junit(casesOf(unique())));
    await until(bridge, run, 2);
    await gotoPage(tabOf(run));
    await expect(page.getByTestId('test-row')).toHaveCount(4);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByText('at computeTotals')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('at computeTotals')).toHaveCount(0);
  });

  test('appear when their report arrives, beside the command that sends one', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge, { running: true });
    await gotoPage(tabOf(run));
    await expect(page.getByText('No report of tests was uploaded for this run')).toBeVisible();
    await expect(page.getByLabel('the command that uploads a report', { exact: true })).toContainText(
      `/api/v1/runs/${runIdOf(run)}/reports`,
    );
    await bridge.upload(runIdOf(run), junit([{ name: `arrives ${unique()}` }]));
    await expect(page.getByRole('tab', { name: 'Tests 1✓' })).toBeVisible();
    await expect(page.getByTestId('test-row')).toHaveCount(1);
  });

  test('may be 50,000, a page at a time', async ({ page, gotoPage, bridge }) => {
    test.setTimeout(180_000);
    const key = unique();
    const run = await startRun(bridge);
    const many = Array.from({ length: 50_000 }, (_, n) => ({ suite: `suite ${n % 100}`, name: `test ${n} of ${key}` }));
    await bridge.upload(runIdOf(run), junit([...many, { name: `fails ${key}`, failure: 'at last' }]));
    await until(bridge, run, 50_000);
    await gotoPage(tabOf(run));
    await expect(page.getByRole('tab', { name: 'Tests 1✗ 50,000✓' })).toBeVisible();
    await expect(page.getByTestId('test-row')).toHaveCount(100);
    await expect(page.getByTestId('test-row').first()).toContainText(`fails ${key}`);
    await page.getByRole('button', { name: 'More tests' }).click();
    await expect(page.getByTestId('test-row')).toHaveCount(200);
  });

  test('name the hop that fails', async ({ page, gotoPage, bridge, consoleErrors }) => {
    consoleErrors.allow(/503/);
    const run = await startRun(bridge);
    await bridge.upload(runIdOf(run), junit(casesOf(unique())));
    await until(bridge, run, 2);
    const answers = { broken: true };
    await page.route(/\/api\/v1\/runs\/[^/]+\/tests\?/, (route) =>
      answers.broken
        ? route.fulfill({ status: 503, json: { detail: 'The database does not answer.', causes: [] } })
        : route.continue(),
    );
    await gotoPage(tabOf(run));
    await expect(page.getByTestId('failure')).toContainText('The database does not answer.');
    answers.broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByTestId('test-row')).toHaveCount(4);
    await expect(page.getByTestId('failure')).toHaveCount(0);
  });

  test('come with coverage where it was uploaded', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge);
    await bridge.upload(runIdOf(run), `${lcov('cart/totals.ts', 8, 10)}${lcov('cart/tax.ts', 1, 10)}`);
    await gotoPage(`${app}/pipelines/runs/${runIdOf(run)}`);
    await page.getByRole('tab', { name: 'Coverage' }).click();
    await expect(page.getByTestId('coverage-total')).toContainText('45% of 20 lines');
    await expect(page.getByTestId('coverage-row').first()).toContainText('cart/tax.ts');
    await expect(page.getByTestId('coverage-row').first()).toContainText('10%');
  });
});

test.describe('a test over its runs', () => {
  /** Breaks at its third run, and its neighbour flakes at the first two. */
  const fill = async (bridge: BridgeApi) => {
    const key = unique();
    const runs: RunPlan[] = [];
    for (const n of [1, 2, 3, 4]) {
      const sha = `${n}${key.toString(16)}`.padEnd(40, '0').slice(0, 40);
      const run = await startRun(bridge, { title: `Build ${n}`, sha, minutesAgo: 50 - n * 10 });
      const cases: CasePlan[] = [
        { name: `breaks ${key}`, seconds: n, ...(n > 2 ? { failure: stack } : {}) },
        { name: `flakes ${key}`, ...(n < 3 ? { flake: 'timed out' } : {}) },
      ];
      await bridge.upload(runIdOf(run), junit(cases));
      await until(bridge, run, n > 2 ? 1 : 2);
      runs.push(run);
    }
    return { key, runs };
  };

  for (const theme of themes) {
    test(`shows its history and what broke it, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const { key, runs } = await fill(bridge);
      const [, , breaking, last] = runs;
      if (!breaking || !last) throw new Error('four runs were made');
      await gotoPage(tabOf(last, `&theme=${theme}`));
      await expect(row(page, `flakes ${key}`)).toContainText('Flaky 50%');
      await row(page, `breaks ${key}`).getByRole('link').click();
      await expect(page).toHaveURL(/\/pipelines\/tests\/\d+/);
      await expect(page.getByTestId('test-verdict')).toContainText('2 failures in 30 days');
      await expect(page.getByTestId('broken')).toContainText('Broken on live in test by');
      const bars = page.getByTestId('history-bar');
      await expect(bars).toHaveCount(4);
      expect(await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('data-ending')))).toEqual([
        'passed',
        'passed',
        'failed',
        'failed',
      ]);
      await expect(page.getByTestId('result-row')).toHaveCount(4);
      await page.getByTestId('broken').getByRole('link').first().click();
      await expect(page).toHaveURL(new RegExp(`/runs/${runIdOf(breaking)}\\?tab=tests`));
    });
  }

  test('is found in the list of all tests, the most flaky first', async ({ page, gotoPage, bridge }) => {
    const { key } = await fill(bridge);
    await gotoPage(`${app}/pipelines/tests?repository=${encodeURIComponent(repository)}&q=${key}`);
    const rows = page.getByTestId('summary-row');
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(`flakes ${key}`);
    await expect(rows.first()).toContainText('2 of 4');
    await page.getByLabel('State', { exact: true }).click();
    await page.getByRole('option', { name: 'Failing now' }).click();
    await expect(rows).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('test-verdict')).toContainText('Failed');
  });

  test('that is not there says so', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/404/);
    await gotoPage(`${app}/pipelines/tests/999999999`);
    await expect(page.getByText('This test is not here')).toBeVisible();
    await expect(page.getByRole('link', { name: 'All tests' })).toBeVisible();
  });
});

test.describe('tests at the width of the window', () => {
  for (const width of [700, 900, 1400]) {
    test(`fit into ${width} pixels`, async ({ page, gotoPage, bridge }) => {
      const run = await startRun(bridge);
      const long = `${'very_long_name_without_a_space_'.repeat(12)}${unique()}`;
      await bridge.upload(
        runIdOf(run),
        junit([{ name: long, suite: long, failure: `${long}\n${long}` }]),
        long.slice(0, 250),
      );
      await until(bridge, run, 0);
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(tabOf(run));
      await page.getByTestId('test-row').getByRole('button').click();
      const beyond = await page
        .getByRole('table', { name: 'Tests' })
        .evaluate((element) =>
          [element.parentElement, document.scrollingElement].map((box) =>
            box ? box.scrollWidth - box.clientWidth : NaN,
          ),
        );
      expect(beyond).toEqual([0, 0]);
    });
  }
});
