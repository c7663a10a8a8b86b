import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type Delivery, type RunPlan } from '../../seed/github';
import { junit, lcov, type CasePlan } from '../../seed/reports';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, beyond, query, themes, unique } from './support';

const sha = (n: number, key: number): string => `${n}${key.toString(16)}`.padEnd(40, '0').slice(0, 40);

interface Start {
  n: number;
  branch?: string;
  workflow?: string;
}

/** A repository that no other test has, and runs of it that are some minutes apart. */
const company = (bridge: BridgeApi) => {
  const key = unique();
  const repository = `demo/e2e-care-${key}`;
  const start = async ({ n, branch = 'main', workflow = 'main-ci' }: Start): Promise<RunPlan> => {
    const plan = anotherRun(unique(), `Build ${n}`, 'failure');
    const queuedAt = new Date(Date.now() - (60 - n) * 60_000);
    const run: RunPlan = { ...plan, repository, branch, workflow, number: n, sha: sha(n, key), queuedAt };
    await bridge.deliver(runDeliveries(run));
    return run;
  };
  const report = async (run: RunPlan, cases: readonly CasePlan[]): Promise<void> => {
    await bridge.upload(runIdOf(run), junit(cases));
    await expect
      .poll(
        async () => {
          const page = await bridge.get<{ items: unknown[] }>(`/runs/${runIdOf(run)}/tests`).catch(() => null);
          return page?.items.length ?? 0;
        },
        { timeout: 60_000 },
      )
      .toBe(cases.length);
  };
  const cover = async (run: RunPlan, files: readonly [string, number, number][]): Promise<void> => {
    await bridge.upload(runIdOf(run), files.map(([path, covered, lines]) => lcov(path, covered, lines)).join(''));
    await expect
      .poll(
        async () => {
          const page = await bridge.get<{ fileCount: number }>(`/runs/${runIdOf(run)}/coverage`).catch(() => null);
          return page?.fileCount ?? 0;
        },
        { timeout: 60_000 },
      )
      .toBe(files.length);
  };
  const idOf = async (name: string): Promise<string> => {
    const { items } = await bridge.get<{ items: { id: string; name: string }[] }>(
      `/tests?repository=${encodeURIComponent(repository)}&limit=200`,
    );
    const found = items.find((one) => one.name === name);
    if (!found) throw new Error(`no test ${name}`);
    return found.id;
  };
  const list = `${app}/pipelines/tests?repository=${encodeURIComponent(repository)}`;
  return { key, repository, start, report, cover, idOf, list };
};

const row = (page: Page, name: string) => page.locator(`[data-testid="summary-row"][data-test="${name}"]`);

test.describe('what first broke a test', () => {
  for (const theme of themes) {
    test(`is on its page and in the list, with its commits, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const { key, start, report, idOf, list } = company(bridge);
      const runs: RunPlan[] = [];
      for (const n of [1, 2, 3]) {
        const run = await start({ n });
        await report(run, [
          { name: 'breaks', ...(n > 1 ? { failure: 'expected 3, got 2' } : {}) },
          { name: 'never passed', failure: 'no such file' },
          { name: 'steady' },
        ]);
        runs.push(run);
      }
      await gotoPage(`${list}&theme=${theme}`);
      const range = `${sha(1, key).slice(0, 7)}…${sha(2, key).slice(0, 7)}`;
      await expect(row(page, 'breaks').getByTestId('broken-note')).toContainText(`Broken by main-ci #2`);
      await expect(row(page, 'breaks').getByTestId('broken-note')).toContainText(`${range} on main`);
      await expect(row(page, 'never passed').getByTestId('broken-note')).toContainText(
        'Unknown what broke it: first seen failing in main-ci #1',
      );
      await expect(row(page, 'steady').getByTestId('broken-note')).toHaveCount(0);
      await gotoPage(`${app}/pipelines/tests/${await idOf('breaks')}?theme=${theme}`);
      const broken = page.getByTestId('broken');
      await expect(broken).toContainText('Broken on main in test by main-ci #2');
      await expect(broken).toContainText('passed last in main-ci #1');
      await expect(broken.getByText(range)).toBeVisible();
      const [, breaking] = runs;
      await broken.getByRole('link', { name: 'main-ci #2' }).click();
      await expect(page).toHaveURL(new RegExp(`/runs/${runIdOf(breaking ?? { id: 0 })}\\?tab=tests`));
    });
  }
});

