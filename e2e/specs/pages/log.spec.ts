import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { runDeliveries, type RunPlan } from '../../seed/github';
import { failingLog, githubLog, type LinePlan } from '../../seed/logs';
import { anotherRun, runIdOf } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

/** Of their own, so that other tests find their few runs among few. */
const repository = 'demo/e2e-logs';

const tabOf = (run: RunPlan, more = ''): string => `${app}/pipelines/runs/${runIdOf(run)}?tab=log${more}`;
const line = (page: Page, number: number) => page.locator(`[data-testid="log-line"][data-line="${number}"]`);

/** A run whose job `build` ended at its third step, or still runs. */
const startRun = async (bridge: BridgeApi, { running = false } = {}): Promise<RunPlan> => {
  const key = unique();
  const plan = anotherRun(key, `Logged ${key}`, running ? undefined : 'failure');
  const queuedAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 600_000);
  const run: RunPlan = {
    ...plan,
    repository,
    queuedAt,
    jobs: [
      {
        id: key * 10,
        name: 'build',
        startsAt: 12,
        conclusion: running ? undefined : 'failure',
        steps: [
          { name: 'Checkout', seconds: 5 },
          { name: 'Install', seconds: 40 },
          { name: 'Compile', seconds: 30, conclusion: 'failure' },
        ],
      },
      { id: key * 10 + 1, name: 'lint', startsAt: 14, conclusion: 'success', steps: [{ name: 'eslint', seconds: 20 }] },
    ],
  };
  await bridge.deliver(runDeliveries(run));
  return run;
};

interface Listed {
  items: { jobName: string; lines: number; final: boolean }[];
}
const until = (bridge: BridgeApi, run: RunPlan, job: string, lines: number) =>
  expect
    .poll(
      async () => {
        const listed = await bridge.get<Listed>(`/runs/${runIdOf(run)}/logs`).catch(() => null);
        return listed?.items.find(({ jobName }) => jobName === job)?.lines ?? 0;
      },
      { timeout: 120_000 },
    )
    .toBe(lines);

/** A run with the log of its job that failed, and of one that did not. */
const loggedRun = async (bridge: BridgeApi) => {
  const run = await startRun(bridge);
  const lines = failingLog(run.id);
  await bridge.sendLog(runIdOf(run), githubLog(run, lines), { job: 'build' });
  await bridge.sendLog(runIdOf(run), githubLog(run, [{ text: 'all is well', at: 20 }]), { job: 'lint' });
  await until(bridge, run, 'build', lines.length);
  await until(bridge, run, 'lint', 1);
  const at = (part: string): number => lines.findIndex(({ text }) => text.includes(part)) + 1;
  return { run, lines, at };
};

