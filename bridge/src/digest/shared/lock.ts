import { rawQuery, type Tx } from '../../store/database';

/** Sets these locks apart from the bridge's other advisory locks. */
const LOCK_CLASS = 0x63_69_00_01;
/** Bounds the locks one transaction can hold: PostgreSQL keeps them in a table of fixed size. */
const BUCKETS = 1024;

/**
 * Holds the entities of `keys` until the transaction ends, also those that have no row yet: what is read after this, folded and written
 * back cannot be changed by another bridge in between. All locks of a batch are taken here, in one order, before any row is touched, so
 * two batches never wait for each other in a circle.
 */
export async function lockEntities(tx: Tx, keys: Iterable<string>): Promise<void> {
  const buckets = [...new Set([...keys].map(bucketOf))].sort((a, b) => a - b);
  if (buckets.length === 0) return;
  await rawQuery(tx, 'SELECT pg_advisory_xact_lock($1::int, bucket) FROM unnest($2::int[]) AS bucket', [
    LOCK_CLASS,
    buckets,
  ]);
}

/** FNV-1a. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
