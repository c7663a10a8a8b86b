import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { settingRows, type SettingRow } from './settings';

export const configurationPage = resolve(__dirname, '../../../docs/configuration.md');

/** `docs/configuration.md`, made from the schema. */
export function configurationMarkdown(rows: readonly SettingRow[]): string {
  const groups = [...new Set(rows.map((row) => row.group))];
  const sections = groups.map((group) => {
    const lines = rows.filter((row) => row.group === group).map(tableLine);
    return `## ${group}\n\n| Variable | Default | What it does |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
  });
  return `# Configuration of the bridge

The bridge reads environment variables, and only at its start. A wrong value stops the start, and all wrong values are named at once.
An empty variable counts as not set. This page is made from the schema in \`bridge/src/config/settings.ts\` by \`npm run config:table --workspace bridge\`.

${sections.join('\n')}`;
}

function tableLine(row: SettingRow): string {
  const preset = row.preset === null ? '' : `\`${row.preset}\``;
  return `| \`${row.name}\` | ${preset} | ${row.about}${row.secret ? ' Secret.' : ''} |`;
}

/** True when the page on disk is what the schema says. */
export async function pageIsCurrent(page: string = configurationPage): Promise<boolean> {
  const text = await readFile(page, 'utf8').catch(() => '');
  return normal(text) === normal(configurationMarkdown(settingRows()));
}

/** Prettier pads tables; the padding is not content. */
function normal(text: string): string {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim();
}

async function main(): Promise<void> {
  if (process.argv.includes('--check')) {
    if (await pageIsCurrent()) return;
    console.error(
      'docs/configuration.md is not what bridge/src/config/settings.ts says: npm run config:table --workspace bridge',
    );
    process.exitCode = 1;
    return;
  }
  await writeFile(configurationPage, configurationMarkdown(settingRows()));
}

if (require.main === module) void main();
