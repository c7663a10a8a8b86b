import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const uidOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'uid' in value && typeof value.uid === 'string' ? value.uid : null;

/** The dashboard JSON (classic model) with this uid in one of the folders, or null. Read on each call, so that edits show. */
export const findDashboard = async (folders: readonly string[], uid: string): Promise<unknown> => {
  for (const folder of folders) {
    const files = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
    for (const file of files.filter((name) => name.endsWith('.json') && !name.includes('node_modules'))) {
      const dashboard: unknown = JSON.parse(await readFile(join(folder, file), 'utf8').catch(() => 'null'));
      if (uidOf(dashboard) === uid) {
        return dashboard;
      }
    }
  }
  return null;
};
