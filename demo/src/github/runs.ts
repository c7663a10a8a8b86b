import { seeded } from '../random';
import type { JobPlan, RepositoryPlan, WorkflowPlan } from '../story/catalogue';
import type { Outcome } from '../story/plan';
import { commitOf, iso, repositoryOf, sender, webUrl, type Delivery } from './context';
import { objectAt, type Json } from './templates';

type Template = (event: string, action?: string) => Json;

export interface RunPlan {
  repository: RepositoryPlan;
  workflow: WorkflowPlan;
  id: number;
  number: number;
  attempt: number;
  event: 'push' | 'pull_request';
  branch: string;
  sha: string;
  title: string;
  author: string;
  changeNumber: number | null;
  at: number;
  outcome: Outcome;
}

interface JobTimes {
  job: JobPlan;
  index: number;
  created: number;
  started: number;
  finished: number;
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out';
}

const second = 1000;
const minute = 60 * second;

/** When each job waits, runs and ends, from its needs and the outcome of the run. */
export function schedule(plan: RunPlan): JobTimes[] {
  const random = seeded('schedule', plan.id, plan.attempt);
  const { jobs } = plan.workflow;
  if (plan.outcome.kind === 'startup_failure') return [];
  const bad = plan.outcome.kind === 'success' ? -1 : plan.outcome.pick % jobs.length;
  const flakes = plan.outcome.kind === 'flake' && plan.attempt === 1;
  const done = new Map<string, JobTimes>();
  jobs.forEach((job, index) => {
    const needed = job.needs.map((name) => done.get(name)).filter((times) => times !== undefined);
    const created = Math.max(plan.at + 2 * second, ...needed.map((times) => times.finished + second));
    const broken = needed.some((times) => times.conclusion !== 'success');
    if (broken) {
      done.set(job.name, { job, index, created, started: created, finished: created, conclusion: 'skipped' });
      return;
    }
    const started = created + random.between(3, random.chance(0.12) ? 180 : 25) * second;
    const duration = job.minutes * random.between(0.75, 1.45) * minute;
    const fails = index === bad && (plan.outcome.kind === 'failure' || flakes);
    const stopped = index === bad && plan.outcome.kind === 'cancelled';
    const hangs = index === bad && plan.outcome.kind === 'timed_out';
    const share = fails ? random.between(0.4, 0.9) : stopped ? random.between(0.2, 0.6) : hangs ? 4 : 1;
    const conclusion = fails ? 'failure' : stopped ? 'cancelled' : hangs ? 'timed_out' : 'success';
    done.set(job.name, { job, index, created, started, finished: started + duration * share, conclusion });
  });
  return [...done.values()];
}

function steps({ job, started, finished, conclusion }: JobTimes, seen: 'in_progress' | 'completed'): Json[] {
  if (conclusion === 'skipped') return [];
  const work = job.steps.length - 4;
  return job.steps.map((name, index) => {
    const at = started + ((finished - started) * index) / job.steps.length;
    const until = started + ((finished - started) * (index + 1)) / job.steps.length;
    if (seen === 'in_progress' && index > 0)
      return { name, status: 'queued', conclusion: null, number: index + 1, started_at: null, completed_at: null };
    if (seen === 'in_progress')
      return { name, status: 'in_progress', conclusion: null, number: 1, started_at: iso(at), completed_at: null };
    const own =
      conclusion === 'success' || index < work
        ? 'success'
        : index === work
          ? conclusion
          : index < job.steps.length - 1
            ? 'skipped'
            : 'success';
    return {
      name,
      status: 'completed',
      conclusion: own === 'timed_out' ? 'cancelled' : own,
      number: index + 1,
      started_at: iso(at),
      completed_at: iso(until),
    };
  });
}

const conclusionOf = (plan: RunPlan, jobs: readonly JobTimes[]): string =>
  plan.outcome.kind === 'startup_failure'
    ? 'startup_failure'
    : (['failure', 'timed_out', 'cancelled'].find((word) => jobs.some(({ conclusion }) => conclusion === word)) ??
      'success');

