import type {
  ApprovalFact,
  ChangeFact,
  CiFact,
  CiSystem,
  CommitFact,
  DeploymentFact,
  DeploymentState,
  DisplayStatus,
  JobFact,
  RepositoryRef,
  RunFact,
  RunResult,
  RunStatus,
  StepFact,
} from '@summit/contracts';
import { dropUndefined, isProduction, touchedFiles } from '../fields';
import { latest } from '../time';
import type { EventOf, GenericEvent } from './schema';

/** One event of the generic door as a fact of its own system, whatever it says of the code. */
export function factOf(event: GenericEvent, system: CiSystem): CiFact {
  switch (event.type) {
    case 'run':
      return runFact(event, system);
    case 'job':
      return jobFact(event, system);
    case 'deployment':
      return deploymentFact(event, system);
    case 'approval':
      return approvalFact(event, system);
    case 'change':
      return changeFact(event);
    case 'commit':
      return commitFact(event);
  }
}

type State = { status: RunStatus; result: RunResult | null };

const stateOf = (status: DisplayStatus): State =>
  status === 'queued' || status === 'running' ? { status, result: null } : { status: 'completed', result: status };

type Timed = EventOf<'run'> | EventOf<'job'>;

/** The schema holds that one of them is there. */
const reportedAt = ({ time, queuedAt, startedAt, finishedAt }: Timed): string =>
  time ?? latest([queuedAt, startedAt, finishedAt]) ?? '';

function timesOf(event: Timed, { status, result }: State): Pick<RunFact, 'queuedAt' | 'startedAt' | 'finishedAt'> {
  const at = reportedAt(event);
  const began = status !== 'queued' && result !== 'skipped';
  return {
    queuedAt: event.queuedAt ?? event.startedAt ?? event.finishedAt ?? at,
    startedAt: began ? (event.startedAt ?? (status === 'running' ? at : undefined)) : undefined,
    finishedAt: status === 'completed' ? (event.finishedAt ?? at) : undefined,
  };
}

/** Where nothing is said of the code, the sender stands for it. */
const codeOf = (known: RepositoryRef | undefined, system: CiSystem, pipeline: string): RepositoryRef =>
  known ?? { provider: system.provider, fullName: `${system.host}/${pipeline}`, url: '' };

function runFact(event: EventOf<'run'>, system: CiSystem): RunFact {
  const state = stateOf(event.status);
  return dropUndefined<RunFact>({
    kind: 'run',
    repository: codeOf(event.repository, system, event.name),
    system,
    providerRunId: event.id,
    attempt: event.attempt ?? 1,
    number: event.number ?? 0,
    name: event.name,
    title: event.title,
    event: event.trigger,
    ...state,
    branch: event.branch,
    sha: event.sha,
    changeNumber: event.change,
    actor: event.actor,
    ...timesOf(event, state),
    updatedAt: reportedAt(event),
    url: event.url ?? '',
  });
}

function jobFact(event: EventOf<'job'>, system: CiSystem): JobFact {
  const state = stateOf(event.status);
  return dropUndefined<JobFact>({
    kind: 'job',
    repository: codeOf(event.repository, system, event.pipeline ?? 'jobs'),
    system,
    providerRunId: event.run.id,
    attempt: event.run.attempt ?? 1,
    providerJobId: event.id,
    name: event.name,
    stage: event.stage,
    needs: event.needs,
    runName: event.pipeline,
    ...state,
    branch: event.branch,
    sha: event.sha,
    ...timesOf(event, state),
    runner: event.runner && dropUndefined({ ...event.runner, labels: event.runner.labels ?? [] }),
    steps: (event.steps ?? []).map(stepFact),
    url: event.url ?? '',
  });
}

const stepFact = (step: NonNullable<EventOf<'job'>['steps']>[number], index: number): StepFact =>
  dropUndefined<StepFact>({
    number: index + 1,
    name: step.name,
    ...stateOf(step.status),
    startedAt: step.startedAt,
    finishedAt: step.finishedAt,
  });

const deploymentStates: Readonly<Record<EventOf<'deployment'>['status'], DeploymentState>> = {
  pending: 'pending',
  queued: 'queued',
  running: 'in_progress',
  success: 'success',
  failed: 'failure',
  error: 'error',
  inactive: 'inactive',
};

function deploymentFact(event: EventOf<'deployment'>, system: CiSystem): DeploymentFact {
  return dropUndefined<DeploymentFact>({
    kind: 'deployment',
    repository: event.repository,
    system,
    providerDeploymentId: event.id,
    environment: event.environment,
    production: event.production ?? isProduction(event.environment),
    sha: event.sha,
    ref: event.ref,
    task: event.task,
    state: deploymentStates[event.status],
    providerRunId: event.run && `${event.run.id}-${event.run.attempt ?? 1}`,
    providerJobId: event.job,
    runId: event.runId,
    service: event.service,
    version: event.version,
    strategy: event.strategy,
    region: event.region,
    actor: event.actor,
    createdAt: event.startedAt ?? event.time,
    updatedAt: event.time,
    url: event.url,
  });
}

function approvalFact(event: EventOf<'approval'>, system: CiSystem): ApprovalFact {
  return dropUndefined<ApprovalFact>({
    kind: 'approval',
    repository: event.repository,
    system,
    environment: event.environment,
    providerDeploymentId: event.deployment,
    providerRunId: event.run && `${event.run.id}-${event.run.attempt ?? 1}`,
    runId: event.runId,
    gate: 'review',
    decision: event.decision,
    actor: event.actor,
    asked: [...new Set(event.asked ?? [])],
    comment: event.comment,
    at: event.time,
    url: event.url,
  });
}

function changeFact(event: EventOf<'change'>): ChangeFact {
  const ended = event.state === 'open' ? undefined : (event.mergedAt ?? event.closedAt ?? event.time);
  return dropUndefined<ChangeFact>({
    kind: 'change',
    repository: event.repository,
    number: event.number,
    title: event.title,
    state: event.state,
    author: event.author,
    headBranch: event.branch,
    headSha: event.sha,
    baseBranch: event.base,
    mergeSha: event.mergeSha,
    createdAt: event.createdAt,
    updatedAt: event.time,
    closedAt: ended,
    mergedAt: event.state === 'merged' ? ended : undefined,
    url: event.url ?? '',
    labels: event.labels,
  });
}

function commitFact(event: EventOf<'commit'>): CommitFact {
  return dropUndefined<CommitFact>({
    kind: 'commit',
    repository: event.repository,
    sha: event.sha,
    message: event.message,
    author: event.author,
    committedAt: event.time,
    url: event.url,
    branch: event.branch,
    files: event.files && touchedFiles(event.files),
  });
}
