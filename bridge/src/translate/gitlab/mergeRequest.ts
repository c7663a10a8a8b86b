import type { ChangeFact, CiFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name, OptionalName, OptionalSha, OptionalUrl } from '../fields';
import { parsePayload } from '../payload';
import { OptionalTimeText, TimeText } from '../time';
import { actorOf, Project, repositoryOf, User } from './shared';

const Labels = z
  .array(z.object({ title: z.string() }))
  .nullish()
  .catch(undefined);

const Payload = z.object({
  user: User,
  project: Project,
  object_attributes: z.object({
    iid: z.number().int(),
    title: Name,
    state: z.string(),
    author_id: z.number().int().nullish().catch(undefined),
    source_branch: OptionalName,
    target_branch: OptionalName,
    last_commit: z.object({ id: OptionalSha }).nullish().catch(undefined),
    merge_commit_sha: OptionalSha,
    squash_commit_sha: OptionalSha,
    created_at: TimeText,
    updated_at: TimeText,
    /** In answers of the REST API; no hook says when. */
    merged_at: OptionalTimeText,
    closed_at: OptionalTimeText,
    url: OptionalUrl,
  }),
  labels: Labels,
});

/** `Merge Request Hook`: the change as it stands after whatever action. */
export function translateMergeRequest(payload: unknown): CiFact[] {
  const { object_attributes: change, project, user, labels } = parsePayload(Payload, payload, 'GitLab merge_request');
  const repository = repositoryOf(project);
  const state = stateOf(change.state);
  const fact: ChangeFact = {
    kind: 'change',
    repository,
    number: change.iid,
    title: change.title,
    state,
    // `user` is who acted; the author is named only by id.
    author: user?.id !== undefined && user.id === change.author_id ? actorOf(user) : undefined,
    headBranch: change.source_branch,
    headSha: change.last_commit?.id,
    baseBranch: change.target_branch,
    mergeSha: state === 'merged' ? (change.merge_commit_sha ?? change.squash_commit_sha) : undefined,
    createdAt: change.created_at,
    updatedAt: change.updated_at,
    // No payload says when: the first report of it is the nearest.
    closedAt: state === 'open' ? undefined : (change.closed_at ?? change.merged_at ?? change.updated_at),
    mergedAt: state === 'merged' ? (change.merged_at ?? change.updated_at) : undefined,
    url: change.url ?? (repository.url === '' ? '' : `${repository.url}/-/merge_requests/${change.iid}`),
    labels: labels?.map((label) => label.title).sort(),
  };
  return [dropUndefined(fact)];
}

/** `locked` is the moment of merging. */
function stateOf(state: string): ChangeFact['state'] {
  if (state === 'merged') return 'merged';
  return state === 'closed' ? 'closed' : 'open';
}
