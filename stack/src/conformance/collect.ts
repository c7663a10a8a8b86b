import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { load } from 'js-yaml';
import { repoRoot } from '../pins';
import { pluginQueries, type Placeholders } from './pluginQueries';
import { alertQueries, dashboardQueries, provisionedQueries, type FoundDashboard, type FoundQuery } from './queries';

async function files(folder: string, wanted: RegExp): Promise<string[]> {
  const entries = await readdir(join(repoRoot, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => relative(repoRoot, join(entry.parentPath, entry.name)))
    .sort();
}

const read = (file: string): Promise<string> => readFile(join(repoRoot, file), 'utf8');

export interface Collected {
  dashboards: { file: string; found: FoundDashboard }[];
  /** Queries outside of dashboards: rules, links, plugins. */
  others: FoundQuery[];
}

/** Every query that the repository ships. A file that cannot be read as one goes to `broken`. */
export async function collectQueries(
  placeholders: Placeholders,
  broken: (file: string, error: unknown) => void,
): Promise<Collected> {
  const dashboards: Collected['dashboards'] = [];
  const others: FoundQuery[] = [];
  const each = async (paths: string[], take: (file: string, content: string) => void) => {
    for (const file of paths) {
      try {
        take(file, await read(file));
      } catch (error) {
        broken(file, error);
      }
    }
  };
  await each(await files('dashboards/json', /\.json$/), (file, content) => {
    const dashboard: unknown = JSON.parse(content);
    dashboards.push({ file, found: dashboardQueries(file, dashboard) });
  });
  await each(await files('alerting', /\.ya?ml$/), (file, content) => others.push(...alertQueries(file, load(content))));
  await each(await files('provisioning', /\.ya?ml$/), (file, content) =>
    others.push(...provisionedQueries(file, load(content))),
  );
  await each(await files('plugins/src', /(?<!\.test)\.tsx?$/), (file, content) =>
    others.push(...pluginQueries(file, content, placeholders)),
  );
  return { dashboards, others };
}
