import type { CiFact, CommitFact, RunFact, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, OptionalName, OptionalSha, OptionalText, OptionalUrl } from '../fields';
import { parsePayload } from '../payload';
import {
  Account,
  actorOf,
  authorOf,
  GithubTime,
  HeadCommit,
  Attempt,
  OptionalTime,
  Repository,
  repositoryOf,
  resultOf,
  statusOf,
  systemOf,
} from './shared';

/** Pull requests as runs list them: without titles, and those of other repositories with the same head among them. */
const PullRequests = z
  .array(
    z.object({
      number: z.number().int(),
      base: z.object({ repo: z.object({ id: z.number().int() }) }).nullish(),
    }),
  )
  .nullish()
  .catch(undefined);

const WorkflowRun = z.object({
  id: Id,
  run_attempt: Attempt,
  run_number: z.number().int().nullish(),
  name: OptionalName,
  display_title: OptionalText,
  path: OptionalName,
  event: OptionalName,
  status: z.string(),
  conclusion: OptionalText,
  head_branch: OptionalName,
  head_sha: OptionalSha,
  head_commit: HeadCommit,
  pull_requests: PullRequests,
  actor: Account,
  triggering_actor: Account,
  created_at: GithubTime,
  run_started_at: OptionalTime,
  updated_at: GithubTime,
  html_url: OptionalUrl,
});

const Payload = z.object({
  workflow_run: WorkflowRun,
  workflow: z.object({ name: OptionalName }).nullish().catch(undefined),
  repository: Repository,
});

/** `workflow_run`: one report of one attempt, and the commit it carries. */
export function translateWorkflowRun(payload: unknown): CiFact[] {
  const { workflow_run: run, workflow, repository } = parsePayload(Payload, payload, 'GitHub workflow_run');
  const ref = repositoryOf(repository);
  // A run that waits for approval is reported as completed with this conclusion, and starts later under the same id.
  const status = run.conclusion === 'action_required' ? 'queued' : statusOf(run.status, run.conclusion);
  const attempt = run.run_attempt ?? 1;
  // created_at stays that of the first attempt; a later one began to wait when it was asked for.
  const queuedAt = attempt > 1 ? (run.run_started_at ?? run.created_at) : run.created_at;
  const fact: RunFact = {
    kind: 'run',
    repository: ref,
    system: systemOf(repository),
    providerRunId: run.id,
    attempt,
    number: run.run_number ?? 0,
    name: run.name ?? workflow?.name ?? run.path ?? 'workflow',
    title: run.display_title,
    event: run.event,
    status,
    result: resultOf(status, run.conclusion),
    providerResult: run.conclusion,
    branch: run.head_branch,
    sha: run.head_sha,
    changeNumber: changeNumber(run.pull_requests, repository.id),
    actor: actorOf(run.triggering_actor) ?? actorOf(run.actor),
    queuedAt,
    startedAt: startOf(run, status),
    finishedAt: status === 'completed' ? run.updated_at : undefined,
    updatedAt: run.updated_at,
    url: run.html_url ?? ref.url,
  };
  const facts: CiFact[] = [dropUndefined(fact)];
  const commit = commitOf(run.head_commit, fact);
  if (commit) facts.push(commit);
  return facts;
}

/**
 * GitHub's run_started_at is the time of asking; the report `in_progress` itself is the first sign that a runner took it. Of an end alone
 * the time of asking is all there is, and for what never began there is no start.
 */
function startOf(run: z.output<typeof WorkflowRun>, status: RunStatus): string | undefined {
  if (status === 'running') return run.updated_at;
  const began = status === 'completed' && !neverBegan.includes(run.conclusion ?? '');
  return began ? (run.run_started_at ?? run.created_at) : undefined;
}

const neverBegan = ['startup_failure', 'skipped', 'cancelled', 'stale'];

function changeNumber(pulls: z.output<typeof PullRequests>, repositoryId: number | undefined): number | undefined {
  return pulls?.find((pull) => repositoryId === undefined || !pull.base || pull.base.repo.id === repositoryId)?.number;
}

function commitOf(commit: z.output<typeof HeadCommit>, run: RunFact): CommitFact | undefined {
  const sha = commit?.id;
  if (!commit || sha === undefined) return undefined;
  return dropUndefined<CommitFact>({
    kind: 'commit',
    repository: run.repository,
    sha,
    message: commit.message,
    author: authorOf(commit.author),
    committedAt: commit.timestamp,
    branch: run.branch,
  });
}
