import type { Tx } from './database';

export interface Binding {
  /** Root URL of the Grafana. */
  issuer: string;
  orgId: string;
  tenant: string;
}

/** Binds an organisation of a Grafana to a tenant, unless it is bound already: whose it is then, and whether it became so now. */
export async function bindOrganisation(
  tx: Tx,
  { issuer, orgId, tenant }: Binding,
): Promise<{ owner: string | null; now: boolean }> {
  const bound = await tx
    .insertInto('grafana_org')
    .values({ issuer, org_id: orgId, tenant })
    .onConflict((conflict) => conflict.columns(['issuer', 'org_id']).doNothing())
    .returning('org_id')
    .executeTakeFirst();
  if (bound) return { owner: tenant, now: true };
  const before = await tx
    .selectFrom('grafana_org')
    .select('tenant')
    .where('issuer', '=', issuer)
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  return { owner: before?.tenant ?? null, now: false };
}
