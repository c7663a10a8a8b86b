import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildBridge } from '../testing/bridge';
import { withTestDatabase } from '../testing/database';
import { rawQuery } from './database';
import { migrate, MigrationRefused, migrationsDirectory, readMigrations } from './migrations';

const database = withTestDatabase();
const directories: string[] = [];

async function directory(files: Record<string, string>): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'summit-migrations-'));
  directories.push(made);
  for (const { name, sql } of await readMigrations(migrationsDirectory)) await writeFile(join(made, name), sql);
  for (const [name, sql] of Object.entries(files)) await writeFile(join(made, name), sql);
  return made;
}

/** Runs the compiled runner in a process of its own. */
function migrateInProcess(from: string) {
  const runner = resolve(__dirname, '../../dist/store/migrations.js');
  const code = `require(${JSON.stringify(runner)}).migrate(${JSON.stringify(database.url())}, ${JSON.stringify(from)})`;
  return spawn(process.execPath, ['-e', `${code}.then(() => console.log('done'))`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const exists = async (table: string) =>
  (await rawQuery<{ found: string | null }>(database.db(), `SELECT to_regclass($1) AS found`, [table]))[0]?.found !==
  null;

beforeAll(() => buildBridge(), 120_000);
afterAll(async () => {
  for (const made of directories) await rm(made, { recursive: true });
});

describe('migrations', () => {
  test('run once', async () => {
    expect(await migrate(database.url())).toEqual([]);
  });

  test('two that start together apply each once', async () => {
    const from = await directory({ '0100_twice.sql': 'CREATE TABLE twice (id int); SELECT pg_sleep(0.2);' });
    const results = await Promise.all([migrate(database.url(), from), migrate(database.url(), from)]);
    expect(results.flat()).toEqual(['0100_twice.sql']);
  });

  test('one that fails leaves nothing of itself and says which it was', async () => {
    const from = await directory({
      '0100_twice.sql': 'CREATE TABLE twice (id int); SELECT pg_sleep(0.2);',
      '0101_bad.sql': 'CREATE TABLE half (id int); SELECT 1/0;',
    });
    await expect(migrate(database.url(), from)).rejects.toThrow('migration 0101_bad.sql failed: division by zero');
    expect(await exists('half')).toBe(false);
  });

  test('a process killed in the middle of one starts again and ends with the same schema', async () => {
    const from = await directory({
      '0100_twice.sql': 'CREATE TABLE twice (id int); SELECT pg_sleep(0.2);',
      '0101_slow.sql': 'CREATE TABLE slow (id int); SELECT pg_sleep(1); CREATE TABLE slow_too (id int);',
    });
    const child = migrateInProcess(from);
    const dead = new Promise((done) => child.once('exit', done));
    for (;;) {
      const rows = await rawQuery(
        database.db(),
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'summit-migrate' AND query LIKE '%pg_sleep(1)%'`,
        [],
      );
      if (rows.length > 0) break;
      await new Promise((wake) => setTimeout(wake, 10));
    }
    child.kill('SIGKILL');
    await dead;
    expect(await exists('slow')).toBe(false);
    expect(await migrate(database.url(), from)).toEqual(['0101_slow.sql']);
    expect([await exists('slow'), await exists('slow_too')]).toEqual([true, true]);
    expect(await migrate(database.url(), from)).toEqual([]);
  }, 20_000);

  test('one that was applied and then changed is refused, in one line, before anything runs', async () => {
    const from = await directory({
      '0100_twice.sql': 'CREATE TABLE twice (id bigint);',
      '0101_slow.sql': 'SELECT 1;',
      '0102_new.sql': 'CREATE TABLE never (id int);',
    });
    const refused = migrate(database.url(), from);
    await expect(refused).rejects.toThrow(MigrationRefused);
    await expect(refused).rejects.toThrow(
      /^migration 0100_twice\.sql was applied with checksum [0-9a-f]{12} and is now .*$/,
    );
    expect(await exists('never')).toBe(false);
  });

  test('a database of a newer version is refused', async () => {
    await expect(migrate(database.url())).rejects.toThrow(/0100_twice\.sql, which this version does not know/);
  });
});
