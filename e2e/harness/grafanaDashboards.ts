import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Puts the dashboards of the tests into a real Grafana. */
export const publishGrafanaDashboards = async (grafanaUrl: string, folders: readonly string[]): Promise<void> => {
  const password = process.env.GRAFANA_ADMIN_PASSWORD ?? 'admin';
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  for (const folder of folders) {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json'))) {
      const dashboard: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
      const answer = await fetch(`${grafanaUrl}/api/dashboards/db`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ dashboard, overwrite: true }),
      });
      if (!answer.ok) {
        throw new Error(`Grafana refused the dashboard ${file}: ${answer.status} ${await answer.text()}`);
      }
    }
  }
};
