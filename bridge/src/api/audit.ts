import type { Tx } from '../store/database';
import type { Caller } from './auth/caller';

/** Writes who did what to what, in the transaction that does it. Secrets never go into `detail`. */
export async function audit(
  tx: Tx,
  caller: Caller,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx
    .insertInto('audit')
    .values({
      tenant: caller.tenant,
      actor: caller.actor,
      action,
      subject,
      detail: JSON.stringify({
        ...detail,
        token: caller.tokenId,
        ...(caller.subject === null ? {} : { subject: caller.subject, role: caller.role }),
      }),
    })
    .execute();
}

/** Tells the streams that an entity changed, in the transaction that changes it. */
export async function changed(tx: Tx, tenant: string, kind: 'run' | 'issue' | 'incident', id: string): Promise<void> {
  await tx.insertInto('change_feed').values({ tenant, kind, entity_id: id }).execute();
}
