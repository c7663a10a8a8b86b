import type { Tx } from '../../store/database';
import { rawQuery } from '../../store/database';

/** An encoded OTLP export request, exactly as it will be sent. */
export interface OutboxEntry {
  tenant: string;
  signal: 'traces' | 'logs' | 'metrics';
  items: number;
  payload: Uint8Array;
}

export async function addToOutbox(tx: Tx, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((_, i) => `($${i * 4 + 1}, $${i * 4 + 2}, $${i * 4 + 3}::int, $${i * 4 + 4}::bytea)`);
  await rawQuery(
    tx,
    `INSERT INTO outbox (tenant, signal, items, payload) VALUES ${rows.join(', ')}`,
    entries.flatMap((entry) => [entry.tenant, entry.signal, entry.items, asBuffer(entry.payload)]),
  );
}

/** pg sends Buffers in binary; other byte arrays it would copy once more. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
