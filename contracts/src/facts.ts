import { z } from 'zod';
import { NewArtifact } from './artifacts';
import { RunResult, RunStatus, Sha, SpanId, Time, TraceId } from './primitives';

/**
 * Facts are what a source says happened, in the words of no provider. They carry the world's own keys, so that facts of any
 * source, in any order, join. `translate/` makes them; `domain/` folds them; nothing else knows provider payloads.
 */

/** Milliseconds; nothing that people wait for takes ten years. */
const Span = z.number().nonnegative().max(315_576_000_000);

export const Actor = z.object({
  name: z.string(),
  email: z.string().optional(),
  avatarUrl: z.string().optional(),
});
export type Actor = z.infer<typeof Actor>;

/** Whose runs, jobs and deployments these are: their numbers are unique on its server. */
export const CiSystem = z.object({
  provider: z.string(),
  /** Host and port, as in its pages' addresses; '' where unknown. */
  host: z.string(),
});
export type CiSystem = z.infer<typeof CiSystem>;

export const RepositoryRef = z.object({
  /** `github`, `gitlab`, …: a server of which there is one; else the server's name. */
  provider: z.string(),
  /** `owner/name` on the provider's host. */
  fullName: z.string(),
  url: z.string(),
  defaultBranch: z.string().optional(),
});
export type RepositoryRef = z.infer<typeof RepositoryRef>;

export const CommitFact = z.object({
  kind: z.literal('commit'),
  repository: RepositoryRef,
  sha: Sha,
  message: z.string().optional(),
  author: Actor.optional(),
  committedAt: Time.optional(),
  url: z.string().optional(),
  branch: z.string().optional(),
  /** The newest commit of the push that brought it to that branch. */
  pushHead: Sha.optional(),
  /** Paths touched, where the source names them. */
  files: z.array(z.string()).optional(),
});
export type CommitFact = z.infer<typeof CommitFact>;

/** A pull or merge request. */
export const ChangeFact = z.object({
  kind: z.literal('change'),
  repository: RepositoryRef,
  number: z.number().int(),
  title: z.string(),
  state: z.enum(['open', 'closed', 'merged']),
  author: Actor.optional(),
  headBranch: z.string().optional(),
  headSha: Sha.optional(),
  baseBranch: z.string().optional(),
  mergeSha: Sha.optional(),
  createdAt: Time,
  updatedAt: Time,
  closedAt: Time.optional(),
  mergedAt: Time.optional(),
  url: z.string(),
  labels: z.array(z.string()).optional(),
});
export type ChangeFact = z.infer<typeof ChangeFact>;

/**
 * A fact made of the spans of a trace that its system sends of itself: of all that were known then, so the one made of the most stands for all. It is kept
 * beside what the system says by other roads.
 */
export const OfTrace = z.object({
  traceId: TraceId,
  /** The run's own span there. */
  spanId: SpanId,
  spans: z.number().int().min(1),
});
export type OfTrace = z.infer<typeof OfTrace>;

export const RunFact = z.object({
  kind: z.literal('run'),
  repository: RepositoryRef,
  /** The repository's own server, where it is missing. */
  system: CiSystem.optional(),
  /** The provider's run id; with `attempt` it names one run. */
  providerRunId: z.string(),
  attempt: z.number().int().min(1),
  number: z.number().int(),
  name: z.string(),
  title: z.string().optional(),
  event: z.string().optional(),
  status: RunStatus,
  result: RunResult.nullable(),
  /** The provider's own word for the result, e.g. `startup_failure`. */
  providerResult: z.string().optional(),
  branch: z.string().optional(),
  sha: Sha.optional(),
  changeNumber: z.number().int().optional(),
  actor: Actor.optional(),
  queuedAt: Time,
  startedAt: Time.optional(),
  finishedAt: Time.optional(),
  /** How long it worked, milliseconds, where the source knows better than end minus start: without waits for people. */
  durationMs: Span.optional(),
  /** The source takes a run up again under the same id after its end (a job is retried, a manual job is played): the newest report counts. */
  reopens: z.literal(true).optional(),
  /** No source reported this end: it stands until one reports something newer, or an end at all. */
  lost: z.literal(true).optional(),
  /** The provider's clock at this report; breaks ties between reports of one status. */
  updatedAt: Time,
  trace: OfTrace.optional(),
  url: z.string(),
});
export type RunFact = z.infer<typeof RunFact>;

export const StepFact = z.object({
  number: z.number().int(),
  name: z.string(),
  status: RunStatus,
  result: RunResult.nullable(),
  startedAt: Time.optional(),
  finishedAt: Time.optional(),
});
export type StepFact = z.infer<typeof StepFact>;

export const JobFact = z.object({
  kind: z.literal('job'),
  repository: RepositoryRef,
  /** The repository's own server, where it is missing. */
  system: CiSystem.optional(),
  providerRunId: z.string(),
  attempt: z.number().int().min(1),
  providerJobId: z.string(),
  name: z.string(),
  /** Which group of jobs, in the order that the pipeline runs them, where the source has such groups. */
  stage: z.string().optional(),
  /** Where a source gives a retried job a new id: what the tries have in common. The newest of one slot stands for all. */
  slot: z.string().optional(),
  /** Names of the jobs of its run that it waits for, where the source tells. */
  needs: z.array(z.string()).optional(),
  runName: z.string().optional(),
  status: RunStatus,
  result: RunResult.nullable(),
  providerResult: z.string().optional(),
  branch: z.string().optional(),
  sha: Sha.optional(),
  queuedAt: Time,
  startedAt: Time.optional(),
  finishedAt: Time.optional(),
  /** How long it waited for a runner before its start, milliseconds, where the source measured that: `queuedAt` may be its creation. */
  waitedMs: Span.optional(),
  runner: z
    .object({
      id: z.string().optional(),
      name: z.string().optional(),
      group: z.string().optional(),
      labels: z.array(z.string()),
    })
    .optional(),
  steps: z.array(StepFact),
  trace: OfTrace.optional(),
  url: z.string(),
});
export type JobFact = z.infer<typeof JobFact>;

