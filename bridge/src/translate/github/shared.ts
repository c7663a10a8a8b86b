import type { Actor, CiSystem, RepositoryRef, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { providerAt, systemAt } from '../repository';
import { dropUndefined, MAX_NAME, OptionalName, OptionalSha, OptionalText, OptionalUrl, personOf } from '../fields';
import { orMissing, timeBy } from '../time';

/** The parts that GitHub's payloads share. */

/** Which attempt of a run, from 1, as far as PostgreSQL's integer goes; older servers send none. */
export const Attempt = z.number().int().min(1).max(2_147_483_647).nullish();

/**
 * GitHub writes times as `2026-01-31T09:00:00Z`, sometimes with fractions or an offset, as seconds since the epoch in places, and as the
 * year 1 where it has none.
 */
export const GithubTime = z
  .union([z.string(), z.number()])
  .transform(timeBy((value) => (typeof value === 'number' ? value * 1000 : Date.parse(value))));

export const OptionalTime = orMissing(GithubTime);

/** A user, an organisation, an app or a bot (`dependabot[bot]`). */
export const Account = z
  .object({ login: OptionalText, name: OptionalText, email: OptionalText, avatar_url: OptionalUrl })
  .nullish()
  .catch(undefined);

export function actorOf(account: z.output<typeof Account>): Actor | undefined {
  return personOf(account?.login ?? account?.name, account?.email, account?.avatar_url);
}

export const Repository = z.object({
  id: z.number().int().optional().catch(undefined),
  full_name: z
    .string()
    .max(MAX_NAME)
    .regex(/^[^/\s]+\/[^/\s]+$/, 'not owner/name'),
  html_url: OptionalUrl,
  default_branch: OptionalName,
});

export function repositoryOf(repository: z.output<typeof Repository>): RepositoryRef {
  return dropUndefined({
    provider: providerAt(repository.html_url, 'github'),
    fullName: repository.full_name,
    url: repository.html_url ?? '',
    defaultBranch: repository.default_branch,
  });
}

/** The server, where it is not github.com itself. */
export function systemOf(repository: z.output<typeof Repository>): CiSystem | undefined {
  const system = systemAt('github', repository.html_url, 'github.com');
  return system.host === 'github.com' ? undefined : system;
}

/** The commit that a run carries; missing for some events, and its fields are null for some merges. */
export const HeadCommit = z
  .object({
    id: OptionalSha,
    message: OptionalText,
    timestamp: OptionalTime,
    author: z.object({ name: OptionalText, email: OptionalText, username: OptionalText }).nullish().catch(undefined),
  })
  .nullish()
  .catch(undefined);

export function authorOf(
  author: { name: string | undefined; email: string | undefined; username: string | undefined } | null | undefined,
): Actor | undefined {
  return personOf(author?.name ?? author?.username, author?.email);
}

/** `waiting`, `pending` and `requested` (deployment protection, concurrency groups) are all queued to those who wait. */
export function statusOf(status: string, conclusion: string | undefined): RunStatus {
  if (status === 'completed' || conclusion !== undefined) return 'completed';
  return status === 'in_progress' ? 'running' : 'queued';
}

/** A map, not an object: a word from outside must not find what every object inherits. */
const results: ReadonlyMap<string, RunResult> = new Map([
  ['success', 'success'],
  // GitHub lets a neutral check pass.
  ['neutral', 'success'],
  ['failure', 'failed'],
  ['startup_failure', 'failed'],
  ['cancelled', 'cancelled'],
  ['skipped', 'skipped'],
  ['timed_out', 'timed_out'],
  // Nothing ran to an end: GitHub gave up waiting, or a person has to act first.
  ['stale', 'unknown'],
  ['action_required', 'unknown'],
]);

export function resultOf(status: RunStatus, conclusion: string | undefined): RunResult | null {
  if (status !== 'completed') return null;
  return (conclusion !== undefined && results.get(conclusion)) || 'unknown';
}
