import { z } from 'zod';
import { Time } from './primitives';

/** What a build left behind, told without the thing itself. */

// eslint-disable-next-line no-control-regex
const UNKEPT = /[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u;
const Name = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => !UNKEPT.test(text), 'must not have control characters or halves of characters');
const PASSWORD = /^https?:\/\/[^/?#]*@/i;
const MAX_BYTES = 2 ** 53 - 1;

export const NewArtifact = z.strictObject({
  /** Under which it is compared from run to run: a version in it makes it another. */
  name: Name,
  bytes: z.number().int().min(0).max(MAX_BYTES).optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits in lower case')
    .optional(),
  mediaType: z
    .string()
    .max(100)
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'must be a media type such as application/zip')
    .optional(),
  /** Where people get it. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine((text) => !PASSWORD.test(text), 'must not have a name or a password in it')
    .optional(),
});
export type NewArtifact = z.infer<typeof NewArtifact>;

/** The body of an upload. */
export const ArtifactUpload = z.strictObject({ artifacts: z.array(NewArtifact).min(1).max(1000) });
export type ArtifactUpload = z.infer<typeof ArtifactUpload>;

/** One artifact of a run. */
export const RunArtifact = z.object({
  id: z.string(),
  job: z.string(),
  name: z.string(),
  bytes: z.number().int().nullable(),
  sha256: z.string().nullable(),
  mediaType: z.string().nullable(),
  /** Of http or https. */
  url: z.string().nullable(),
  /** Its sizes in earlier runs of the same pipeline and branch, oldest first; at most 20. The last is what it is compared with. */
  earlier: z.array(z.object({ runId: z.string(), at: Time, bytes: z.number().int() })),
});
export type RunArtifact = z.infer<typeof RunArtifact>;

/** The largest first, at most 500; `total` and `bytes` are of all. */
export const RunArtifacts = z.object({ items: z.array(RunArtifact), total: z.number().int(), bytes: z.number() });
export type RunArtifacts = z.infer<typeof RunArtifacts>;
