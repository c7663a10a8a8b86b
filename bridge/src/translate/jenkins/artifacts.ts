import { type ArtifactsFact, NewArtifact, type RunFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, OptionalUrl } from '../fields';

/** By path; where each is found, in Jenkins itself and at Amazon. Their sizes are not told. */
export const Artifacts = z
  .record(z.string(), z.object({ archive: OptionalUrl, s3: OptionalUrl }).nullish().catch(undefined))
  .nullish()
  .catch(undefined);

const MOST = 1000;

/** What a build left behind; names that cannot be kept are passed over. */
export function artifactsOf(
  told: z.output<typeof Artifacts>,
  { repository, system, providerRunId, attempt }: RunFact,
): ArtifactsFact[] {
  const artifacts = Object.entries(told ?? {})
    .slice(0, MOST)
    .flatMap(([name, places]) => {
      const url = places?.archive ?? places?.s3;
      const artifact = NewArtifact.safeParse(dropUndefined({ name, url }));
      return artifact.success ? [artifact.data] : [];
    });
  if (artifacts.length === 0) return [];
  return [
    dropUndefined<ArtifactsFact>({ kind: 'artifacts', repository, system, providerRunId, attempt, job: '', artifacts }),
  ];
}
