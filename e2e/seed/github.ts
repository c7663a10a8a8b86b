/** The server that the webhooks come from: one of its own, so that its name is part of every id. */
export const githubHost = 'github.example.test';

/** One webhook of GitHub. */
export interface Delivery {
  event: string;
  payload: Record<string, unknown>;
}

export interface StepPlan {
  name: string;
  seconds: number;
  conclusion?: 'success' | 'failure' | 'skipped';
}
export interface JobPlan {
  id: number;
  name: string;
  /** Seconds after the run was queued at which a runner took it. */
  startsAt: number;
  steps: StepPlan[];
  /** Absent while it runs. */
  conclusion?: 'success' | 'failure' | 'skipped' | 'cancelled';
  /** What its runner is labelled with. */
  labels?: string[];
}
export interface RunPlan {
  id: number;
  number: number;
  repository: string;
  workflow: string;
  branch: string;
  sha: string;
  title: string;
  actor: string;
  queuedAt: Date;
  jobs: JobPlan[];
  conclusion?: 'success' | 'failure' | 'cancelled' | 'timed_out';
}

const after = (from: Date, seconds: number): string => new Date(from.getTime() + seconds * 1000).toISOString();

const repositoryOf = (fullName: string) => ({
  id: 4711,
  name: fullName.split('/')[1],
  full_name: fullName,
  html_url: `https://${githubHost}/${fullName}`,
  default_branch: 'main',
  owner: { login: fullName.split('/')[0] },
});

const lengthOf = (job: JobPlan): number => job.steps.reduce((sum, { seconds }) => sum + seconds, 0);
const endOf = (plan: RunPlan): number => Math.max(0, ...plan.jobs.map((job) => job.startsAt + lengthOf(job)));
const startOf = (plan: RunPlan): number => Math.min(...plan.jobs.map(({ startsAt }) => startsAt));

type RunStatus = 'queued' | 'in_progress' | 'completed';

const runDelivery = (plan: RunPlan, status: RunStatus, at: number): Delivery => {
  const repository = repositoryOf(plan.repository);
  return {
    event: 'workflow_run',
    payload: {
      action: status === 'queued' ? 'requested' : status,
      workflow: { name: plan.workflow },
      repository,
      sender: { login: plan.actor },
      workflow_run: {
        id: plan.id,
        run_attempt: 1,
        run_number: plan.number,
        name: plan.workflow,
        display_title: plan.title,
        path: '.github/workflows/ci.yml',
        event: 'push',
        status,
        conclusion: status === 'completed' ? plan.conclusion : null,
        head_branch: plan.branch,
        head_sha: plan.sha,
        head_commit: {
          id: plan.sha,
          message: plan.title,
          timestamp: after(plan.queuedAt, -60),
          author: { name: plan.actor, email: `${plan.actor}@example.test` },
        },
        pull_requests: [],
        actor: { login: plan.actor },
        triggering_actor: { login: plan.actor },
        created_at: after(plan.queuedAt, 0),
        run_started_at: after(plan.queuedAt, 0),
        updated_at: after(plan.queuedAt, at),
        html_url: `${repository.html_url}/actions/runs/${plan.id}`,
      },
    },
  };
};

const stepsOf = (plan: RunPlan, job: JobPlan) => {
  let at = job.startsAt;
  return job.steps.map(({ name, seconds, conclusion = 'success' }, index) => {
    const step = {
      number: index + 1,
      name,
      status: 'completed',
      conclusion,
      started_at: after(plan.queuedAt, at),
      completed_at: after(plan.queuedAt, at + seconds),
    };
    at += seconds;
    return step;
  });
};

const jobDelivery = (plan: RunPlan, job: JobPlan): Delivery => {
  const repository = repositoryOf(plan.repository);
  const done = job.conclusion !== undefined;
  return {
    event: 'workflow_job',
    payload: {
      action: done ? 'completed' : 'in_progress',
      repository,
      sender: { login: plan.actor },
      workflow_job: {
        id: job.id,
        run_id: plan.id,
        run_attempt: 1,
        name: job.name,
        workflow_name: plan.workflow,
        status: done ? 'completed' : 'in_progress',
        conclusion: job.conclusion ?? null,
        head_branch: plan.branch,
        head_sha: plan.sha,
        created_at: after(plan.queuedAt, 0),
        started_at: after(plan.queuedAt, job.startsAt),
        completed_at: done ? after(plan.queuedAt, job.startsAt + lengthOf(job)) : null,
        labels: job.labels ?? ['ubuntu-latest'],
        runner_id: 7,
        runner_name: 'runner-7',
        runner_group_name: 'default',
        steps: done ? stepsOf(plan, job) : [],
        html_url: `${repository.html_url}/actions/runs/${plan.id}/job/${job.id}`,
      },
    },
  };
};

/** What GitHub sends for a run, from queued to its end; without a conclusion it stays running. */
export const runDeliveries = (plan: RunPlan): Delivery[] => [
  runDelivery(plan, 'queued', 0),
  runDelivery(plan, 'in_progress', startOf(plan)),
  ...plan.jobs.map((job) => jobDelivery(plan, job)),
  ...(plan.conclusion ? [runDelivery(plan, 'completed', endOf(plan))] : []),
];

/** What GitHub sends when a commit was deployed by a run. */
export const deploymentDeliveries = (plan: RunPlan, id: number, environment: string): Delivery[] => {
  const repository = repositoryOf(plan.repository);
  const at = endOf(plan);
  const deployment = {
    id,
    sha: plan.sha,
    ref: plan.branch,
    task: 'deploy',
    environment,
    production_environment: environment === 'production',
    creator: { login: plan.actor },
    created_at: after(plan.queuedAt, at),
    updated_at: after(plan.queuedAt, at),
    url: `${repository.html_url}/deployments/${id}`,
  };
  const workflowRun = { id: plan.id, run_attempt: 1, head_sha: plan.sha };
  const status = (state: string, seconds: number) => ({
    event: 'deployment_status',
    payload: {
      action: 'created',
      repository,
      deployment,
      workflow_run: workflowRun,
      deployment_status: {
        id: id * 10 + seconds,
        state,
        environment,
        creator: { login: plan.actor },
        created_at: after(plan.queuedAt, at + seconds),
        updated_at: after(plan.queuedAt, at + seconds),
      },
    },
  });
  return [
    { event: 'deployment', payload: { action: 'created', repository, deployment, workflow_run: workflowRun } },
    status('in_progress', 2),
    status('success', 9),
  ];
};