function runPayload(
  template: Template,
  plan: RunPlan,
  action: 'requested' | 'in_progress' | 'completed',
  at: number,
  conclusion: string | null,
): Delivery {
  const recorded = template('workflow_run', action === 'completed' ? 'completed' : 'requested');
  const url = `${webUrl(plan.repository)}/actions/runs/${plan.id}`;
  const run = {
    ...objectAt(recorded, 'workflow_run'),
    id: plan.id,
    name: plan.workflow.name,
    workflow_id: plan.workflow.id,
    run_number: plan.number,
    run_attempt: plan.attempt,
    event: plan.event,
    display_title: plan.title,
    status: action === 'requested' ? 'queued' : action,
    conclusion,
    head_branch: plan.branch,
    head_sha: plan.sha,
    path: `.github/workflows/${plan.workflow.name.toLowerCase()}.yml`,
    html_url: url,
    created_at: iso(plan.at),
    run_started_at: iso(plan.at),
    updated_at: iso(at),
    pull_requests:
      plan.changeNumber === null
        ? []
        : [
            {
              id: plan.changeNumber,
              number: plan.changeNumber,
              url: `https://api.github.com/repos/${plan.repository.fullName}/pulls/${plan.changeNumber}`,
              head: { ref: plan.branch, sha: plan.sha },
              base: { ref: 'main', sha: '0'.repeat(40) },
            },
          ],
    actor: sender(recorded, plan.author),
    triggering_actor: sender(recorded, plan.author),
    head_commit: commitOf(plan.sha, plan.title, plan.author, plan.at),
    previous_attempt_url:
      plan.attempt > 1
        ? `https://api.github.com/repos/${plan.repository.fullName}/actions/runs/${plan.id}/attempts/${plan.attempt - 1}`
        : null,
    referenced_workflows: [],
  };
  const payload = {
    ...recorded,
    action,
    workflow_run: run,
    repository: repositoryOf(recorded, plan.repository),
    sender: sender(recorded, plan.author),
  };
  return { at, event: 'workflow_run', payload };
}

function jobPayload(
  template: Template,
  plan: RunPlan,
  times: JobTimes,
  action: 'queued' | 'in_progress' | 'completed',
  at: number,
): Delivery {
  const recorded = template('workflow_job', action);
  const id = plan.id * 100 + plan.attempt * 20 + times.index;
  const runs = action !== 'queued' && times.conclusion !== 'skipped';
  const job = {
    ...objectAt(recorded, 'workflow_job'),
    id,
    run_id: plan.id,
    run_attempt: plan.attempt,
    workflow_name: plan.workflow.name,
    head_branch: plan.branch,
    head_sha: plan.sha,
    name: times.job.name,
    html_url: `${webUrl(plan.repository)}/actions/runs/${plan.id}/job/${id}`,
    status: action,
    conclusion: action === 'completed' ? times.conclusion : null,
    created_at: iso(times.created),
    started_at: action === 'queued' ? iso(times.created) : iso(times.started),
    completed_at: action === 'completed' ? iso(times.finished) : null,
    steps: action === 'queued' ? [] : steps(times, action),
    labels: ['ubuntu-latest'],
    runner_id: runs ? (id % 6) + 1 : null,
    runner_name: runs ? `runner-${(id % 6) + 1}` : null,
    runner_group_id: runs ? 1 : null,
    runner_group_name: runs ? 'Default' : null,
  };
  const payload = {
    ...recorded,
    action,
    workflow_job: job,
    repository: repositoryOf(recorded, plan.repository),
    sender: sender(recorded, plan.author),
  };
  return { at, event: 'workflow_job', payload };
}

/** All deliveries of one attempt of a run, and when and how it ended. */
export function runDeliveries(
  template: Template,
  plan: RunPlan,
): { deliveries: Delivery[]; finishedAt: number; conclusion: string } {
  const jobs = schedule(plan);
  const conclusion = conclusionOf(plan, jobs);
  const finishedAt = Math.max(plan.at + 3 * second, ...jobs.map(({ finished }) => finished + 2 * second));
  const firstStart = Math.min(
    finishedAt,
    ...jobs.filter((job) => job.conclusion !== 'skipped').map(({ started }) => started),
  );
  const deliveries = [runPayload(template, plan, 'requested', plan.at, null)];
  if (jobs.length > 0) deliveries.push(runPayload(template, plan, 'in_progress', firstStart, null));
  for (const times of jobs) {
    if (times.conclusion !== 'skipped') {
      deliveries.push(jobPayload(template, plan, times, 'queued', times.created));
      deliveries.push(jobPayload(template, plan, times, 'in_progress', times.started));
    }
    deliveries.push(jobPayload(template, plan, times, 'completed', times.finished));
  }
  deliveries.push(runPayload(template, plan, 'completed', finishedAt, conclusion));
  return { deliveries, finishedAt, conclusion };
}
