import { z } from 'zod';
import { Time } from './primitives';
import { BuildKind, BuildUnit, CacheUse } from './reports';

/** What one upload told of where a build's time went. */
export const RunProfile = z.object({
  id: z.string(),
  job: z.string(),
  /** What its sender called it. */
  name: z.string(),
  format: z.string(),
  tool: z.string(),
  durationMs: z.number().nullable(),
  startedAt: Time.nullable(),
  cache: CacheUse.nullable(),
  /** The last profile of the same tool and job in an earlier run of this pipeline on this branch; null where there is none. */
  before: z.object({ runId: z.string(), durationMs: z.number().nullable(), cache: CacheUse.nullable() }).nullable(),
  kinds: z.array(BuildKind),
  units: z.array(BuildUnit),
  unitCount: z.number().int(),
  receivedAt: Time,
});
export type RunProfile = z.infer<typeof RunProfile>;

/** `total` counts those beyond the ones given too. */
export const RunProfiles = z.object({ items: z.array(RunProfile), total: z.number().int() });
export type RunProfiles = z.infer<typeof RunProfiles>;
