import { readFile } from 'node:fs/promises';
import type { Database } from '../store/database';
import { sealWith, type Seal } from '../store/sealed';
import { rekey, runningBridges } from '../store/sealKey';

/** Seals the webhook secrets, and the tokens of the backfill, with the bridge's key of now. `before` is the key they were sealed with; without it, what does not open is given up. */
export async function rekeyCommand(
  db: Database,
  key: Seal,
  before: Seal | null,
  print: (line: string) => void,
): Promise<void> {
  if ((await runningBridges(db)) > 0)
    throw new Error('a bridge is running on this database, with the key it started with; stop it first');
  const { sealed, emptied, sources, shutSources } = await rekey(db, key, before);
  print(`${sealed.length} webhook doors are sealed with the key`);
  if (sources.length > 0) print(`${sources.length} tokens of the backfill are sealed with the key`);
  for (const id of shutSources)
    print(`source ${id}: its token does not open; give it a new one with POST /api/v1/backfills/${id}/resume`);
  for (const id of emptied)
    print(`door ${id}: its secrets did not open and are gone; give it a new one with POST /api/v1/hooks/${id}/rotate`);
}

/** A key of 32 bytes from a file, in hex as `secret.key` is, or in base64. */
export async function keyFromFile(file: string): Promise<Seal> {
  const text = (await readFile(file, 'utf8')).trim();
  const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (key.length !== 32) throw new Error(`${file} holds no key: 32 bytes, as 64 hex digits or as base64`);
  return sealWith(key);
}
