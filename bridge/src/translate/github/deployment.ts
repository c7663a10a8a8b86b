import type { CiFact, DeploymentFact, DeploymentState } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, isProduction, Name, OptionalName, OptionalText, OptionalUrl, ShaText } from '../fields';
import { parsePayload } from '../payload';
import { Account, actorOf, GithubTime, Attempt, OptionalTime, Repository, repositoryOf, systemOf } from './shared';

const Deployment = z.object({
  id: Id,
  sha: ShaText,
  ref: OptionalName,
  task: OptionalText,
  environment: Name.refine((name) => name !== '', 'empty'),
  production_environment: z.boolean().nullish().catch(undefined),
  creator: Account,
  created_at: GithubTime,
  updated_at: OptionalTime,
});

/** The run that deploys, in payloads newer than 2022 and only for deployments made by a workflow. */
const WorkflowRun = z.object({ id: Id, run_attempt: Attempt }).nullish().catch(undefined);

const CreatedPayload = z.object({ deployment: Deployment, workflow_run: WorkflowRun, repository: Repository });

/** `deployment`: a deployment was asked for. */
export function translateDeployment(payload: unknown): CiFact[] {
  const body = parsePayload(CreatedPayload, payload, 'GitHub deployment');
  // updated_at moves with each status, so that a late copy of this report would look newer than the statuses it precedes.
  return [deploymentFact(body, 'pending', body.deployment.created_at, undefined)];
}

const StatusPayload = CreatedPayload.extend({
  deployment_status: z.object({
    state: z.string(),
    environment: OptionalText,
    creator: Account,
    created_at: GithubTime,
    environment_url: OptionalUrl,
    log_url: OptionalUrl,
    target_url: OptionalUrl,
  }),
});

const states: ReadonlyMap<string, DeploymentState> = new Map([
  ['pending', 'pending'],
  ['queued', 'queued'],
  ['waiting', 'queued'],
  ['in_progress', 'in_progress'],
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'error'],
  ['inactive', 'inactive'],
]);

/** The page of a job of GitHub Actions: all that the REST API says of what deployed. */
const JOB_PAGE = /\/actions\/runs\/\d+\/job\/(\d+)/;

/** `deployment_status`: how a deployment goes. A state that GitHub may add later counts as pending. */
export function translateDeploymentStatus(payload: unknown): CiFact[] {
  const body = parsePayload(StatusPayload, payload, 'GitHub deployment_status');
  const status = body.deployment_status;
  const page = status.log_url ?? status.target_url;
  const job = JOB_PAGE.exec(page ?? '')?.[1];
  // Where it can be seen; the run's page is known through the run.
  const url = status.environment_url ?? (body.workflow_run || job !== undefined ? undefined : page);
  const fact = deploymentFact(body, states.get(status.state) ?? 'pending', status.created_at, url);
  return [dropUndefined({ ...fact, providerJobId: job })];
}

function deploymentFact(
  { deployment, workflow_run: run, repository }: z.output<typeof CreatedPayload>,
  state: DeploymentState,
  at: string,
  url: string | undefined,
): DeploymentFact {
  return dropUndefined({
    kind: 'deployment',
    repository: repositoryOf(repository),
    system: systemOf(repository),
    providerDeploymentId: deployment.id,
    environment: deployment.environment,
    // GitHub's own flag defaults to the name `production`.
    production: deployment.production_environment === true || isProduction(deployment.environment),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    state,
    providerRunId: run ? `${run.id}-${run.run_attempt ?? 1}` : undefined,
    actor: actorOf(deployment.creator),
    createdAt: deployment.created_at,
    updatedAt: at,
    url,
  });
}
