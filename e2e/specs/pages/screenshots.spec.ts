import { join } from 'node:path';
import { expect, test } from '../../harness/test';
import { app } from './support';

/**
 * The pictures of the docs, of a bridge with a day of demo traffic:
 * `SCREENSHOTS=1 BRIDGE_URL=… BRIDGE_TOKEN=… npx playwright test screenshots --project react18`
 */
const folder = join(__dirname, '../../../docs/screenshots');

interface Described {
  items: { id: string; description?: string }[];
}
interface Listed {
  items: { id: string }[];
}

const query = (name: string, ...values: string[]): string =>
  new URLSearchParams(values.map((value) => [name, value])).toString();

test.describe('screenshots', () => {
  test.use({ viewport: { width: 1280, height: 760 } });

  test('each page, in dark', async ({ page, gotoPage, bridge }) => {
    test.setTimeout(180_000);
    const first = async (path: string) => (await bridge.get<Listed>(path)).items[0]?.id;
    const run = await first('/runs?repository=demo/shop&status=failed&limit=1');
    const issue = await first('/issues?project=shop&q=reading&limit=1');
    const { items: incidents } = await bridge.get<Described>('/incidents?status=active&limit=200');
    const incident = (incidents.find(({ description }) => description) ?? incidents[0])?.id;
    const pages: [string, string, string][] = [
      ['pipelines', `/pipelines?${query('repository', 'demo/shop', 'demo/orders', 'demo/payments')}`, 'run-row'],
      ['run', `/pipelines/runs/${run}`, 'verdict'],
      ['errors', `/errors?${query('project', 'shop', 'orders', 'payments')}`, 'issue-row'],
      ['issue', `/errors/issues/${issue}`, 'exception'],
      ['incidents', '/incidents', 'incident-row'],
      ['incident', `/incidents/${incident}`, 'timeline'],
      ['settings', '/settings?tab=connection', 'verdict'],
    ];
    for (const [name, path, ready] of pages) {
      await gotoPage(`${app}${path}`);
      await expect(page.getByTestId(ready).first()).toBeVisible({ timeout: 30_000 });
      await page.waitForTimeout(500); // icons are fetched one by one
      const box = await page.locator('#pageContent').boundingBox();
      const clip = { x: box?.x ?? 0, y: box?.y ?? 0, width: box?.width ?? 1280, height: 700 };
      await page.screenshot({ path: join(folder, `${name}.png`), clip });
    }
  });
});
