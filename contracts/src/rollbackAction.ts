import { z } from 'zod';

/** Letters, digits, dots, dashes and underscores, and not dots alone: these become a part of a path. */
const segment = String.raw`(?!\.{1,2}(?:/|$))[\w.-]{1,100}`;
const of = (pattern: string, as: string) =>
  z
    .string()
    .max(300)
    .regex(new RegExp(`^${pattern}$`), as);

/** A branch or tag. */
const GitRef = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\s\p{Cc}]+$/u, 'a branch or tag, without spaces');
/** Goes into a header: visible ASCII. */
const Token = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'a token has no spaces and no characters beyond ASCII');
const Address = z.url({ protocol: /^https?$/ }).max(2000);
const ApiRoot = Address.refine((url) => !/[?#]/.test(url), 'a root has no query').overwrite((url) =>
  url.replace(/\/+$/, ''),
);

const github = {
  kind: z.literal('github'),
  /** Root of the REST API: `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  api: ApiRoot,
  repository: of(`${segment}/${segment}`, 'owner/name'),
  /** File in `.github/workflows`, or the workflow's number. */
  workflow: of(String.raw`(?:\d+|(?!\.)[\w.-]{1,100}\.ya?ml)`, 'a file name like rollback.yml, or a number'),
  ref: GitRef,
};
const gitlab = {
  kind: z.literal('gitlab'),
  /** Root of the REST API: `https://HOST/api/v4`. */
  api: ApiRoot,
  /** Its number, or its path with all groups. */
  project: of(String.raw`(?:\d+|${segment}(?:/${segment})+)`, 'a number, or group/name'),
  ref: GitRef,
  /** What the token is: one of the API (personal, of a group or a project), or a pipeline trigger token. */
  auth: z.enum(['token', 'trigger']),
};

/** What a policy does, as it is told: no address of a webhook, no token. */
export const RollbackAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook') }),
  z.object(github),
  z.object(gitlab),
]);
export type RollbackAction = z.infer<typeof RollbackAction>;

/** What a policy is to do. Its token is told to nobody again. */
export const NewRollbackAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: Address }),
  z.object({ ...github, token: Token }),
  z.object({ ...gitlab, token: Token }),
]);
export type NewRollbackAction = z.infer<typeof NewRollbackAction>;

/** A token that is left out stays, as long as it goes to the same API; a webhook's address that is left out stays as well. */
export const RollbackActionUpdate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: Address.optional() }),
  z.object({ ...github, token: Token.optional() }),
  z.object({ ...gitlab, token: Token.optional() }),
]);
export type RollbackActionUpdate = z.infer<typeof RollbackActionUpdate>;
