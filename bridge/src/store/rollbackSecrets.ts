import { rawQuery, type Database, type Tx } from './database';
import type { Seal } from './sealed';

/** Seals the secrets of rollback policies again. One that does not open is gone: its policy says so when it is to be used, and is made anew. */
export async function rekeyPolicies(tx: Tx, key: Seal, open: (sealed: Buffer) => Buffer | undefined): Promise<void> {
  const policies = await rawQuery<{ tenant: string; id: string; secret: Buffer }>(
    tx,
    'SELECT tenant, id, secret FROM rollback_policy WHERE secret IS NOT NULL ORDER BY tenant, id FOR UPDATE',
    [],
  );
  for (const { tenant, id, secret } of policies) {
    const opened = open(secret);
    await rawQuery(tx, 'UPDATE rollback_policy SET secret = $3 WHERE tenant = $1 AND id = $2', [
      tenant,
      id,
      opened ? key.seal(opened) : null,
    ]);
  }
}

/** The sealed secrets of all policies that have one. */
export async function policySecrets(db: Database): Promise<Buffer[]> {
  const rows = await rawQuery<{ secret: Buffer }>(
    db,
    'SELECT secret FROM rollback_policy WHERE secret IS NOT NULL',
    [],
  );
  return rows.map(({ secret }) => secret);
}