export const DeploymentState = z.enum(['pending', 'queued', 'in_progress', 'success', 'failure', 'error', 'inactive']);
export type DeploymentState = z.infer<typeof DeploymentState>;

export const DeploymentFact = z.object({
  kind: z.literal('deployment'),
  repository: RepositoryRef,
  /** The repository's own server, where it is missing. */
  system: CiSystem.optional(),
  providerDeploymentId: z.string(),
  environment: z.string(),
  production: z.boolean().optional(),
  sha: Sha,
  ref: z.string().optional(),
  task: z.string().optional(),
  state: DeploymentState,
  /** `<provider run id>-<attempt>` of the run that deployed, where the source says so. */
  providerRunId: z.string().optional(),
  /** The job that deployed, where the source names only that. */
  providerJobId: z.string().optional(),
  /** Summit's own id of the run that deployed, where another system than the source tells of that run. */
  runId: z.string().optional(),
  /** What is deployed, where a repository holds several; and what people call the state that it is brought to. */
  service: z.string().optional(),
  version: z.string().optional(),
  /** `rolling`, `blue_green`, `canary`, `recreate`, or the source's own word. */
  strategy: z.string().optional(),
  region: z.string().optional(),
  actor: Actor.optional(),
  createdAt: Time,
  updatedAt: Time,
  url: z.string().optional(),
});
export type DeploymentFact = z.infer<typeof DeploymentFact>;

/** `requested`: it waits. A review is by people; a rule is a program that may hold it back. */
export const ApprovalGate = z.enum(['review', 'rule']);
export type ApprovalGate = z.infer<typeof ApprovalGate>;
export const ApprovalDecision = z.enum(['requested', 'approved', 'rejected']);
export type ApprovalDecision = z.infer<typeof ApprovalDecision>;

/** Somebody was asked whether a deployment may go on, or said so. It names the deployment, or the run that waits. */
export const ApprovalFact = z
  .object({
    kind: z.literal('approval'),
    repository: RepositoryRef,
    /** The repository's own server, where it is missing. */
    system: CiSystem.optional(),
    environment: z.string(),
    providerDeploymentId: z.string().optional(),
    /** `<provider run id>-<attempt>`, as of a deployment. */
    providerRunId: z.string().optional(),
    /** Summit's own id of the run. */
    runId: z.string().optional(),
    gate: ApprovalGate,
    decision: ApprovalDecision,
    /** Who asked, or who decided. */
    actor: Actor.optional(),
    /** People and teams of whom one is asked. */
    asked: z.array(z.string()),
    comment: z.string().optional(),
    at: Time,
    url: z.string().optional(),
  })
  .refine((fact) => (fact.providerDeploymentId ?? fact.providerRunId ?? fact.runId) !== undefined, {
    message: 'neither deployment nor run is named',
  });
export type ApprovalFact = z.infer<typeof ApprovalFact>;

export const CheckFact = z.object({
  kind: z.literal('check'),
  repository: RepositoryRef,
  providerCheckId: z.string(),
  name: z.string(),
  sha: Sha,
  app: z.string().optional(),
  status: RunStatus,
  result: RunResult.nullable(),
  startedAt: Time.optional(),
  finishedAt: Time.optional(),
  url: z.string().optional(),
});
export type CheckFact = z.infer<typeof CheckFact>;

/** One alert of a Grafana notification, keyed by organisation, group and fingerprint. */
export const AlertFact = z.object({
  kind: z.literal('alert'),
  /** Made of organisation, group and fingerprint: the identity that Grafana keeps from firing to resolved. */
  key: z.string(),
  name: z.string(),
  status: z.enum(['firing', 'resolved']),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  startsAt: Time,
  endsAt: Time.optional(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  generatorUrl: z.string().optional(),
  dashboardUrl: z.string().optional(),
  value: z.string().optional(),
});
export type AlertFact = z.infer<typeof AlertFact>;

/** What a run left behind, as its CI system tells it. */
export const ArtifactsFact = z.object({
  kind: z.literal('artifacts'),
  repository: RepositoryRef,
  /** The repository's own server, where it is missing. */
  system: CiSystem.optional(),
  providerRunId: z.string(),
  attempt: z.number().int().min(1),
  /** The job's name; '' for the run as a whole. */
  job: z.string(),
  artifacts: z.array(NewArtifact).min(1).max(1000),
});
export type ArtifactsFact = z.infer<typeof ArtifactsFact>;

export const CiFact = z.discriminatedUnion('kind', [
  CommitFact,
  ChangeFact,
  RunFact,
  JobFact,
  DeploymentFact,
  ApprovalFact,
  CheckFact,
  ArtifactsFact,
]);
export type CiFact = z.infer<typeof CiFact>;
