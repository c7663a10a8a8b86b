import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, beyond, brightness, query, themes, unique } from './support';

const page = (...names: string[]): string =>
  `${app}/home?${names.map((name) => `name=${encodeURIComponent(name)}`).join('&')}`;

interface NewRun {
  actor: string;
  branch: string;
  minutesAgo?: number;
  conclusion?: RunPlan['conclusion'];
}

/** A run in a repository that no other test looks at. */
async function run(bridge: BridgeApi, { actor, branch, minutesAgo = 0, conclusion }: NewRun): Promise<RunPlan> {
  const plan: RunPlan = {
    ...anotherRun(unique(), `Of ${actor}`, conclusion),
    repository: 'demo/e2e-home',
    actor,
    branch,
    queuedAt: new Date(Date.now() - minutesAgo * 60_000),
  };
  await bridge.deliver(runDeliveries(plan));
  const ended = conclusion === 'failure' ? 'failed' : conclusion;
  await expect
    .poll(
      async () =>
        (await bridge.get<{ displayStatus: string }>(`/runs/${runIdOf(plan)}`).catch(() => null))?.displayStatus,
    )
    .toBe(ended ?? 'running');
  return plan;
}

test.describe('home', () => {
  for (const theme of themes) {
    test(`says what needs a person first, ${theme}`, async ({ page: shown, gotoPage, bridge }) => {
      const [ann, branch] = [`ann-${unique()}`, `feature/${unique()}`];
      await run(bridge, { actor: ann, branch, minutesAgo: 40, conclusion: 'success' });
      const broken = await run(bridge, { actor: ann, branch, minutesAgo: 30, conclusion: 'failure' });
      const again = await run(bridge, { actor: 'someone-else', branch, minutesAgo: 20, conclusion: 'failure' });
      const live = await run(bridge, { actor: ann, branch: 'other' });
      await gotoPage(`${page(ann)}&theme=${theme}`);
      await expect(shown.getByTestId('verdict')).toHaveText('1 branch fails since a run of yours.');
      const failing = shown.getByTestId('home-failing');
      await expect(failing).toHaveCount(1);
      await expect(failing).toContainText(`#${again.number}`);
      await expect(failing).toContainText(`since #${broken.number}, yours`);
      await expect(shown.getByTestId('home-running')).toContainText(`#${live.number}`);
      const bright = await brightness(shown);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);
      await failing.getByRole('link', { name: `#${broken.number}`, exact: true }).click();
      await expect(shown).toHaveURL(new RegExp(`/pipelines/runs/${runIdOf(broken)}`));
    });
  }

  test('shows what of theirs reached production', async ({ page: shown, gotoPage }) => {
    await gotoPage(page('dev-two'));
    await expect(shown.getByTestId('home-shipped').filter({ hasText: 'Round prices' })).toBeVisible({
      timeout: 60_000,
    });
  });

  test('follows a run that starts and ends', async ({ page: shown, gotoPage, bridge }) => {
    const actor = `live-${unique()}`;
    await run(bridge, { actor, branch: `feature/${actor}`, minutesAgo: 10, conclusion: 'success' });
    await gotoPage(page(actor));
    await expect(shown.getByTestId('verdict')).toHaveText('Nothing of yours needs you.');
    await run(bridge, { actor, branch: `feature/${actor}`, conclusion: 'failure' });
    await expect(shown.getByTestId('home-failing')).toBeVisible({ timeout: 30_000 });
  });

  test('asks who a person is, and keeps it for them', async ({ page: shown, gotoPage, bridge, basePath }) => {
    test.skip(basePath === '', 'the user of a real Grafana keeps the names');
    const actor = `zoe-${unique()}`;
    await run(bridge, { actor, branch: `feature/${actor}`, conclusion: 'failure' });
    await gotoPage(`${app}/home`);
    await expect(shown.getByText('No run, change or commit of the last two weeks names you')).toBeVisible();
    await shown.getByRole('button', { name: 'Say who you are' }).click();
    await shown.getByLabel('Your names', { exact: true }).fill(actor);
    await shown.getByRole('option', { name: actor, exact: true }).click();
    await shown.getByRole('button', { name: 'Save' }).click();
    await expect(shown.getByTestId('home-failing')).toContainText('no success is known');
    await shown.reload();
    await expect(shown.getByTestId('names')).toHaveText(`You: ${actor}`);
    await expect(shown.getByTestId('home-failing')).toBeVisible();
  });

  test("shows a colleague's by a link, and goes back to one's own", async ({ page: shown, gotoPage }) => {
    await gotoPage(page('dev-two', 'dev-two@example.test'));
    await expect(shown.getByTestId('names')).toContainText('As of dev-two, dev-two@example.test');
    await shown.getByRole('button', { name: 'Show mine' }).click();
    await expect.poll(() => query(shown).has('name')).toBe(false);
  });

  for (const width of [700, 900, 1400]) {
    test(`fits into ${width} pixels`, async ({ page: shown, gotoPage }) => {
      await shown.setViewportSize({ width, height: 900 });
      await gotoPage(page('dev-one', 'dev-two'));
      await expect(shown.getByTestId('verdict')).toBeVisible();
      expect(await beyond(shown)).toBe(0);
    });
  }

  test('names the hop that fails', async ({ page: shown, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(page('dev-one'));
    await expect(shown.getByTestId('failure')).toContainText('bridge');
  });
});
