import type { ChangeFact, CiFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name, OptionalName, OptionalSha, OptionalUrl } from '../fields';
import { parsePayload } from '../payload';
import { Account, actorOf, GithubTime, OptionalTime, Repository, repositoryOf } from './shared';

const Payload = z.object({
  pull_request: z.object({
    number: z.number().int(),
    title: Name,
    state: z.string(),
    merged: z.boolean().nullish(),
    user: Account,
    head: z.object({ ref: OptionalName, sha: OptionalSha }),
    base: z.object({ ref: OptionalName }),
    merge_commit_sha: OptionalSha,
    created_at: GithubTime,
    updated_at: GithubTime,
    closed_at: OptionalTime,
    merged_at: OptionalTime,
    html_url: OptionalUrl,
    labels: z
      .array(z.object({ name: z.string() }))
      .nullish()
      .catch(undefined),
  }),
  repository: Repository,
});

/** `pull_request`: the change as it stands after whatever action. */
export function translatePullRequest(payload: unknown): CiFact[] {
  const { pull_request: pull, repository } = parsePayload(Payload, payload, 'GitHub pull_request');
  const ref = repositoryOf(repository);
  const merged = pull.merged === true || pull.merged_at !== undefined;
  const fact: ChangeFact = {
    kind: 'change',
    repository: ref,
    number: pull.number,
    title: pull.title,
    state: merged ? 'merged' : pull.state === 'closed' ? 'closed' : 'open',
    author: actorOf(pull.user),
    headBranch: pull.head.ref,
    headSha: pull.head.sha,
    baseBranch: pull.base.ref,
    // Before the merge this is a throw-away test merge, not a commit of the base branch.
    mergeSha: merged ? pull.merge_commit_sha : undefined,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
    closedAt: pull.closed_at,
    mergedAt: pull.merged_at,
    url: pull.html_url ?? ref.url,
    labels: pull.labels?.map((label) => label.name).sort(),
  };
  return [dropUndefined(fact)];
}
