import type { Tx } from '../../store/database';
import { rawQuery } from '../../store/database';

export type ChangeKind = 'run' | 'issue' | 'incident';

export async function addChanges(
  tx: Tx,
  changes: readonly { tenant: string; kind: ChangeKind; entityId: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await rawQuery(
    tx,
    `INSERT INTO change_feed (tenant, kind, entity_id) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])`,
    [changes.map((c) => c.tenant), changes.map((c) => c.kind), changes.map((c) => c.entityId)],
  );
}
