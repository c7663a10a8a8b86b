import type { Tx } from '../../store/database';
import { bulk, byKey, keyOf } from '../shared/bulk';
import type { Batch } from './batch';

interface Tag {
  tenant: string;
  name: string;
  provider: string;
  repository: string;
  sha: string;
}

/**
 * Tags that were pushed or deployed, and the releases called by one. A release that comes after its tag finds it by itself (the database
 * does that); versions that hold a commit need neither.
 */
export async function storeTags(tx: Tx, batch: Batch): Promise<void> {
  const tags = byKey(
    tagsOf(batch),
    (tag) => keyOf(tag.tenant, tag.name, tag.provider, tag.repository),
    (a) => a,
  );
  const rows = [...tags.values()];
  const columns = 'tenant text, name text, provider text, repository text, sha text';
  await bulk(
    tx,
    rows,
    columns,
    (x) => `INSERT INTO tag SELECT tenant, name, provider, repository, sha FROM ${x} ON CONFLICT DO NOTHING`,
  );
  await bulk(
    tx,
    rows,
    columns,
    (x) => `
      UPDATE release r SET sha = found.sha
      FROM (SELECT DISTINCT r.tenant, r.project_id, r.version, tagged_commit(r.tenant, r.project_id, r.version) AS sha
            FROM ${x} JOIN release r ON r.tenant = x.tenant AND r.sha IS NULL
              AND split_part(r.version, '@', -1) IN (x.name, regexp_replace(x.name, '^v', ''))) found
      WHERE r.tenant = found.tenant AND r.project_id = found.project_id AND r.version = found.version AND found.sha IS NOT NULL`,
  );
}

function tagsOf(batch: Batch): Tag[] {
  const deployed = batch.all.flatMap(({ tenant, fact }): Tag[] => {
    // What is deployed is a branch or a tag; only a version is sure to be a tag.
    if (fact.kind !== 'deployment' || fact.ref === undefined || !/^v?\d+\.\d+/.test(fact.ref)) return [];
    const { provider, fullName: repository } = fact.repository;
    return [{ tenant, name: fact.ref, provider, repository, sha: fact.sha }];
  });
  return [...batch.tags, ...deployed];
}
