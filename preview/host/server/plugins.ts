import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuiltPlugin, PluginJson } from './types';

const isPluginJson = (value: unknown): value is PluginJson =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'type' in value;

/** Every plugin built into `dist`: the root and those nested in it, by id. Throws when there is none. */
export const findPlugins = async (dist: string): Promise<Map<string, BuiltPlugin>> => {
  const files = await readdir(dist, { recursive: true }).catch(() => [] as string[]);
  const plugins = new Map<string, BuiltPlugin>();
  for (const file of files.filter((name) => name === 'plugin.json' || name.endsWith('/plugin.json'))) {
    const path = join(dist, file);
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isPluginJson(json)) {
      throw new Error(`${path} is not a plugin description: it has no id or type`);
    }
    plugins.set(json.id, { json, folder: dirname(path) });
  }
  if (plugins.size === 0) {
    throw new Error(`no built plugin under ${dist}: run "npm run build --workspace plugins" first`);
  }
  return plugins;
};
