import type { Database } from '../../store/database';

const CACHE_MS = 10_000;

export interface OrgBindings {
  tenantOf(issuer: string, orgId: string): Promise<string | null>;
  forget(): void;
}

/** Which tenant a Grafana organisation is bound to; bindings change rarely, so they are kept for ten seconds. */
export function orgBindings(db: Database, now: () => Date): OrgBindings {
  const cache = new Map<string, { tenant: string | null; at: number }>();
  return {
    async tenantOf(issuer, orgId) {
      const key = `${orgId} ${issuer}`;
      const at = now().getTime();
      const cached = cache.get(key);
      if (cached && at - cached.at <= CACHE_MS) return cached.tenant;
      const row = await db
        .selectFrom('grafana_org')
        .select('tenant')
        .where('issuer', '=', issuer)
        .where('org_id', '=', orgId)
        .executeTakeFirst();
      const tenant = row?.tenant ?? null;
      // Organisation ids are signed by Grafana, so this map is as small as the number of its organisations.
      cache.set(key, { tenant, at });
      return tenant;
    },
    forget: () => cache.clear(),
  };
}
