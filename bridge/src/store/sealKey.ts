import { rawQuery, type Database } from './database';
import { policySecrets, rekeyPolicies } from './rollbackSecrets';
import type { Seal } from './sealed';

/** The key does not open what the database holds; the message is one line for the person who started the bridge. */
export class KeyRefused extends Error {}

interface SealedDoor {
  id: string;
  secrets: readonly Buffer[];
}

/** Those of the secrets that open with this key, in their order. */
export function openable(secrets: readonly Buffer[], open: (sealed: Buffer) => Buffer): Buffer[] {
  return secrets.flatMap((sealed) => {
    try {
      return [open(sealed)];
    } catch {
      return [];
    }
  });
}

/**
 * Throws KeyRefused when a living webhook door has secrets of which none opens with this key: the bridge would run, and answer each of that
 * door's deliveries 401; or when that of a rollback policy does not: it would find that out when something has to be rolled back. Where nothing is sealed yet, any key will do. `origin` names where the key comes from.
 */
export async function refuseForeignKey(db: Database, seal: Seal, origin: string): Promise<void> {
  const doors = await livingDoors(db);
  const shut = doors.filter(
    ({ secrets }) => secrets.length > 0 && openable(secrets, (sealed) => seal.open(sealed)).length === 0,
  );
  const policies = await policySecrets(db);
  const shutPolicies = policies.filter((sealed) => openable([sealed], (bytes) => seal.open(bytes)).length === 0);
  const told = [
    ...(shut.length > 0 ? [`${shut.length} of the ${doors.length} webhook doors`] : []),
    ...(shutPolicies.length > 0 ? [`${shutPolicies.length} of the ${policies.length} rollback policies`] : []),
  ];
  if (told.length === 0) return;
  throw new KeyRefused(
    `${origin} does not open the secrets of ${told.join(' and ')} in this database; put the key back that was used before, or change it with \`npm run bridge -- rekey\` (docs/operations.md)`,
  );
}

export interface Rekeyed {
  /** Doors whose secrets are now sealed with the new key. */
  sealed: string[];
  /** Doors whose secrets neither key opens: they have none now, and refuse everything until they are given one. */
  emptied: string[];
  /** Sources of the backfill whose tokens are now sealed with the new key. */
  sources: string[];
  /** Those whose token neither key opens: they stop until they are given one. */
  shutSources: string[];
}

/** Seals the secrets of all living doors, and the tokens of sources, again, in one transaction: opened with `before` or with the new key itself, sealed with the new key. */
export async function rekey(db: Database, key: Seal, before: Seal | null): Promise<Rekeyed> {
  const openWithEither = (sealed: Buffer) =>
    openable([sealed], (bytes) => key.open(bytes))[0] ?? (before ?? key).open(sealed);
  return db.transaction().execute(async (tx) => {
    const done: Rekeyed = { sealed: [], emptied: [], sources: [], shutSources: [] };
    for (const { id, secrets } of await livingDoors(tx, 'FOR UPDATE')) {
      const opened = openable(secrets, openWithEither);
      await rawQuery(tx, 'UPDATE hook SET secrets = $2 WHERE id = $1', [id, opened.map((secret) => key.seal(secret))]);
      (opened.length > 0 ? done.sealed : done.emptied).push(id);
    }
    const sources = await rawQuery<{ id: string; token: Buffer }>(
      tx,
      'SELECT id, token FROM backfill ORDER BY id FOR UPDATE',
      [],
    );
    for (const { id, token } of sources) {
      const [opened] = openable([token], openWithEither);
      if (opened) await rawQuery(tx, 'UPDATE backfill SET token = $2 WHERE id = $1', [id, key.seal(opened)]);
      (opened ? done.sources : done.shutSources).push(id);
    }
    await rekeyPolicies(tx, key, (sealed) => openable([sealed], openWithEither)[0]);
    return done;
  });
}

/** Names of what other bridges have open on this database. A bridge keeps the key it started with. */
export async function runningBridges(db: Database): Promise<number> {
  const [row] = await rawQuery<{ bridges: number }>(
    db,
    `SELECT count(*)::int AS bridges FROM pg_stat_activity
     WHERE datname = current_database() AND application_name IN ('summit-api', 'summit-append')`,
    [],
  );
  return row?.bridges ?? 0;
}

function livingDoors(db: Parameters<typeof rawQuery>[0], lock = ''): Promise<SealedDoor[]> {
  return rawQuery<SealedDoor>(db, `SELECT id, secrets FROM hook WHERE revoked_at IS NULL ORDER BY id ${lock}`, []);
}
