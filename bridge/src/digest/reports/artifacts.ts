import type { NewArtifact } from '@summit/contracts';
import { createHash } from 'node:crypto';
import type { Tx } from '../../store/database';
import { bulk, byKey, keyOf } from '../shared/bulk';
import type { KnownRun } from './runs';

/** What was told of the artifacts of one job of a run. */
export interface ToldArtifacts {
  run: KnownRun;
  job: string;
  at: Date;
  artifacts: readonly NewArtifact[];
}

/** Stores what is said of artifacts; who tells more of one later adds to it. Returns the runs of which something is new. */
export async function storeArtifacts(
  tx: Tx,
  told: readonly ToldArtifacts[],
): Promise<{ tenant: string; id: string }[]> {
  const rows = byKey(
    told.flatMap((of) => of.artifacts.map((artifact) => rowOf(of, artifact))),
    (row) => keyOf(row.tenant, row.run_id, row.key),
    (a, b) => ({
      ...b,
      bytes: b.bytes ?? a.bytes,
      sha256: b.sha256 ?? a.sha256,
      media_type: b.media_type ?? a.media_type,
      url: b.url ?? a.url,
    }),
  );
  const written = await bulk<{ tenant: string; id: string }>(
    tx,
    [...rows.values()],
    'tenant text, run_id text, key text, job text, name text, at timestamptz, bytes bigint, sha256 text, media_type text, url text',
    (x) => `
      INSERT INTO artifact AS a (tenant, run_id, key, job, name, at, bytes, sha256, media_type, url)
      SELECT tenant, run_id, decode(key, 'hex'), job, name, at, bytes, decode(sha256, 'hex'), media_type, url FROM ${x}
      ON CONFLICT (tenant, run_id, key) DO UPDATE SET
        bytes = coalesce(excluded.bytes, a.bytes),
        -- A digest is of the bytes that it came with.
        sha256 = CASE WHEN excluded.bytes IS NULL OR excluded.bytes = a.bytes THEN coalesce(excluded.sha256, a.sha256) ELSE excluded.sha256 END,
        media_type = coalesce(excluded.media_type, a.media_type),
        url = coalesce(excluded.url, a.url)
      WHERE (coalesce(excluded.bytes, a.bytes), coalesce(excluded.sha256, a.sha256), coalesce(excluded.media_type, a.media_type), coalesce(excluded.url, a.url))
        IS DISTINCT FROM (a.bytes, a.sha256, a.media_type, a.url)
      RETURNING tenant, run_id AS id`,
  );
  return [
    ...byKey(
      written,
      ({ tenant, id }) => keyOf(tenant, id),
      (a) => a,
    ).values(),
  ];
}

const rowOf = ({ run, job, at }: ToldArtifacts, artifact: NewArtifact) => ({
  tenant: run.tenant,
  run_id: run.id,
  key: createHash('sha256').update(keyOf(job, artifact.name)).digest('hex'),
  job,
  name: artifact.name,
  at,
  bytes: artifact.bytes ?? null,
  sha256: artifact.sha256 ?? null,
  media_type: artifact.mediaType ?? null,
  url: artifact.url ?? null,
});
