import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { cargoTimings, gradleProfile } from '../../seed/profiles';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, beyond, query, themes, unique } from './support';

/** A repository of each test's own: what a run is compared with is the run before it there. */
const startRun = async (bridge: BridgeApi, repository: string, minutesAgo = 0) => {
  const plan = anotherRun(unique(), 'Built', 'success');
  const run: RunPlan = { ...plan, repository, queuedAt: new Date(Date.now() - minutesAgo * 60_000) };
  await bridge.deliver(runDeliveries(run));
  return run;
};
const ownRepository = (): string => `demo/e2e-build-${unique()}`;
const tabOf = (run: RunPlan, tab: string, more = ''): string =>
  `${app}/pipelines/runs/${runIdOf(run)}?tab=${tab}${more}`;
const until = (bridge: BridgeApi, run: RunPlan, what: 'profiles' | 'artifacts' | 'commands', total: number) =>
  expect
    .poll(async () => (await bridge.get<{ total: number }>(`/runs/${runIdOf(run)}/${what}`).catch(() => null))?.total, {
      timeout: 60_000,
    })
    .toBe(total);

const crates = [
  { name: 'prices', start: 0.5, seconds: 7 },
  { name: 'cart', start: 4, seconds: 3.5 },
  { name: 'shop', start: 7.5, seconds: 2 },
];

