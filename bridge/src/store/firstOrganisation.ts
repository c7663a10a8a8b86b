import { sql } from 'kysely';
import type { Database } from './database';
import { bindOrganisation } from './grafanaOrgs';
import { lockTenants } from './tenants';

const ORG_ID = '1';

/**
 * Binds the first organisation of a Grafana to the tenant, for who provisions the data source's token and so need not call the API. Asked
 * at each start, so that a Grafana which moved to another root URL is bound too; a binding that was made once is never made again, so
 * that one an admin removed stays removed.
 *
 * @returns true when it was bound now
 */
export async function bindFirstOrganisation(
  db: Database,
  { tenant, issuer }: { tenant: string; issuer: string },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await lockTenants(tx);
    const known = await tx.selectFrom('tenant').select('id').where('id', '=', tenant).executeTakeFirst();
    const before = await tx
      .selectFrom('audit')
      .select('id')
      .where('action', '=', 'grafana_org.bind')
      .where('subject', '=', ORG_ID)
      .where(sql`detail->>'issuer'`, '=', issuer)
      .limit(1)
      .executeTakeFirst();
    if (!known || before) return false;
    const bound = await bindOrganisation(tx, { issuer, orgId: ORG_ID, tenant });
    if (!bound.now) return false;
    await tx
      .insertInto('audit')
      .values({
        tenant,
        actor: 'bridge',
        action: 'grafana_org.bind',
        subject: ORG_ID,
        detail: JSON.stringify({ issuer, orgId: Number(ORG_ID) }),
      })
      .execute();
    return true;
  });
}
