import type { ArtifactsFact, RunFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, OptionalName } from '../fields';

/** The archive of a job's artifacts; both fields are null where it has none. */
export const ArtifactsFile = z
  .object({ filename: OptionalName, size: z.number().int().min(0).nullish().catch(undefined) })
  .nullish()
  .catch(undefined);

interface Told {
  name: string;
  artifacts_file?: z.output<typeof ArtifactsFile>;
}

/** The archive of one job; null where none is told. */
export function artifactsFact(
  { name: job, artifacts_file: file }: Told,
  { repository, system, providerRunId, attempt }: RunFact,
): ArtifactsFact | null {
  const name = file?.filename;
  if (!name) return null;
  const bytes = file?.size ?? undefined;
  return dropUndefined<ArtifactsFact>({
    kind: 'artifacts',
    repository,
    system,
    providerRunId,
    attempt,
    job,
    artifacts: [dropUndefined({ name: name.slice(0, 300), bytes })],
  });
}
