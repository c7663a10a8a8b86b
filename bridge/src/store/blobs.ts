import type { Database, Tx } from './database';
import { rawQuery } from './database';

export interface NewBlob {
  tenant: string;
  receivedAt: Date;
  /** '' | gzip | deflate | br | zstd: how `body` is compressed. */
  encoding: string;
  format: string;
  body: Buffer;
}

/** An inbox row whose body is kept; it is copied inside PostgreSQL, so that it does not cross the socket again. */
export interface InboxBlob {
  inboxId: string;
  tenant: string;
  receivedAt: Date;
  encoding: string;
  format: string;
  bytes: number;
}

export interface StoredBlob {
  encoding: string;
  format: string;
  body: Buffer;
}

/** Where large bodies live. The table below by default; a bucket can stand behind the same interface. */
export interface Blobs {
  /** Stores one body and returns its id. */
  put(tx: Tx, blob: NewBlob): Promise<string>;
  /** Stores bodies of inbox rows and returns their ids in the order of `rows`. */
  putFromInbox(tx: Tx, rows: readonly InboxBlob[]): Promise<string[]>;
  /** The body as it was stored, or null when the tenant has no such blob (any more). */
  get(db: Database | Tx, tenant: string, id: string): Promise<StoredBlob | null>;
  /** Several bodies at once, by id; those that are not kept (any more) are left out. */
  getAll(db: Database | Tx, tenant: string, refs: readonly BlobRef[]): Promise<Map<string, StoredBlob>>;
  /** Forgets bodies that others stand for now. */
  remove(tx: Tx, tenant: string, refs: readonly BlobRef[]): Promise<void>;
}

/** A blob and when it was received, which spares looking for it on every day. */
export interface BlobRef {
  id: string;
  receivedAt: Date;
  /** Only its first bytes, this many; all of it where it is left out. */
  bytes?: number | undefined;
}

export function tableBlobs(): Blobs {
  return { put, putFromInbox, get, getAll, remove };
}

async function put(tx: Tx, blob: NewBlob): Promise<string> {
  const { id } = await tx
    .insertInto('blob')
    .values({
      tenant: blob.tenant,
      received_at: blob.receivedAt,
      encoding: blob.encoding,
      format: blob.format,
      bytes: blob.body.length,
      body: blob.body,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function putFromInbox(tx: Tx, rows: readonly InboxBlob[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const ids = await rawQuery<{ id: string }>(tx, `SELECT nextval('blob_id') AS id FROM generate_series(1, $1)`, [
    rows.length,
  ]);
  const blobIds = ids.map((row) => row.id);
  const stored = await rawQuery<{ id: string }>(
    tx,
    `INSERT INTO blob (id, tenant, received_at, encoding, format, bytes, body)
     SELECT b.id, b.tenant, b.received_at, b.encoding, b.format, b.bytes, i.body
     FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::int[])
       AS b(id, inbox_id, tenant, received_at, encoding, format, bytes)
     JOIN inbox i ON i.id = b.inbox_id
     RETURNING id`,
    [
      blobIds,
      rows.map((row) => row.inboxId),
      rows.map((row) => row.tenant),
      rows.map((row) => row.receivedAt.toISOString()),
      rows.map((row) => row.encoding),
      rows.map((row) => row.format),
      rows.map((row) => row.bytes),
    ],
  );
  if (stored.length !== rows.length) {
    throw new Error(`${rows.length - stored.length} inbox rows vanished before their bodies were kept`);
  }
  return blobIds;
}

async function getAll(db: Database | Tx, tenant: string, refs: readonly BlobRef[]): Promise<Map<string, StoredBlob>> {
  if (refs.length === 0) return new Map();
  // pg reads binary as hexadecimal, twice as long and several times slower than base64.
  const rows = await rawQuery<{ id: string; encoding: string; format: string; body: string }>(
    db,
    `SELECT b.id, b.encoding, b.format, encode(CASE WHEN w.bytes IS NULL THEN b.body ELSE substr(b.body, 1, w.bytes) END, 'base64') AS body
     FROM unnest($2::bigint[], $5::int[]) w (id, bytes) JOIN blob b ON b.id = w.id
     WHERE b.tenant = $1 AND b.received_at BETWEEN $3 AND $4`,
    [tenant, ...wanted(refs), refs.map(({ bytes }) => bytes ?? null)],
  );
  return new Map(
    rows.map(({ id, encoding, format, body }) => [id, { encoding, format, body: Buffer.from(body, 'base64') }]),
  );
}

async function remove(tx: Tx, tenant: string, refs: readonly BlobRef[]): Promise<void> {
  if (refs.length === 0) return;
  await rawQuery(
    tx,
    'DELETE FROM blob WHERE tenant = $1 AND id = ANY($2::bigint[]) AND received_at BETWEEN $3 AND $4',
    [tenant, ...wanted(refs)],
  );
}

/** PostgreSQL keeps microseconds, of which a Date has lost some. */
function wanted(refs: readonly BlobRef[]): [ids: string[], from: Date, to: Date] {
  const times = refs.map(({ receivedAt }) => receivedAt.getTime());
  return [refs.map(({ id }) => id), new Date(Math.min(...times) - 1), new Date(Math.max(...times) + 1)];
}

async function get(db: Database | Tx, tenant: string, id: string): Promise<StoredBlob | null> {
  const row = await db
    .selectFrom('blob')
    .select(['encoding', 'format', 'body'])
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row ?? null;
}
