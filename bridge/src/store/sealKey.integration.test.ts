import { withTestDatabase } from '../testing/database';
import { rawQuery } from './database';
import { loadDoorKeys } from './doorKeys';
import { sealWith, type Seal } from './sealed';
import { KeyRefused, refuseForeignKey, rekey } from './sealKey';

const database = withTestDatabase();
const first = sealWith(Buffer.alloc(32, 1));
const second = sealWith(Buffer.alloc(32, 2));
const third = sealWith(Buffer.alloc(32, 3));

async function door(id: string, secrets: readonly [Seal, string][], revoked = false): Promise<void> {
  await rawQuery(
    database.db(),
    `INSERT INTO hook (id, tenant, provider, name, secrets, revoked_at) VALUES ($1, 't', 'github', $1, $2, $3)`,
    [id, secrets.map(([seal, text]) => seal.seal(Buffer.from(text))), revoked ? new Date(0) : null],
  );
}

async function secretsOf(id: string, seal: Seal): Promise<{ secrets: string[] | undefined; reported: string[] }> {
  const reported: string[] = [];
  const keys = await loadDoorKeys(database.db(), seal.open, (what) => reported.push(what));
  keys.close();
  return { secrets: keys.hook(id)?.secrets.map(String), reported };
}

const refusal = (seal: Seal) =>
  refuseForeignKey(database.db(), seal, 'SUMMIT_SECRET_KEY').then(
    () => null,
    (error: unknown) => (error instanceof KeyRefused ? error.message : String(error)),
  );

beforeAll(() => rawQuery(database.db(), `INSERT INTO tenant (id, name) VALUES ('t', 't')`, []));
beforeEach(() => rawQuery(database.db(), 'DELETE FROM hook', []));

describe('the key at the start', () => {
  test('any key will do while nothing is sealed, or only doors that are closed', async () => {
    expect(await refusal(first)).toBeNull();
    await door('closed', [[second, 'x']], true);
    expect(await refusal(first)).toBeNull();
  });

  test('a key that opens is taken, and another is refused in one line that names the way out', async () => {
    await door('a', [[first, 'x']]);
    await door('b', [[first, 'x']]);
    expect(await refusal(first)).toBeNull();
    const said = await refusal(second);
    expect(said).toMatch(/^SUMMIT_SECRET_KEY does not open the secrets of 2 of the 2 webhook doors .*put the key back/);
    expect(said).toContain('npm run bridge -- rekey');
    expect(said).not.toContain('\n');
  });

  test('the secret of a rollback policy that does not open is told as well; one that was given up is not', async () => {
    const policy = (secret: Buffer | null) =>
      rawQuery(
        database.db(),
        `INSERT INTO rollback_policy (tenant, id, repository, environment, enabled, window_minutes, conditions, url, secret, created_by)
         VALUES ('t', 'p', 'demo/shop', 'production', true, 60, '{}', 'https://deploy.example.org/', $1, 'ada')
         ON CONFLICT (tenant, id) DO UPDATE SET secret = excluded.secret`,
        [secret],
      );
    await door('a', [[first, 'x']]);
    await policy(first.seal(Buffer.from('y')));
    expect(await refusal(first)).toBeNull();
    await policy(second.seal(Buffer.from('y')));
    expect(await refusal(first)).toContain(
      'does not open the secrets of 1 of the 1 rollback policies in this database',
    );
    expect(await refusal(third)).toContain('1 of the 1 webhook doors and 1 of the 1 rollback policies');
    await policy(null);
    expect(await refusal(first)).toBeNull();
    await rawQuery(database.db(), 'DELETE FROM rollback_policy', []);
  });

  test('one door of another key is enough; a door that has one secret that opens works with that', async () => {
    await door('a', [
      [first, 'new'],
      [second, 'old'],
    ]);
    expect(await refusal(first)).toBeNull();
    expect(await secretsOf('a', first)).toEqual({
      secrets: ['new'],
      reported: ['1 of the 2 secrets of hook a do not open with this key'],
    });
    await door('b', [[second, 'x']]);
    expect(await refusal(first)).toContain('1 of the 2 webhook doors');
  });
});

describe('changing the key', () => {
  test('seals everything again, and the old key opens nothing any more', async () => {
    await door('a', [
      [first, 'new'],
      [first, 'old'],
    ]);
    expect(await rekey(database.db(), second, first)).toMatchObject({ sealed: ['a'], emptied: [] });
    expect(await refusal(second)).toBeNull();
    expect(await refusal(first)).not.toBeNull();
    expect((await secretsOf('a', second)).secrets).toEqual(['new', 'old']);
  });

  test('can be done again, and takes what is sealed with the new key already', async () => {
    await door('a', [[first, 'x']]);
    await door('b', [[second, 'y']]);
    await rekey(database.db(), second, first);
    expect(await rekey(database.db(), second, first)).toMatchObject({ sealed: ['a', 'b'], emptied: [] });
    expect((await secretsOf('b', second)).secrets).toEqual(['y']);
  });

  test('without the old key the doors that do not open are emptied and refuse everything, and the bridge may start', async () => {
    await door('a', [[first, 'x']]);
    await door('b', [[third, 'y']]);
    expect(await rekey(database.db(), third, null)).toMatchObject({ sealed: ['b'], emptied: ['a'] });
    expect(await refusal(third)).toBeNull();
    expect(await secretsOf('a', third)).toEqual({ secrets: [], reported: [] });
  });

  test('seals the token of a rollback policy again; one that does not open is gone', async () => {
    const policy = (id: string, secret: Buffer) =>
      rawQuery(
        database.db(),
        `INSERT INTO rollback_policy (tenant, id, repository, environment, enabled, window_minutes, conditions, action, url, secret, created_by)
         VALUES ('t', $1, 'demo/shop', $1, true, 60, '{}', '{"kind":"github"}', 'https://api.github.com', $2, 'ada')`,
        [id, secret],
      );
    await policy('known', first.seal(Buffer.from('token')));
    await policy('shut', third.seal(Buffer.from('token')));
    await rekey(database.db(), second, first);
    const rows = await database.db().selectFrom('rollback_policy').select(['id', 'secret']).orderBy('id').execute();
    expect(rows.map(({ id, secret }) => [id, secret && second.open(secret).toString()])).toEqual([
      ['known', 'token'],
      ['shut', null],
    ]);
    await rawQuery(database.db(), 'DELETE FROM rollback_policy', []);
  });

  test('seals the tokens of the backfill again, and names those that do not open', async () => {
    const source = (id: string, token: Buffer) =>
      database
        .db()
        .insertInto('backfill')
        .values({
          id,
          tenant: 't',
          provider: 'github',
          name: id,
          url: 'https://github.com',
          token,
          since: new Date(),
          repair_hours: 0,
          requests_per_second: 1,
          created_by: 'service:test',
        })
        .execute();
    await source('known', first.seal(Buffer.from('token')));
    await source('shut', third.seal(Buffer.from('token')));
    expect(await rekey(database.db(), second, first)).toMatchObject({ sources: ['known'], shutSources: ['shut'] });
    const row = await database
      .db()
      .selectFrom('backfill')
      .select('token')
      .where('id', '=', 'known')
      .executeTakeFirstOrThrow();
    expect(second.open(row.token).toString()).toBe('token');
  });
});
