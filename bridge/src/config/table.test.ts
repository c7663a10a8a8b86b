import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingRows } from './settings';
import { configurationMarkdown, pageIsCurrent } from './table';

describe('the configuration page', () => {
  test('is what the schema says', async () => {
    expect(await pageIsCurrent()).toBe(true);
  });

  test('is stale when a default in it differs', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'summit-config-'));
    const page = join(directory, 'configuration.md');
    await writeFile(page, configurationMarkdown(settingRows()).replace('`4180`', '`4181`'));
    expect(await pageIsCurrent(page)).toBe(false);
    await rm(directory, { recursive: true });
  });

  test('has no secret’s value and one line for each setting', () => {
    const text = configurationMarkdown(settingRows());
    for (const { name } of settingRows()) expect(text.split(`| \`${name}\` |`)).toHaveLength(2);
  });
});
