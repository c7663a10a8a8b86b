import { gzipSync } from 'node:zlib';
import { tableBlobs } from '../../../store/blobs';
import type { Database } from '../../../store/database';
import { ensurePartitions, dayOf } from '../../../store/partitions';
import { createContext, type InboxItem } from '../../context';
import { digestSentry } from '../handler';

/** Makes a tenant with one project; returns the project's id. */
export async function makeProject(db: Database, tenant = 'acme', slug = 'shop'): Promise<string> {
  await db
    .insertInto('tenant')
    .values({ id: tenant, name: tenant })
    .onConflict((c) => c.doNothing())
    .execute();
  const row = await db
    .insertInto('project')
    .values({ tenant, slug, name: slug })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export interface Sent {
  tenant?: string;
  projectId: string;
  body: Buffer;
  encoding?: string;
  receivedAt?: Date;
  meta?: Record<string, unknown>;
}

/** Puts bodies into the inbox, as the door does, and returns them as the digest gets them. */
export async function intoInbox(db: Database, sent: readonly Sent[]): Promise<InboxItem[]> {
  const items: InboxItem[] = [];
  for (const one of sent) {
    const row = {
      tenant: one.tenant ?? 'acme',
      source: 'sentry',
      project_id: one.projectId,
      received_at: one.receivedAt ?? new Date(),
      encoding: one.encoding ?? '',
      meta: JSON.stringify(one.meta ?? {}),
      body: one.body,
    };
    const { id } = await db.insertInto('inbox').values(row).returning('id').executeTakeFirstOrThrow();
    items.push({
      id,
      tenant: row.tenant,
      source: 'sentry',
      projectId: one.projectId,
      hookId: null,
      receivedAt: row.received_at,
      encoding: row.encoding,
      meta: one.meta ?? {},
      body: one.body,
    });
  }
  return items;
}

/** Digests items in one transaction and removes them from the inbox, as the loop does. */
export async function digest(db: Database, items: readonly InboxItem[], now = new Date()): Promise<void> {
  await ensurePartitions(
    db,
    items.map((item) => dayOf(item.receivedAt)),
  );
  const context = createContext({ now: () => now, blobs: tableBlobs() });
  await db.transaction().execute(async (tx) => {
    await digestSentry(tx, items, context);
    await context.flush(tx);
    await tx
      .deleteFrom('inbox')
      .where(
        'id',
        'in',
        items.map((item) => item.id),
      )
      .execute();
  });
}

/** An envelope of one event. */
export function envelope(event: Record<string, unknown>, header: Record<string, unknown> = {}): Buffer {
  const payload = Buffer.from(JSON.stringify(event));
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n${JSON.stringify({ type: 'event', length: payload.length })}\n`),
    payload,
    Buffer.from('\n'),
  ]);
}

export function gzipped(body: Buffer): { body: Buffer; encoding: string } {
  return { body: gzipSync(body), encoding: 'gzip' };
}

let counter = 0;

/** An event that fails in `where`; equal `where` and `type` are one issue. */
export function failure(
  options: { where?: string; type?: string; more?: Record<string, unknown> } = {},
): Record<string, unknown> {
  counter += 1;
  return {
    event_id: counter.toString(16).padStart(32, '0'),
    timestamp: Date.now() / 1000,
    platform: 'python',
    exception: {
      values: [
        {
          type: options.type ?? 'ValueError',
          value: `order ${counter} is bad`,
          stacktrace: {
            frames: [
              {
                module: 'shop.cart',
                function: options.where ?? 'checkout',
                filename: 'shop/cart.py',
                lineno: 7,
                in_app: true,
              },
            ],
          },
        },
      ],
    },
    ...options.more,
  };
}
