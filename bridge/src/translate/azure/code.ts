import type { ChangeFact, CiFact, CommitFact } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Name, OptionalName, OptionalSha, OptionalText, OptionalUrl, ShaText } from '../fields';
import { parsePayload, PayloadError } from '../payload';
import { OptionalTimeText, TimeText } from '../time';
import { actorOf, branchOf, Envelope, Person, repositoryOf } from './shared';

const Repository = z.object({ remoteUrl: OptionalText, defaultBranch: OptionalName });

const Push = Envelope.extend({
  resource: z.object({
    commits: z
      .array(
        z.object({
          commitId: ShaText,
          comment: OptionalText,
          author: Person,
          committer: z.object({ date: OptionalTimeText }).nullish().catch(undefined),
          url: OptionalUrl,
        }),
      )
      .nullish(),
    refUpdates: z
      .array(z.object({ name: OptionalName }))
      .nullish()
      .catch(undefined),
    repository: Repository,
  }),
});

/** `git.push`: the commits it brought. */
export function translatePush(payload: unknown): CiFact[] {
  const { commits, refUpdates, repository } = parsePayload(Push, payload, 'Azure DevOps git.push').resource;
  const ref = refUpdates?.length === 1 ? refUpdates[0]?.name : undefined;
  return (commits ?? []).map((commit) =>
    dropUndefined<CommitFact>({
      kind: 'commit',
      repository: withDefault(repository),
      sha: commit.commitId,
      message: commit.comment,
      author: actorOf(commit.author),
      committedAt: commit.committer?.date,
      url: commit.url,
      branch: ref?.startsWith('refs/heads/') ? branchOf(ref) : undefined,
    }),
  );
}

const PullRequest = Envelope.extend({
  resource: z.object({
    pullRequestId: z.number().int(),
    status: z.string(),
    title: Name,
    createdBy: Person,
    creationDate: TimeText,
    closedDate: OptionalTimeText,
    sourceRefName: OptionalName,
    targetRefName: OptionalName,
    lastMergeSourceCommit: z.object({ commitId: OptionalSha }).nullish().catch(undefined),
    lastMergeCommit: z.object({ commitId: OptionalSha }).nullish().catch(undefined),
    repository: Repository,
  }),
});

/** `git.pullrequest.*`: the change as it stands. */
export function translatePullRequest(payload: unknown): CiFact[] {
  const { resource: pull, createdDate } = parsePayload(PullRequest, payload, 'Azure DevOps git.pullrequest');
  const repository = withDefault(pull.repository);
  const state = stateOf(pull.status);
  const closedAt = state === 'open' ? undefined : (pull.closedDate ?? createdDate);
  const fact: ChangeFact = {
    kind: 'change',
    repository,
    number: pull.pullRequestId,
    title: pull.title,
    state,
    author: actorOf(pull.createdBy),
    headBranch: branchOf(pull.sourceRefName),
    headSha: pull.lastMergeSourceCommit?.commitId,
    baseBranch: branchOf(pull.targetRefName),
    // Before the end this is a merge to try it out.
    mergeSha: state === 'merged' ? pull.lastMergeCommit?.commitId : undefined,
    createdAt: pull.creationDate,
    updatedAt: createdDate,
    closedAt,
    mergedAt: state === 'merged' ? closedAt : undefined,
    url: `${repository.url}/pullrequest/${pull.pullRequestId}`,
  };
  return [dropUndefined(fact)];
}

function stateOf(status: string): ChangeFact['state'] {
  if (status === 'completed') return 'merged';
  return status === 'abandoned' ? 'closed' : 'open';
}

function withDefault({ remoteUrl, defaultBranch }: z.output<typeof Repository>) {
  const repository = repositoryOf(remoteUrl);
  if (!repository)
    throw new PayloadError('Azure DevOps: resource.repository.remoteUrl: not the address of a repository');
  return dropUndefined({ ...repository, defaultBranch: branchOf(defaultBranch) });
}
