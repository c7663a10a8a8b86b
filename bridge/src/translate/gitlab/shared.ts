import type { Actor, CiSystem, RepositoryRef, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { providerAt, systemAt } from '../repository';
import { dropUndefined, MAX_NAME, OptionalName, OptionalText, OptionalUrl, personOf } from '../fields';
import { orMissing } from '../time';

/** The parts that GitLab's payloads share. */

/** Seconds, with fractions; of more than ten years it is nonsense, and taken for missing. */
export const OptionalSeconds = orMissing(z.number().nonnegative().max(315_576_000));

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
  return personOf(user?.username ?? user?.name, emailOf(user?.email), user?.avatar_url);
}

/** Who made a commit; GitLab knows them by name and address only. */
export const Author = z.object({ name: OptionalText, email: OptionalText }).nullish().catch(undefined);

export const authorOf = (author: z.output<typeof Author>): Actor | undefined =>
  personOf(author?.name, emailOf(author?.email));

const emailOf = (text: string | undefined): string | undefined => (text === REDACTED ? undefined : text);

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

export function statusOf(status: string, running: ReadonlySet<string>): RunStatus {
  if (results.has(status)) return 'completed';
  return running.has(status) ? 'running' : 'queued';
}
