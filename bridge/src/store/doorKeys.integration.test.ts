import { withTestDatabase } from '../testing/database';
import { rawQuery, type Database } from './database';
import { loadDoorKeys } from './doorKeys';

const database = withTestDatabase();

/** The database, but what it answers is held back while the gate is shut. */
function slow(db: Database, gate: () => Promise<void>): Database {
  return new Proxy(db, {
    get: (target, name): unknown =>
      name === 'executeQuery'
        ? async (...query: Parameters<Database['executeQuery']>) => {
            const answer = await target.executeQuery(...query);
            await gate();
            return answer;
          }
        : Reflect.get(target, name),
  });
}

test('a reading that began before a change does not undo what a later one found', async () => {
  const db = database.db();
  await rawQuery(db, `INSERT INTO tenant (id, name) VALUES ('t', 't')`, []);
  const held: (() => void)[] = [];
  let isShut = false;
  const gate = async (): Promise<void> => (isShut ? new Promise((open) => held.push(open)) : undefined);
  const keys = await loadDoorKeys(
    slow(db, gate),
    (secret) => secret,
    () => undefined,
  );
  try {
    isShut = true;
    const old = keys.refresh();
    while (held.length === 0) await new Promise((later) => setTimeout(later, 5));
    held.splice(0).forEach((open) => open());
    // It has read the keys of DSNs, and reads the hooks, of which there is none yet.
    while (held.length === 0) await new Promise((later) => setTimeout(later, 5));
    isShut = false;
    await rawQuery(db, `INSERT INTO hook (id, tenant, provider, name, secrets) VALUES ('h', 't', 'github', 'h', $1)`, [
      [Buffer.from('secret')],
    ]);
    await keys.refresh();
    expect(keys.hook('h')?.secrets.map(String)).toEqual(['secret']);
    held.splice(0).forEach((open) => open());
    await old;
    expect(keys.hook('h')?.secrets.map(String)).toEqual(['secret']);
  } finally {
    keys.close();
  }
});
