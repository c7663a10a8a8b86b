import type { NewArtifact } from '@summit/contracts';
import { createHash } from 'node:crypto';
import type { Tx } from '../../store/database';
import { bulk, byKey, keyOf } from '../shared/bulk';
import type { KnownRun } from './runs';

interface Told {
  run: KnownRun;
  job: string;
  at: Date;
}

/** Stores what is said of artifacts; who tells more of one later adds to it. */
export async function storeArtifacts(tx: Tx, { run, job, at }: Told, artifacts: readonly NewArtifact[]): Promise<void> {
  const rows = [
    ...byKey(
      artifacts,
      ({ name }) => name,
      (a, b) => ({ ...a, ...b }),
    ).values(),
  ].map((artifact) => ({
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
  }));
  await bulk(
    tx,
    rows,
    'tenant text, run_id text, key text, job text, name text, at timestamptz, bytes bigint, sha256 text, media_type text, url text',
    (x) => `
      INSERT INTO artifact AS a (tenant, run_id, key, job, name, at, bytes, sha256, media_type, url)
      SELECT tenant, run_id, decode(key, 'hex'), job, name, at, bytes, decode(sha256, 'hex'), media_type, url FROM ${x}
      ON CONFLICT (tenant, run_id, key) DO UPDATE SET
        bytes = coalesce(excluded.bytes, a.bytes),
        -- A digest is of the bytes that it came with.
        sha256 = CASE WHEN excluded.bytes IS NULL THEN coalesce(excluded.sha256, a.sha256) ELSE excluded.sha256 END,
        media_type = coalesce(excluded.media_type, a.media_type),
        url = coalesce(excluded.url, a.url)`,
  );
}
