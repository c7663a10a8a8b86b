import { cartError } from '../../seed/errors';
import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { failedRun, repository } from '../../seed/scenario';
import { app, query, themes, unique } from './support';

interface Runs {
  items: { id: string; number: number; traceId: string }[];
}
interface Listed {
  items: { id: string; count: number }[];
}

/** An issue that no other test touches, with this many events. */
async function ownIssue(bridge: BridgeApi, events: number): Promise<{ project: string; path: string }> {
  const project = `issue-${unique()}`;
  for (let index = 0; index < events; index++) await bridge.sendError(project, cartError(`user-${index}`));
  const find = async () => (await bridge.get<Listed>(`/issues?project=${project}`)).items[0];
  await expect.poll(async () => (await find())?.count).toBe(events);
  return { project, path: `${app}/errors/issues/${(await find())?.id}` };
}

test.describe('the page of an issue', () => {
  for (const theme of themes) {
    test(`shows the stack with source, folds the library and says who and with what, ${theme}`, async ({
      page,
      gotoPage,
      bridge,
    }) => {
      const { path } = await ownIssue(bridge, 2);
      await gotoPage(`${path}?theme=${theme}`);
      await expect(page.getByTestId('event-count')).toHaveText('2');
      await expect(page.getByTestId('issue-facts')).toContainText('shop@4.18.0');
      await expect(page.getByText('return lines.total.amount;')).toBeVisible();
      await expect(page.getByText('in app')).toBeVisible();
      await expect(page.getByText('src/cart/totals.ts:42:17')).toBeVisible();
      await expect(page.getByText('dispatch')).toHaveCount(0);
      await page.getByRole('button', { name: /1 frame of/ }).click();
      await expect(page.getByText('dispatch')).toBeVisible();
      const facts = page.getByTestId('facts');
      await expect(facts.getByRole('region', { name: 'User' })).toContainText('user-1@example.test');
      await expect(facts.getByRole('region', { name: 'Browser' })).toContainText('Chrome');
      await expect(facts.getByRole('region', { name: 'OS' })).toContainText('Android');
    });
  }

  test('does not lead to a trace that nothing tells of, and says so', async ({ page, gotoPage, bridge }) => {
    const { path } = await ownIssue(bridge, 1);
    await gotoPage(path);
    await expect(page.getByTestId('elsewhere')).toContainText('nothing tells that it was sent to Tempo');
    await expect(page.getByTestId('elsewhere').getByRole('link', { name: 'Trace', exact: true })).toHaveCount(0);
  });

  test('leads to the run whose job reported the error', async ({ page, gotoPage, bridge }) => {
    const project = `issue-${unique()}`;
    const { items } = await bridge.get<Runs>(`/runs?repository=${encodeURIComponent(repository)}`);
    const run = items.find(({ number }) => number === failedRun().number);
    if (!run) throw new Error('the failed run is not there');
    const error = cartError('job');
    await bridge.sendError(project, {
      ...error,
      contexts: { trace: { trace_id: run.traceId, span_id: '00f067aa0ba902b7' } },
    });
    const find = async () => (await bridge.get<Listed>(`/issues?project=${project}`)).items[0]?.id;
    await expect.poll(find).toBeTruthy();
    await gotoPage(`${app}/errors/issues/${await find()}`);
    await expect(page.getByTestId('led-here')).toContainText('main-ci #101');
    await page.getByTestId('elsewhere').getByRole('link', { name: 'main-ci #101' }).click();
    await expect(page).toHaveURL(new RegExp(`/pipelines/runs/${run.id}`));
  });

  test('goes through the events, with the event in the URL', async ({ page, gotoPage, bridge }) => {
    const { path } = await ownIssue(bridge, 3);
    await gotoPage(path);
    const user = page.getByTestId('facts').getByRole('region', { name: 'User' });
    await expect(user).toContainText('user-2');
    await page.getByRole('button', { name: 'Event before' }).click();
    await expect(user).toContainText('user-1');
    expect(query(page).get('event')).toMatch(/^[0-9a-f]{32}$/);
    await page.reload();
    await expect(user).toContainText('user-1');
    await page.keyboard.press('[');
    await expect(user).toContainText('user-0');
    await expect(page.getByRole('button', { name: 'Event before' })).toBeDisabled();
    await page.keyboard.press('l');
    await expect(user).toContainText('user-2');
    expect(query(page).get('event')).toBeNull();
  });

  test('shows breadcrumbs, tags, events, grouping and raw JSON, each with an address', async ({
    page,
    gotoPage,
    bridge,
  }) => {
    const { path } = await ownIssue(bridge, 1);
    await gotoPage(path);
    await page.getByRole('tab', { name: 'Breadcrumbs' }).click();
    await expect(page.getByTestId('breadcrumb')).toHaveCount(2);
    await expect(page.getByTestId('breadcrumb').last()).toContainText('button#checkout');
    await page.getByRole('tab', { name: 'Tags' }).click();
    await expect(page.getByRole('table', { name: 'Tags of this event' })).toContainText('cart');
    await page.getByRole('tab', { name: 'Events' }).click();
    await expect(page.getByTestId('event-row')).toHaveCount(1);
    await page.getByRole('tab', { name: 'Grouping' }).click();
    await expect(page.getByText(/computeTotals/).last()).toBeVisible();
    await page.keyboard.press('r');
    await expect(page.getByTestId('raw')).toContainText('"event_id"');
    expect(query(page).get('tab')).toBe('raw');
    await page.reload();
    await expect(page.getByTestId('raw')).toContainText('"event_id"');
  });

  test('opens the frame that a link names, also inside a folded library', async ({ page, gotoPage, bridge }) => {
    const { path } = await ownIssue(bridge, 1);
    await gotoPage(`${path}?frame=0-0`);
    await expect(page.getByText('dispatch')).toBeVisible();
    await expect(page.getByText('node_modules/lib/events.js:10:3')).toBeVisible();
  });

  test('leads from a value to all issues that have it', async ({ page, gotoPage, bridge }) => {
    const { path } = await ownIssue(bridge, 1);
    await gotoPage(path);
    await page.getByTestId('distribution').getByRole('link', { name: 'shop@4.18.0' }).click();
    await expect(page).toHaveURL(/\/errors\?/);
    expect(query(page).get('q')).toBe('release:shop@4.18.0');
    await expect(page.getByTestId('issue-row').first()).toBeVisible();
  });

  test('resolves, and takes it back', async ({ page, gotoPage, bridge }) => {
    const { path } = await ownIssue(bridge, 1);
    await gotoPage(path);
    await page.getByRole('button', { name: 'Resolve' }).click();
    await expect(page.getByTestId('undo')).toContainText('resolved');
    await page.getByTestId('undo').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByTestId('issue-status')).toHaveText('Unresolved');
    await page.getByRole('button', { name: 'Archive' }).click();
    await expect(page.getByTestId('issue-status')).toHaveText('Archived');
    await page.reload();
    await expect(page.getByTestId('issue-status')).toHaveText('Archived');
  });

  test('counts up live and does not leave the event one looks at', async ({ page, gotoPage, bridge }) => {
    const { project, path } = await ownIssue(bridge, 1);
    await gotoPage(path);
    await expect(page.getByTestId('event-count')).toHaveText('1');
    await bridge.sendError(project, cartError('late'));
    await expect(page.getByTestId('event-count')).toHaveText('2');
    const user = page.getByTestId('facts').getByRole('region', { name: 'User' });
    await expect(user).toContainText('user-0');
    await page.getByTestId('newer-events').click();
    await expect(user).toContainText('late');
  });

  test('shows what a payload holds as text, and follows no script', async ({ page, gotoPage, bridge }) => {
    const project = `hostile-${unique()}`;
    const markup = '<img src=x onerror="window.hacked=1">';
    await bridge.sendError(project, {
      ...cartError(markup),
      tags: { feature: markup },
      request: { url: 'javascript:window.hacked=1' },
      exception: { values: [{ type: 'Error', value: markup }] },
    });
    await expect.poll(async () => (await bridge.get<Listed>(`/issues?project=${project}`)).items.length).toBe(1);
    const id = (await bridge.get<Listed>(`/issues?project=${project}`)).items[0]?.id;
    await gotoPage(`${app}/errors/issues/${id}`);
    await expect(page.getByTestId('exception')).toContainText(markup);
    await expect(page.getByText('javascript:window.hacked=1').first()).toBeVisible();
    await expect(page.locator('a[href^="javascript:"]')).toHaveCount(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });

  test('says that an issue is not there', async ({ page, gotoPage, consoleErrors }) => {
    consoleErrors.allow(/404/);
    await gotoPage(`${app}/errors/issues/999999999`);
    await expect(page.getByText('This issue is not here')).toBeVisible();
  });

  test('names the hop that fails', async ({ page, gotoBrokenPage, consoleErrors }) => {
    consoleErrors.allow(/502/);
    await gotoBrokenPage(`${app}/errors/issues/1`);
    await expect(page.getByTestId('failure')).toContainText('Grafana → bridge');
  });
});
