import type { Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { grafanaAsAdmin } from '../../harness/grafanaApi';
import { readServers } from '../../harness/options';
import { expect, test } from '../../harness/test';
import { app } from './support';

/**
 * The pictures of the docs, of a bridge with a day of demo traffic. Of the preview's pages:
 * `SCREENSHOTS=1 BRIDGE_URL=… BRIDGE_TOKEN=… npx playwright test screenshots --project react18`;
 * of a real Grafana, into a folder named after its version: the same with `GRAFANA_URL=… --project grafana`.
 */
const screenshots = join(__dirname, '../../../docs/screenshots');

interface Described {
  items: { id: string; description?: string; createdBy: string }[];
}
interface Listed {
  items: { id: string; traceId?: string }[];
}

const query = (name: string, ...values: string[]): string =>
  new URLSearchParams(values.map((value) => [name, value])).toString();

/** `docs/screenshots/grafana-12.2` for Grafana 12.2.0. */
const grafanaFolder = async (): Promise<string> => {
  const { version } = await grafanaAsAdmin(readServers().url)<{ version: string }>('GET', '/api/health');
  const folder = join(screenshots, `grafana-${version.split('.').slice(0, 2).join('.')}`);
  await mkdir(folder, { recursive: true });
  return folder;
};

/** The page's own part of the preview; all of Grafana. */
const take = async (page: Page, path: string, whole: boolean): Promise<void> => {
  await page.waitForTimeout(1000); // icons are fetched one by one
  const box = whole ? null : await page.locator('#pageContent').boundingBox();
  const clip = box ? { x: box.x, y: box.y, width: box.width, height: 700 } : undefined;
  await page.mouse.move(0, 0);
  await page.screenshot({ path, clip });
};

test.describe('screenshots', () => {
  test.use({ viewport: { width: 1280, height: 760 } });

  test('each page, in dark and one in light', async ({ page, gotoPage, bridge, basePath }) => {
    test.setTimeout(300_000);
    const real = basePath === '';
    if (real) await page.setViewportSize({ width: 1400, height: 900 });
    const folder = real ? await grafanaFolder() : screenshots;
    const first = async (path: string) => (await bridge.get<Listed>(path)).items[0];
    const run = await first('/runs?repository=demo/shop&status=failed&limit=1');
    const issue = await first('/issues?project=shop&q=reading&limit=1');
    const { items: incidents } = await bridge.get<Described>('/incidents?status=active&limit=200');
    const ofAlert = incidents.find(({ createdBy }) => createdBy === 'Grafana');
    const incident = (ofAlert ?? incidents.find(({ description }) => description) ?? incidents[0])?.id;
    const failed = await first('/dora/deployments?repository=demo/shop&failed=true&limit=1');
    const runPage = `${app}/pipelines/runs/${run?.id}`;
    const pages: [string, string, string][] = [
      ['pipelines', `${app}/pipelines?${query('repository', 'demo/shop')}`, 'run-row'],
      ['run', runPage, 'verdict'],
      ['home', `${app}/home?${query('name', 'dev-platform')}`, 'home-change'],
      [
        'health',
        `${app}/pipelines/health?${query('repository', 'demo/shop', 'demo/orders', 'demo/payments')}`,
        'pipeline-row',
      ],
      [
        'cost',
        `${app}/pipelines/cost?${query('repository', 'demo/shop', 'demo/orders', 'demo/payments')}&from=now-7d`,
        'cost-row',
      ],
      ['optimise', `${app}/pipelines/optimise?${query('repository', 'demo/shop')}`, 'recommendation'],
      ['deployment', `${app}/delivery/deployments/${failed?.id}`, 'errors-verdict'],
      ['dora', `${app}/delivery/dora?from=now-7d`, 'dora-chart'],
      ['environments', `${app}/delivery/environments`, 'matrix-row'],
      ['errors', `${app}/errors?${query('project', 'shop', 'orders', 'payments')}`, 'issue-row'],
      ['issue', `${app}/errors/issues/${issue?.id}`, 'exception'],
      ['incidents', `${app}/incidents`, 'incident-row'],
      ['incident', `${app}/incidents/${incident}`, 'timeline'],
      ['settings', `${app}/settings?tab=connection`, 'verdict'],
    ];
    if (real) {
      const dashboard = `/d/summit-e2e-gantt-sources/gantt?var-run=${run?.id}&var-trace=${run?.traceId}`;
      pages.push(['run-light', `${runPage}?theme=light`, 'verdict'], ['gantt-panel', dashboard, 'gantt']);
    }
    for (const [name, path, ready] of pages) {
      await gotoPage(path.includes('theme=') ? path : `${path}${path.includes('?') ? '&' : '?'}theme=dark`);
      const seen = ready === 'gantt' ? page.getByRole('application').last() : page.getByTestId(ready).first();
      await expect(seen).toBeVisible({ timeout: 30_000 });
      await take(page, join(folder, `${name}.png`), real);
    }
  });
});
