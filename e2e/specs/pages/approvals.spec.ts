import { expect, test } from '../../harness/test';
import type { BridgeApi } from '../../seed/bridgeApi';
import { HOUR, iso } from './shipped';
import { app, beyond, brightness, themes, unique } from './support';

const MINUTE = 60_000;

/** A deployment that waited twelve minutes for its approval, or that still does. */
async function deployed(bridge: BridgeApi, waits = false) {
  const name = `approved${unique()}`;
  const began = Date.now() - HOUR;
  const about = { repository: `https://github.com/demo/${name}`, environment: 'production' };
  const sha = unique().toString(16).padEnd(40, 'a');
  const asked = { asked: ['release managers', 'grace'], actor: 'ada' };
  const approval = { type: 'approval', ...about, deployment: name };
  const deployment = { type: 'deployment', ...about, id: name, sha, ref: 'main' };
  await bridge.post('/ci-events', {
    system: 'e2e',
    events: [
      { type: 'commit', repository: about.repository, sha, message: 'Totals', branch: 'main', time: iso(began - HOUR) },
      { ...approval, ...asked, decision: 'requested', time: iso(began) },
      {
        ...deployment,
        status: waits ? 'queued' : 'success',
        startedAt: iso(began),
        time: iso(began + (waits ? 0 : 30) * MINUTE),
      },
      ...(waits
        ? []
        : [
            {
              ...approval,
              decision: 'approved',
              actor: 'grace',
              comment: 'after lunch',
              time: iso(began + 12 * MINUTE),
            },
          ]),
    ],
  });
  await expect
    .poll(
      () =>
        bridge.get(`/deployments/generic-e2e-${name}`).then(
          () => true,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
  return { page: `${app}/delivery/deployments/generic-e2e-${name}`, repository: `demo/${name}` };
}

test.describe('approvals of a deployment', () => {
  for (const theme of themes) {
    test(`are a chain from the request to the end, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const it = await deployed(bridge);
      await gotoPage(`${it.page}?theme=${theme}`);
      const steps = page.getByRole('region', { name: 'Approval' }).getByTestId('approval-step');
      await expect(steps).toHaveCount(3);
      await expect(steps.nth(0)).toContainText('release managers or grace was asked by ada');
      await expect(steps.nth(1)).toContainText('Approved by grace');
      await expect(steps.nth(1)).toContainText('after 12m');
      await expect(steps.nth(1)).toContainText('after lunch');
      await expect(steps.nth(2)).toContainText('Deployed');
      await expect(steps.nth(2)).toContainText('after 18m');
      const bright = await brightness(page);
      expect(theme === 'light' ? bright > 200 : bright < 60).toBe(true);
    });
  }

  test('that nobody gave yet says for whom it waits', async ({ page, gotoPage, bridge }) => {
    await page.setViewportSize({ width: 900, height: 900 });
    await gotoPage((await deployed(bridge, true)).page);
    const steps = page.getByTestId('approval-step');
    await expect(steps).toHaveCount(2);
    await expect(steps.nth(1)).toContainText('Waiting for release managers or grace');
    await expect(steps.nth(1)).toContainText('for 1h');
    expect(await beyond(page)).toBe(0);
  });

  test('are told as a part of the lead time', async ({ page, gotoPage, bridge }) => {
    const it = await deployed(bridge);
    const scope = `repository=${encodeURIComponent(it.repository)}`;
    await expect
      .poll(() => bridge.get<{ items: unknown[] }>(`/dora/changes?${scope}`).then(({ items }) => items.length), {
        timeout: 60_000,
      })
      .toBe(1);
    await gotoPage(`${app}/delivery/dora?${scope}&evidence=leadTime`);
    await expect(page.getByTestId('evidence-row').first()).toContainText('12m awaiting approval');
  });
});
