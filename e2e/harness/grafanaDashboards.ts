import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grafanaAsAdmin } from './grafanaApi';

/** Grafana's own source of made-up data: a table for the Gantt. */
const testData = { name: 'Test data', uid: 'testdata', type: 'grafana-testdata-datasource', access: 'proxy' };

/** Puts the dashboards of the tests, and the source of their made-up data, into a real Grafana. */
export const publishGrafanaDashboards = async (grafanaUrl: string, folders: readonly string[]): Promise<void> => {
  const call = grafanaAsAdmin(grafanaUrl);
  const sources = await call<{ uid: string }[]>('GET', '/api/datasources');
  if (!sources.some(({ uid }) => uid === testData.uid)) await call('POST', '/api/datasources', testData);
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json'))) {
      const dashboard: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
      await call('POST', '/api/dashboards/db', { dashboard, overwrite: true });
    }
  }
};
