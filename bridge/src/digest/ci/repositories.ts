import type { Tx } from '../../store/database';
import type { Batch } from './batch';
import { bulk, byKey, keyOf } from '../shared/bulk';

/** Every repository that was mentioned. Rows that would not change are not even locked: all bridges share them. */
export async function storeRepositories(tx: Tx, batch: Batch): Promise<void> {
  const mentioned = batch.all.map(({ tenant, fact: { repository } }) => ({
    tenant,
    provider: repository.provider,
    full_name: repository.fullName,
    url: repository.url,
    default_branch: repository.defaultBranch ?? null,
  }));
  const rows = byKey(
    mentioned,
    (row) => keyOf(row.tenant, row.provider, row.full_name),
    (a, b) => ({ ...b, url: b.url || a.url, default_branch: b.default_branch ?? a.default_branch }),
  );
  await bulk(
    tx,
    [...rows.values()],
    'tenant text, provider text, full_name text, url text, default_branch text',
    (x) => `
      INSERT INTO repository AS r (tenant, provider, full_name, url, default_branch)
      SELECT tenant, provider, full_name, url, default_branch FROM ${x}
      WHERE NOT EXISTS (
        SELECT FROM repository k WHERE k.tenant = x.tenant AND k.provider = x.provider AND k.full_name = x.full_name
          AND x.url IN (k.url, '') AND coalesce(x.default_branch, k.default_branch) IS NOT DISTINCT FROM k.default_branch)
      ON CONFLICT (tenant, provider, full_name) DO UPDATE SET
        url = coalesce(nullif(excluded.url, ''), r.url),
        default_branch = coalesce(excluded.default_branch, r.default_branch)`,
  );
}