test.describe('the build of a run', () => {
  for (const theme of themes) {
    test(`shows what was slow, when, and what the cache spared, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const repository = ownRepository();
      const before = await startRun(bridge, repository, 20);
      await bridge.upload(runIdOf(before), cargoTimings(crates.slice(0, 1), { fresh: 9, total: 5 }), 'crates');
      await until(bridge, before, 'profiles', 1);
      const run = await startRun(bridge, repository);
      await bridge.upload(runIdOf(run), cargoTimings(crates, { fresh: 1 }), 'crates');
      await until(bridge, run, 'profiles', 1);
      await gotoPage(`${app}/pipelines/runs/${runIdOf(run)}?theme=${theme}`);
      await page.getByRole('tab', { name: 'Build' }).click();
      const summary = page.getByTestId('build-summary');
      await expect(summary).toContainText('10s of cargo · +100% against the run before');
      await expect(summary).toContainText('25% found in the cache (1 of 4, 65 points lower than before)');
      const units = page.getByTestId('unit-row');
      await expect(units).toHaveCount(3);
      await expect(units.first()).toContainText('prices 1.0.0');
      await expect(units.first()).toContainText('7.0s');
      await expect(page.getByTestId('kind-row')).toContainText('compile');
      await expect(page.getByTestId('gantt')).toBeVisible();
      await expect(page.getByTestId('unit-count')).toContainText('all 3 that cargo told of');
      await summary.getByRole('link', { name: 'the run before' }).click();
      await expect(page).toHaveURL(new RegExp(`${runIdOf(before)}\\?tab=build`));
    });
  }

  test('is one of several, kept in the URL; without starts there is no chart', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge, ownRepository());
    await bridge.upload(runIdOf(run), cargoTimings(crates), 'crates');
    await bridge.upload(
      runIdOf(run),
      gradleProfile([
        { name: ':api:compile', seconds: 30 },
        { name: ':api:test', seconds: 10, result: 'UP-TO-DATE' },
      ]),
      'jars',
    );
    await until(bridge, run, 'profiles', 2);
    await gotoPage(tabOf(run, 'build'));
    await expect(page.getByTestId('build-summary')).toContainText('43s of gradle');
    await expect(page.getByTestId('gantt')).toHaveCount(0);
    await page.getByRole('radio', { name: 'cargo · crates' }).click();
    await expect(page.getByTestId('build-summary')).toContainText('10s of cargo');
    await expect.poll(() => query(page).get('profile')).not.toBeNull();
    await page.reload();
    await expect(page.getByTestId('build-summary')).toContainText('10s of cargo');
  });

  test('without a profile says how to send one, and names the hop that fails', async ({
    page,
    gotoPage,
    bridge,
    consoleErrors,
  }) => {
    consoleErrors.allow(/503/);
    const run = await startRun(bridge, ownRepository());
    const answers = { broken: true };
    await page.route(/\/api\/v1\/runs\/[^/]+\/profiles/, (route) =>
      answers.broken
        ? route.fulfill({ status: 503, json: { detail: 'The database does not answer.', causes: [] } })
        : route.continue(),
    );
    await gotoPage(tabOf(run, 'build'));
    await expect(page.getByTestId('failure')).toContainText('The database does not answer.');
    answers.broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('No profile of a build was uploaded for this run')).toBeVisible();
    await expect(page.getByLabel('the command that uploads a profile', { exact: true })).toContainText(
      `--run ${runIdOf(run)}`,
    );
  });

  for (const width of [700, 1400]) {
    test(`of 50,000 units fits into ${width} pixels`, async ({ page, gotoPage, bridge }) => {
      const run = await startRun(bridge, ownRepository());
      const name = 'a_name_without_a_blank_'.repeat(12);
      const many = Array.from({ length: 50_000 }, (_, n) => ({
        name: n === 7 ? name : `crate ${n}`,
        start: n / 100,
        seconds: n === 7 ? 99 : 1 + (n % 10),
      }));
      await bridge.upload(runIdOf(run), cargoTimings(many, { total: 600 }), 'crates');
      await until(bridge, run, 'profiles', 1);
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(tabOf(run, 'build'));
      await expect(page.getByTestId('unit-row').first()).toContainText('a_name_without');
      await expect(page.getByTestId('unit-count')).toContainText('25 of 50,000; the 300 slowest are kept');
      await page.getByRole('button', { name: 'Show 300' }).click();
      await expect(page.getByTestId('unit-row')).toHaveCount(300);
      expect(await beyond(page)).toBe(0);
    });
  }
});

test('the commands of a run come with the cores they used and their memory', async ({ page, gotoPage, bridge }) => {
  const run = await startRun(bridge, ownRepository());
  const startedAt = new Date(Date.now() - 60_000).toISOString();
  await bridge.post(`/runs/${runIdOf(run)}/commands?job=unit`, {
    commands: [
      {
        name: 'npm',
        startedAt,
        wallMs: 90_000,
        userMs: 320_000,
        systemMs: 22_000,
        maxRssBytes: 1.5 * 2 ** 30,
        exitCode: 0,
      },
      { name: 'docker', startedAt: new Date().toISOString(), wallMs: 30_000, signal: 'SIGKILL' },
    ],
  });
  await until(bridge, run, 'commands', 2);
  await gotoPage(`${app}/pipelines/runs/${runIdOf(run)}`);
  await page.getByRole('tab', { name: 'Build' }).click();
  const rows = page.getByTestId('command-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toHaveText(/npm.*unit.*1m 30s.*5m 42s.*3\.8.*1\.50 GiB.*exit 0/);
  await expect(rows.last()).toHaveText(/docker.*30s.*–.*–.*–.*SIGKILL/);
  const saved = page.waitForEvent('download');
  await page.getByRole('region', { name: 'Commands' }).getByRole('button', { name: /CSV/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/^commands-.*\.csv$/);
  await page.setViewportSize({ width: 700, height: 900 });
  await expect(rows.last()).toContainText('SIGKILL');
  expect(await beyond(page)).toBe(0);
});

test.describe('the artifacts of a run', () => {
  const tell = (bridge: BridgeApi, run: RunPlan, artifacts: object[]) =>
    bridge.post(`/runs/${runIdOf(run)}/artifacts?job=pack`, { artifacts });

  for (const theme of themes) {
    test(`come with their sizes and what changed, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const repository = ownRepository();
      for (const [minutesAgo, bytes] of [
        [30, 900_000],
        [20, 1_048_576],
      ] as const) {
        const earlier = await startRun(bridge, repository, minutesAgo);
        await tell(bridge, earlier, [{ name: 'dist/shop.tgz', bytes }]);
        await until(bridge, earlier, 'artifacts', 1);
      }
      const run = await startRun(bridge, repository);
      await gotoPage(tabOf(run, 'artifacts', `&theme=${theme}`));
      await expect(page.getByText('Nobody told of an artifact of this run')).toBeVisible();
      await tell(bridge, run, [
        {
          name: 'dist/shop.tgz',
          bytes: 2_097_152,
          sha256: 'c'.repeat(64),
          mediaType: 'application/gzip',
          url: 'https://files.example.org/shop.tgz',
        },
        { name: 'dist/notes.txt', bytes: 12 },
      ]);
      const rows = page.getByTestId('artifact-row');
      await expect(rows).toHaveCount(2);
      await expect(page.getByTestId('artifact-total')).toContainText('2.00 MiB in 2 artifacts · +1.00 MiB (+100%)');
      await expect(rows.first()).toContainText('+1.00 MiB (+100%)');
      await expect(rows.first().getByRole('link', { name: 'dist/shop.tgz' })).toHaveAttribute(
        'href',
        'https://files.example.org/shop.tgz',
      );
      await expect(rows.first().getByRole('img')).toHaveAttribute('aria-label', /in 3 runs/);
      await expect(rows.nth(1)).toContainText('new');
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV' }).click();
      expect((await saved).suggestedFilename()).toMatch(/^artifacts-.*\.csv$/);
    });
  }

  test('name the hop that fails', async ({ page, gotoPage, bridge, consoleErrors }) => {
    consoleErrors.allow(/503/);
    const run = await startRun(bridge, ownRepository());
    await page.route(/\/api\/v1\/runs\/[^/]+\/artifacts/, (route) =>
      route.fulfill({ status: 503, json: { detail: 'The database does not answer.', causes: [] } }),
    );
    await gotoPage(tabOf(run, 'artifacts'));
    await expect(page.getByTestId('failure')).toContainText('The database does not answer.');
  });
});