test.describe('the quarantine of a test', () => {
  for (const theme of themes) {
    test(`begins with a reason and a day, is shown, and ends by hand, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const { start, report, idOf, list, repository } = company(bridge);
      const run = await start({ n: 1 });
      await report(run, [{ name: 'flaps', failure: 'timed out' }, { name: 'steady' }]);
      await gotoPage(`${app}/pipelines/tests/${await idOf('flaps')}?theme=${theme}`);
      const line = page.getByTestId('quarantine');
      await line.getByRole('button', { name: 'Quarantine', exact: true }).click();
      const send = page.getByRole('button', { name: 'Put into quarantine' });
      await expect(send).toBeDisabled();
      await page.getByLabel('Reason').fill('Waits for stock');
      await page.getByLabel('Until').fill('2020-01-01');
      await expect(send).toBeDisabled();
      const day = new Date(Date.now() + 5 * 86_400_000);
      await page.getByLabel('Until').fill(day.toLocaleDateString('sv-SE'));
      await send.click();
      await expect(line).toContainText('Quarantined');
      await expect(line).toContainText('Waits for stock');
      const { items } = await bridge.get<{ items: { name: string; reason: string }[] }>(
        `/tests/quarantine?repository=${encodeURIComponent(repository)}`,
      );
      expect(items).toMatchObject([{ name: 'flaps', reason: 'Waits for stock' }]);

      await gotoPage(`${list}&state=quarantined&theme=${theme}`);
      await expect(page.getByTestId('summary-row')).toHaveCount(1);
      await expect(row(page, 'flaps')).toContainText('Quarantined');
      await gotoPage(`${app}/pipelines/runs/${runIdOf(run)}?tab=tests&theme=${theme}`);
      const inRun = page.locator('[data-testid="test-row"][data-test="flaps"]');
      await expect(inRun).toContainText('Quarantined');
      await expect(inRun).toContainText('Waits for stock');
      await inRun.getByRole('link', { name: 'flaps' }).click();

      await page.getByRole('button', { name: 'End now' }).click();
      await expect(page.getByTestId('quarantine')).not.toContainText('Quarantined');
      await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
      await expect(page.getByTestId('quarantine')).toContainText('Waits for stock');
    });
  }

  test('that the bridge refuses says why, and keeps what was written', async ({
    page,
    gotoPage,
    bridge,
    consoleErrors,
  }) => {
    consoleErrors.allow(/409/);
    const { start, report, idOf } = company(bridge);
    await report(await start({ n: 1 }), [{ name: 'flaps', failure: 'timed out' }]);
    await page.route(/\/quarantine$/, (route) =>
      route.fulfill({
        status: 409,
        json: { detail: '1000 tests of this repository are in quarantine already.', causes: [] },
      }),
    );
    await gotoPage(`${app}/pipelines/tests/${await idOf('flaps')}`);
    await page.getByTestId('quarantine').getByRole('button', { name: 'Quarantine', exact: true }).click();
    await page.getByLabel('Reason').fill('Waits for stock');
    await page.getByRole('button', { name: 'Put into quarantine' }).click();
    await expect(page.getByText('1000 tests of this repository are in quarantine already.')).toBeVisible();
    await expect(page.getByLabel('Reason')).toHaveValue('Waits for stock');
  });
});

test('the owner of a test is told, or why there is none, and found by', async ({ page, gotoPage, bridge }) => {
  const { start, report, idOf, list, repository, key } = company(bridge);
  await report(await start({ n: 1 }), [
    { name: 'totals', suite: `cart${key}` },
    { name: 'else', suite: 'other' },
  ]);
  const id = await idOf('totals');
  await gotoPage(`${app}/pipelines/tests/${id}`);
  await expect(page.getByTestId('test-owners')).toContainText('no CODEOWNERS was sent');
  await bridge.sendOwners(repository, `*.ts @demo/code\n# summit: suite cart${key} @demo/cart${key}\n`);
  await expect
    .poll(async () => (await bridge.get<{ test: { owners: string[] } }>(`/tests/${id}`)).test.owners, {
      timeout: 60_000,
    })
    .toEqual([`@demo/cart${key}`]);
  await gotoPage(`${app}/pipelines/tests/${id}`);
  await expect(page.getByTestId('test-owners')).toContainText(`Owned by @demo/cart${key}, by a rule of its suite`);
  await gotoPage(`${app}/pipelines/tests/${await idOf('else')}`);
  await expect(page.getByTestId('test-owners')).toContainText('its reports name no file, and no rule is of its suite');
  await gotoPage(list);
  await expect(page.getByTestId('summary-row')).toHaveCount(2);
  await page.getByLabel('Owner', { exact: true }).click();
  await page.getByRole('option', { name: `@demo/cart${key}` }).click();
  await expect(page.getByTestId('summary-row')).toHaveCount(1);
  await expect(row(page, 'totals')).toContainText(`@demo/cart${key}`);
  expect(query(page).get('owner')).toBe(`@demo/cart${key}`);
});

/** A pull request as GitHub tells it, so that runs of its head are compared with the branch it goes to. */
const pullRequest = (repository: string, run: RunPlan, title: string): Delivery => ({
  event: 'pull_request',
  payload: {
    action: 'synchronize',
    number: 7,
    repository: {
      id: 4711,
      name: repository.split('/')[1],
      full_name: repository,
      html_url: `https://github.example.test/${repository}`,
      default_branch: 'main',
      owner: { login: 'demo' },
    },
    sender: { login: 'dev-one' },
    pull_request: {
      number: 7,
      title,
      state: 'open',
      draft: false,
      merged: false,
      user: { login: 'dev-one' },
      head: { ref: run.branch, sha: run.sha },
      base: { ref: 'main' },
      merge_commit_sha: null,
      labels: [],
      html_url: `https://github.example.test/${repository}/pull/7`,
      created_at: run.queuedAt.toISOString(),
      updated_at: run.queuedAt.toISOString(),
      closed_at: null,
      merged_at: null,
    },
  },
});

test.describe('coverage', () => {
  for (const theme of themes) {
    test(`is drawn run by run, and told of each change, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const { start, cover, repository } = company(bridge);
      const runs: RunPlan[] = [];
      for (const n of [1, 2, 3, 4]) {
        const run = await start({ n });
        await cover(run, [
          ['cart/totals.ts', 60 + n * 5, 100],
          ['cart/tax.ts', 40, 50],
        ]);
        runs.push(run);
      }
      const head = await start({ n: 9, branch: 'feature/totals' });
      await bridge.deliver([pullRequest(repository, head, 'Cart totals')]);
      await cover(head, [
        ['cart/totals.ts', 50, 100],
        ['cart/tax.ts', 40, 50],
        ['cart/new.ts', 5, 10],
      ]);
      const where = encodeURIComponent(repository);
      await gotoPage(`${app}/pipelines/tests/coverage?repository=${where}&theme=${theme}`);
      await expect(page.getByTestId('coverage-trend')).toContainText('main-ci 80%');
      await expect(page.getByTestId('coverage-point')).toHaveCount(4);
      await page.getByText('As a table').click();
      await expect(page.getByTestId('coverage-run-row')).toHaveCount(4);
      await expect(page.getByTestId('coverage-run-row').first()).toContainText('80%');
      const change = page.getByTestId('coverage-change-row');
      await expect(change).toContainText('Cart totals');
      await expect(change).toContainText('−20.6 points');
      await change.getByRole('link', { name: 'main-ci #9' }).click();
      await expect(page.getByTestId('coverage-change')).toContainText('−20.6 points against 80% in main-ci #4');
      const lost = page.getByTestId('coverage-lost');
      await expect(lost).toHaveCount(2);
      await expect(lost.first()).toContainText('cart/totals.ts');
      await expect(lost.first()).toContainText('30');
      await expect(lost.nth(1)).toContainText('cart/new.ts new');
    });
  }

  test('asks for a repository, and says where there is none yet', async ({ page, gotoPage, bridge }) => {
    const { start, repository } = company(bridge);
    await start({ n: 1 });
    await gotoPage(`${app}/pipelines/tests`);
    await page.getByRole('radio', { name: 'Coverage' }).check({ force: true });
    await expect(page.getByText('Choose a repository')).toBeVisible();
    await gotoPage(`${app}/pipelines/tests/coverage?repository=${encodeURIComponent(repository)}`);
    await expect(page.getByText('No run on main has coverage')).toBeVisible();
    await expect(page.getByText('No change was run with coverage yet')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/503/);
    await page.route(/\/api\/v1\/coverage\?/, (route) =>
      route.fulfill({ status: 503, json: { detail: 'The database does not answer.', causes: [] } }),
    );
    await gotoPage(`${app}/pipelines/tests/coverage?repository=demo/none`);
    await expect(page.getByTestId('failure').first()).toContainText('The database does not answer.');
  });

  for (const width of [700, 1400]) {
    test(`fits into ${width} pixels, of 300 runs too`, async ({ page, gotoPage }) => {
      const runs = Array.from({ length: 300 }, (_, n) => ({
        run: {
          id: `r${n}`,
          name: n % 3 === 0 ? 'a-pipeline-with-quite-a-long-name' : 'ci',
          number: n,
          commit: null,
          branch: 'main',
          at: new Date(Date.UTC(2026, 0, 1, n)).toISOString(),
        },
        lines: { covered: 700 + ((n * 37) % 200), total: 1000 },
        branches: null,
      }));
      await page.route(/\/api\/v1\/coverage\?/, (route) =>
        route.fulfill({ json: { repository: 'demo/big', branch: 'main', items: runs, cut: true } }),
      );
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(`${app}/pipelines/tests/coverage?repository=demo/big`);
      await expect(page.getByTestId('coverage-point')).toHaveCount(300);
      await expect(page.getByText('The latest 300 runs; there are older ones.')).toBeVisible();
      expect(await beyond(page)).toBe(0);
    });
  }
});