test.describe('the log of a run', () => {
  for (const theme of themes) {
    test(`opens at what failed, with the rest folded, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const { run, lines, at } = await loggedRun(bridge);
      await gotoPage(tabOf(run, `&theme=${theme}`));
      await expect(page.getByTestId('log-facts')).toContainText(`${lines.length} lines`);
      const error = line(page, at('TS2322'));
      await expect(error).toBeVisible();
      await expect(error).toHaveAttribute('data-level', 'error');
      await expect(line(page, at('compiled module 39'))).toContainText(`✓ compiled module 39 of ${run.id}`);
      await page.getByTestId('log').focus();
      await page.keyboard.press('Home');
      await expect(line(page, at('##[group]Install'))).toHaveAttribute('aria-expanded', 'false');
      await expect(line(page, at('##[group]Compile'))).toHaveAttribute('aria-expanded', 'true');
      await expect(line(page, at('Install: file 5'))).toHaveCount(0);
      await expect(page.getByText('##[group]')).toHaveCount(0);
    });
  }

  test('lists its errors, each a way to its line and its issue', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await page.getByRole('button', { name: '2 errors, 1 warning' }).click();
    const rows = page.getByTestId('annotation');
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(0)).toContainText('src/cart/totals.ts:42:17');
    await expect(rows.nth(1)).toContainText(`Cannot find name 'rate${run.id}'`);
    await rows.nth(2).getByRole('button').click();
    await expect(line(page, at('unused variable'))).toHaveAttribute('data-current', 'true');
    expect(query(page).get('list')).toBe('1');
    await rows.nth(0).getByRole('link', { name: 'Issue' }).click();
    await expect(page).toHaveURL(/\/errors\/issues\//);
  });

  test('goes from error to error by keys', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('e');
    await expect(line(page, at('TS2304'))).toHaveAttribute('data-current', 'true');
    await expect(page.getByTestId('log-said')).toContainText('Cannot find name');
    await page.keyboard.press('e');
    await expect(line(page, at('TS2322'))).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('E');
    await expect(line(page, at('TS2304'))).toHaveAttribute('data-current', 'true');
  });

  test('is searched, by text and by expression', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('INSTALL: FILE');
    const found = page.getByTestId('search-count');
    await expect(found).toHaveText('1 of 60');
    // It was folded away.
    await expect(line(page, at('Install: file 1'))).toHaveAttribute('data-current', 'true');
    await expect(line(page, at('Install: file 1')).locator('mark')).toHaveText('Install: file');
    await page.keyboard.press('Enter');
    await expect(found).toHaveText('2 of 60');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(found).toHaveText('60 of 60');
    await page.getByRole('button', { name: 'Match case' }).click();
    await expect(found).toHaveText('None');
    await page.getByRole('textbox', { name: 'Search' }).fill('module [12]\\d of');
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await expect(found).toContainText('of 20');
    expect(query(page).get('regex')).toBe('1');
  });

  test('says what is wrong with an expression', async ({ page, gotoPage, bridge, consoleErrors }) => {
    consoleErrors.allow(/400/);
    const { run } = await loggedRun(bridge);
    await gotoPage(tabOf(run, '&regex=1'));
    await page.getByRole('textbox', { name: 'Search' }).fill('module [');
    await expect(page.getByRole('alert').filter({ hasText: /expression|character class/i })).toBeVisible();
  });

  test('is linked to by line and range', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    const first = at('compiled module 36');
    await line(page, first).getByLabel(`Line ${first}`).click();
    await expect.poll(() => query(page).get('line')).toBe(String(first));
    await line(page, first + 3)
      .getByLabel(`Line ${first + 3}`)
      .click({ modifiers: ['Shift'] });
    await expect.poll(() => query(page).get('line')).toBe(`${first}-${first + 3}`);
    await expect(page.getByRole('button', { name: 'Copy 4 lines' })).toBeVisible();
    await page.reload();
    await expect(line(page, first)).toBeInViewport();
    await expect(page.locator('[data-testid="log-line"][aria-selected="true"]')).toHaveCount(4);
  });

  test('leads to a line that is folded away', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    const wanted = at('Checkout: file 25');
    await gotoPage(tabOf(run, `&line=${wanted}`));
    await expect(line(page, wanted)).toBeInViewport();
    await expect(line(page, wanted)).toContainText('Checkout: file 25');
  });

  test('is folded and read by keys alone', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    await page.keyboard.press('u');
    await expect(line(page, at('##[group]Compile'))).toHaveAttribute('aria-expanded', 'false');
    await page.getByTestId('log').focus();
    await page.keyboard.press('Home');
    await expect(line(page, 1)).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('ArrowRight');
    await expect(line(page, 2)).toContainText('Checkout: file 1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => query(page).get('line')).toBe('3');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(line(page, 1)).toHaveAttribute('aria-expanded', 'false');
  });

  test('shows times and wraps lines, kept in the URL', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge);
    const long = 'a long line '.repeat(60);
    const lines: LinePlan[] = [{ text: long, at: 80.25 }, ...failingLog(run.id)];
    await bridge.sendLog(runIdOf(run), githubLog(run, lines), { job: 'build' });
    await until(bridge, run, 'build', lines.length);
    await gotoPage(tabOf(run, '&line=1'));
    await expect(line(page, 1)).toBeVisible();
    const height = () => line(page, 1).evaluate((row) => row.getBoundingClientRect().height);
    const plain = await height();
    await page.getByRole('button', { name: 'Times' }).click();
    await expect(line(page, 1)).toContainText('1:20.250');
    await page.getByRole('button', { name: 'Wrap' }).click();
    await expect.poll(height).toBeGreaterThan(plain * 3);
    const [above, below] = await Promise.all(
      [1, 2].map((number) => line(page, number).evaluate((row) => row.getBoundingClientRect())),
    );
    expect(below?.top).toBeCloseTo(above?.bottom ?? NaN, 0);
    await page.reload();
    await expect(line(page, 1)).toContainText('1:20.250');
    await expect.poll(height).toBeGreaterThan(plain * 3);
  });

  test('changes with the job', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    await page.getByRole('combobox').first().click();
    await page.getByRole('option', { name: /lint/ }).click();
    await expect(line(page, 1)).toContainText('all is well');
    await page.goBack();
    await expect(line(page, at('TS2322'))).toBeVisible();
  });

  test('is saved as it came, without its colours', async ({ page, gotoPage, bridge }) => {
    const { run } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    const link = page.getByRole('link', { name: 'Raw' });
    await expect(link).toHaveAttribute('download', 'build.log');
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream())
      if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).toString()).toContain(`Done with ${run.id}, badly`);
  });
});

test.describe('a run that is played', () => {
  const playhead = (page: Page): Promise<number> =>
    page
      .getByTestId('gantt-playhead')
      .evaluate((element) => (element instanceof HTMLElement ? new DOMMatrix(element.style.transform).e : NaN));

  test('moves its log with the slider and the chart', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    const before = await playhead(page);
    await page.getByRole('slider', { name: 'Time of the run' }).focus();
    await page.keyboard.press('Home');
    await expect(page.getByTestId('replay-time')).toContainText('0ms of');
    await expect(line(page, 1)).toHaveAttribute('data-playing', 'true');
    expect(await playhead(page)).toBeLessThan(before);
    await page.keyboard.press('End');
    await expect(line(page, at('Done with'))).toHaveAttribute('data-playing', 'true');
    expect(await playhead(page)).toBeGreaterThan(before);
  });

  test('goes to the first line of the step that is clicked', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    const chart = page.getByTestId('gantt-chart');
    await chart.focus();
    // The run, its job, the first step, the second.
    for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId('gantt-announcement')).toContainText('Install');
    await expect(line(page, at('##[group]Install'))).toHaveAttribute('data-current', 'true');
    await expect(page.getByTestId('replay-time')).toContainText('17s of');
  });

  test('shows in the chart what is read', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    await page.keyboard.press('u');
    await page.keyboard.press('u');
    const log = page.getByTestId('log');
    await log.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect.poll(() => playhead(page)).toBeGreaterThan(0);
    const end = await playhead(page);
    await log.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(() => playhead(page)).toBeLessThan(end);
  });

  test('plays, faster when asked to, and pauses', async ({ page, gotoPage, bridge }) => {
    const { run, at } = await loggedRun(bridge);
    await gotoPage(tabOf(run));
    await expect(line(page, at('TS2322'))).toBeVisible();
    await page.getByRole('slider', { name: 'Time of the run' }).focus();
    await page.keyboard.press('Home');
    await page.getByRole('group', { name: 'Replay' }).getByText('5×').click();
    await page.getByRole('option', { name: '10×', exact: true }).click();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => line(page, at('##[group]Install')).getAttribute('data-playing')).not.toBeNull();
    await page.getByRole('button', { name: 'Pause' }).click();
    const time = await page.getByTestId('replay-time').textContent();
    await page.waitForTimeout(500);
    await expect(page.getByTestId('replay-time')).toHaveText(time ?? '');
  });
});

test.describe('a log that is written', () => {
  test('is followed, until one scrolls away', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge, { running: true });
    const lines = Array.from({ length: 200 }, (_, n) => ({ text: `line ${n + 1}`, at: 20 + n / 10 }));
    await bridge.sendLog(runIdOf(run), githubLog(run, lines), { job: 'build', part: 1 });
    await until(bridge, run, 'build', 200);
    await gotoPage(tabOf(run));
    await expect(line(page, 200)).toBeVisible();
    await expect(page.getByTestId('log-facts')).toContainText('still being written');
    const follow = page.getByRole('button', { name: 'Follow' });
    await expect(follow).toHaveAttribute('aria-pressed', 'true');
    const more = lines.map(({ text, at }) => ({ text: `more ${text}`, at: at + 20 }));
    await bridge.sendLog(runIdOf(run), githubLog(run, more), { job: 'build', part: 2 });
    await expect(line(page, 400)).toBeVisible();
    await page.getByTestId('log').evaluate((element) => element.scrollTo({ top: 500 }));
    await expect(follow).toHaveAttribute('aria-pressed', 'false');
    await bridge.sendLog(runIdOf(run), githubLog(run, more), { job: 'build', part: 3, final: true });
    await expect(page.getByTestId('log-facts')).toHaveText('600 lines');
    await expect(line(page, 600)).toHaveCount(0);
  });

  test('appears when it is sent, beside the command that sends one', async ({ page, gotoPage, bridge }) => {
    const run = await startRun(bridge, { running: true });
    await gotoPage(tabOf(run));
    await expect(page.getByText('No log of this run was sent')).toBeVisible();
    await expect(page.getByLabel('the command that sends a log', { exact: true })).toContainText(
      `summit.js log --run ${runIdOf(run)}`,
    );
    await bridge.sendLog(runIdOf(run), githubLog(run, [{ text: 'it begins', at: 20 }]), { job: 'build' });
    await expect(line(page, 1)).toContainText('it begins');
  });
});

test.describe('a log that fails or is huge', () => {
  test('names the hop that fails', async ({ page, gotoPage, bridge, consoleErrors }) => {
    consoleErrors.allow(/503/);
    const { run, at } = await loggedRun(bridge);
    const answers = { broken: true };
    await page.route(/\/logs\/[^/]+\/lines\?/, (route) =>
      answers.broken
        ? route.fulfill({ status: 503, json: { detail: 'The database does not answer.', causes: [] } })
        : route.continue(),
    );
    await gotoPage(tabOf(run));
    await expect(page.getByTestId('failure')).toContainText('The database does not answer.');
    answers.broken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(line(page, at('TS2322'))).toContainText('TS2322');
    await expect(page.getByTestId('failure')).toHaveCount(0);
  });

  test('may have 200,000 lines', async ({ page, gotoPage, bridge }) => {
    test.setTimeout(180_000);
    const run = await startRun(bridge);
    const total = 200_000;
    const lines = Array.from({ length: total }, (_, n) => ({ text: `n ${n + 1}`, at: 12 + n / 4000 }));
    await bridge.sendLog(runIdOf(run), githubLog(run, lines), { job: 'build' });
    await until(bridge, run, 'build', total);
    await gotoPage(tabOf(run));
    await expect(line(page, 1)).toContainText('n 1');
    await page.getByTestId('log').focus();
    await page.keyboard.press('End');
    await expect(line(page, total)).toBeVisible();
    await expect(line(page, total)).toContainText(`n ${total}`);
    expect(await page.getByTestId('log-line').count()).toBeLessThan(120);
    await page.getByRole('slider', { name: 'Time of the run' }).focus();
    await page.keyboard.press('Home');
    await expect(line(page, 1)).toBeVisible();
  });

  for (const width of [700, 900, 1400]) {
    test(`fits into ${width} pixels`, async ({ page, gotoPage, bridge }) => {
      const run = await startRun(bridge);
      const long = 'very_long_name_without_a_space_'.repeat(40);
      await bridge.sendLog(runIdOf(run), githubLog(run, [{ text: `error: ${long}`, at: 20 }]), { job: 'build' });
      await until(bridge, run, 'build', 1);
      await page.setViewportSize({ width, height: 900 });
      await gotoPage(tabOf(run, '&list=1&times=1'));
      await expect(line(page, 1)).toBeVisible();
      const beyond = await page.evaluate(() => {
        const root = document.scrollingElement;
        return root ? root.scrollWidth - root.clientWidth : NaN;
      });
      expect(beyond).toBe(0);
    });
  }
});
