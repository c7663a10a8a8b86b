import type { Page } from '@playwright/test';
import { expect, test } from '../../harness/test';
import { HOUR, iso, shipped } from './shipped';
import { app, beyond, query, themes, unique } from './support';

test.describe('a deployment', () => {
  for (const theme of themes) {
    test(`says what it broke, and what it brought, ${theme}`, async ({ page, gotoPage, bridge }) => {
      const it = await shipped(bridge, true);
      await gotoPage(`${it.page}?hours=1&theme=${theme}`);
      await expect(page.getByTestId('impact')).toHaveAttribute('data-verdict', 'worse');
      await expect(page.getByTestId('errors-verdict')).toContainText(
        '48 after it, 12 in as long before: 4 times as many (95 %',
      );
      await expect(page.getByTestId('errors-verdict')).toContainText('1 new issue');
      const row = page.getByTestId('around-row').first();
      await expect(row).toContainText('Totals are wrong');
      await expect(row).toContainText('new');
      await expect(row.getByRole('link')).toHaveAttribute('href', /\/errors\/issues\/./);

      for (const [name, value] of Object.entries({
        service: 'web',
        version: '1.4.0',
        strategy: 'canary',
        region: 'eu-1',
      }))
        await expect(page.getByTestId(name)).toContainText(value);

      const notes = page.getByTestId('release-notes');
      await expect(notes.locator('[data-kind=breaking]')).toContainText(
        'cart: totals in cents, closes #12 (#7, by ada)',
      );
      await expect(notes.getByRole('link', { name: '#12' })).toHaveAttribute('href', `${it.repository}/issues/12`);
      await expect(notes.locator('[data-kind=fix]')).toContainText('Round prices (#8)');
      await expect(page.getByRole('button', { name: 'Copy as Markdown' })).toBeVisible();
    });
  }

  test('that broke nothing says how sure that is, for the time asked', async ({ page, gotoPage, bridge }) => {
    const it = await shipped(bridge, false);
    await gotoPage(it.page);
    await expect(page.getByTestId('errors-verdict')).toContainText('until now');
    await page.getByRole('radio', { name: '1 h' }).click();
    await expect.poll(() => query(page).get('hours')).toBe('1');
    await expect(page.getByTestId('impact')).toHaveAttribute('data-verdict', 'better');
    await expect(page.getByTestId('errors-verdict')).toContainText('0 after it, 12 in as long before');
    await page.reload();
    await expect(page.getByTestId('impact')).toHaveAttribute('data-verdict', 'better');
    await page.setViewportSize({ width: 900, height: 900 });
    expect(await beyond(page)).toBe(0);
  });

  /** A Grafana with a Mimir, whose answers are made here: the preview has no store of metrics. */
  const withMimir = async (page: Page, answer: (expr: string) => object) => {
    await page.addInitScript(() => {
      let data: { settings: { datasources: Record<string, object> } } | undefined;
      Object.defineProperty(window, 'grafanaBootData', {
        get: () => data,
        set: (given: typeof data) => {
          const mimir = {
            id: 9,
            uid: 'mimir',
            name: 'Mimir',
            type: 'prometheus',
            access: 'proxy',
            jsonData: {},
            meta: {},
          };
          if (given) given.settings.datasources.Mimir ??= mimir;
          data = given;
        },
      });
    });
    await page.route('**/api/ds/query', async (route) => {
      const body = route.request().postDataJSON() as { queries: { expr: string }[] };
      const frames = answer(body.queries[0]?.expr ?? '');
      await route.fulfill({ json: { results: { A: frames } } });
    });
  };
  const frame = (labels: object, value: number) => ({
    schema: { fields: [{ type: 'time' }, { type: 'number', labels }] },
    data: { values: [[0], [value]] },
  });
  /** Requests by bound, the same in each of the pieces that are asked for. */
  const buckets = (expr: string, side: string, counts: Record<string, number>) =>
    [...expr.matchAll(/"piece", "(\w+-\d+)"/g)]
      .map(([, piece]) => piece)
      .filter((piece) => piece?.startsWith(side))
      .flatMap((piece) => Object.entries(counts).map(([le, count]) => frame({ le, piece }, count)));

  test('says whether it became slower, of the service that is chosen', async ({ page, gotoPage, bridge, basePath }) => {
    test.skip(!basePath.startsWith('/react'), 'a real Grafana has a Mimir of its own');
    const it = await shipped(bridge, false);
    const mimir = { away: false };
    await withMimir(page, (expr) =>
      mimir.away
        ? { error: 'too many samples', status: 422 }
        : expr.startsWith('group by')
          ? { frames: ['api', 'web'].map((service_name) => frame({ service_name }, 1)) }
          : expr.includes('service_name="web"')
            ? {
                frames: [
                  ...buckets(expr, 'before', { '0.1': 90, '0.25': 99, '+Inf': 100 }),
                  ...buckets(expr, 'after', { '0.1': 40, '0.25': 90, '+Inf': 120 }),
                ],
              }
            : { frames: [] },
    );
    await gotoPage(`${it.page}?hours=1`);
    await expect(page.getByTestId('latency-impact')).toHaveAttribute('data-verdict', 'worse');
    await expect(page.getByTestId('latency-verdict')).toContainText('1,440 requests after it, 1,200 in as long before');
    await expect(page.getByTestId('latency-p50')).toContainText('55.6 ms');
    await page.getByRole('combobox', { name: 'Service' }).click();
    await page.getByText('api', { exact: true }).click();
    await expect.poll(() => query(page).get('service')).toBe('api');
    await expect(page.getByTestId('latency-none')).toContainText('Mimir counted no requests of api in production');
    mimir.away = true;
    await page.reload();
    await expect(page.getByTestId('failure')).toContainText('Grafana → Mimir');
    await expect(page.getByTestId('failure')).toContainText('too many samples');
  });

  test('of which no errors are known says why', async ({ page, gotoPage, bridge }) => {
    const name = `quiet${unique()}`;
    const time = iso(Date.now() - HOUR);
    const event = {
      type: 'deployment',
      id: name,
      repository: `https://github.com/demo/${name}`,
      sha: 'c0ffee0',
      environment: 'production',
      status: 'success',
      time,
    };
    await bridge.post('/ci-events', { system: 'e2e', events: [event] });
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
    await gotoPage(`${app}/delivery/deployments/generic-e2e-${name}`);
    await expect(page.getByText('No project is known to belong to it')).toBeVisible();
  });
});
