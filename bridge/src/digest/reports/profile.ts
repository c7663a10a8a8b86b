import type { BuildProfile } from '@summit/contracts';
import type { Tx } from '../../store/database';
import type { KnownRun } from './runs';

export interface StoredProfile {
  /** Of its report. */
  id: string;
  run: KnownRun;
  job: string;
  at: Date;
  profile: BuildProfile;
}

/** Stores what a build tool told of its time. */
export async function storeProfile(tx: Tx, { id, run, job, at, profile }: StoredProfile): Promise<void> {
  await tx
    .insertInto('build_profile')
    .values({
      report_id: id,
      tenant: run.tenant,
      run_id: run.id,
      job,
      tool: profile.tool,
      at,
      started_at: profile.startedAt ?? null,
      duration_ms: profile.durationMs ?? null,
      cache_hits: profile.cache?.hits ?? null,
      cache_misses: profile.cache?.misses ?? null,
      kinds: JSON.stringify(profile.kinds),
      units: JSON.stringify(profile.units),
      unit_count: profile.unitCount,
    })
    .execute();
}
