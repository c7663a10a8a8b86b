import type { Actor, CiSystem, RepositoryRef, RunResult } from '@summit/contracts';
import { z } from 'zod';
import { providerAt, systemAt } from '../repository';
import { dropUndefined, isTimeMs, MAX_NAME, OptionalName, OptionalText, OptionalUrl } from '../fields';

/** The parts that GitLab's payloads share. */

const SPACED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) (?:UTC|([+-]\d\d):?(\d\d))$/;

/** GitLab writes times in three ways: `2016-08-12 15:23:28 UTC`, `2021-04-28 21:50:00 +0200` and ISO 8601, often in one payload. */
export const GitlabTime = z.string().transform((text, context) => {
  const spaced = SPACED.exec(text);
  const iso = spaced ? `${spaced[1]}T${spaced[2]}${spaced[3] === undefined ? 'Z' : `${spaced[3]}:${spaced[4]}`}` : text;
  const ms = Date.parse(iso);
  if (isTimeMs(ms)) return new Date(ms).toISOString();
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

export const OptionalTime = GitlabTime.nullish()
  .catch(undefined)
  .transform((time) => time ?? undefined);

/** Seconds, with fractions. */
export const OptionalSeconds = z
  .number()
  .nonnegative()
  .nullish()
  .catch(undefined)
  .transform((seconds) => seconds ?? undefined);

export const User = z
  .object({
    id: z.number().int().nullish(),
    name: OptionalText,
    username: OptionalText,
    email: OptionalText,
    avatar_url: OptionalUrl,
  })
  .nullish()
  .catch(undefined);

/** What GitLab writes in the place of an address that is not public. */
const REDACTED = '[REDACTED]';

export function actorOf(user: z.output<typeof User>): Actor | undefined {
  const name = user?.username ?? user?.name;
  if (user === null || user === undefined || name === undefined) return undefined;
  return dropUndefined({ name, email: emailOf(user.email), avatarUrl: user.avatar_url });
}

export const emailOf = (text: string | undefined): string | undefined => (text === REDACTED ? undefined : text);

/** Groups nest, so a path has two parts or more. */
export const Project = z.object({
  path_with_namespace: z
    .string()
    .max(MAX_NAME)
    .regex(/^[^/\s]+(\/[^/\s]+)+$/, 'not group/project'),
  web_url: OptionalUrl,
  default_branch: OptionalName,
});

export function repositoryOf(project: z.output<typeof Project>): RepositoryRef {
  return dropUndefined({
    provider: providerAt(project.web_url, 'gitlab'),
    fullName: project.path_with_namespace,
    url: project.web_url ?? '',
    defaultBranch: project.default_branch,
  });
}

/** The server that numbers what happens in the project. */
export const systemOf = (project: z.output<typeof Project>): CiSystem => systemAt('gitlab', project.web_url);

/** Ends of pipelines and of jobs. A map, not an object: a word from outside must not find what every object inherits. */
export const results: ReadonlyMap<string, RunResult> = new Map([
  ['success', 'success'],
  ['failed', 'failed'],
  ['canceled', 'cancelled'],
  ['skipped', 'skipped'],
]);

export const latest = (times: readonly (string | undefined)[]): string | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && Date.parse(b) > Date.parse(a)) ? b : a), undefined);

export const earliest = (times: readonly (string | undefined)[]): string | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && Date.parse(b) < Date.parse(a)) ? b : a), undefined);
