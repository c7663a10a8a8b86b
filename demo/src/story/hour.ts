import { deploymentDeliveries } from '../github/deployments';
import { pullRequest, push } from '../github/changes';
import { runDeliveries, schedule, type RunPlan } from '../github/runs';
import type { Delivery } from '../github/context';
import type { Json } from '../github/templates';
import { seeded } from '../random';
import { alertsOf, type AlertPlan } from './alerts';
import { repositories, type Bug, type RepositoryPlan } from './catalogue';
import { changesOf, hourMs, releasesBefore, type ChangePlan } from './plan';

type Template = (event: string, action?: string) => Json;

/** An error one of the demo's services will hit. */
export interface Failure {
  at: number;
  repository: RepositoryPlan;
  bug: Bug;
  release: string;
  user: number;
}

export type Happening =
  | { kind: 'delivery'; at: number; delivery: Delivery }
  | { kind: 'failure'; at: number; failure: Failure }
  | { kind: 'alert'; at: number; status: 'firing' | 'resolved'; alert: AlertPlan };

type RunAt = Pick<RunPlan, 'event' | 'branch' | 'sha' | 'at' | 'outcome'> & { slot: number; workflow: 'ci' | 'deploy' };

/** Attempts of one run: a flaky first attempt is run again two minutes after it failed. */
function attempts(template: Template, change: ChangePlan, run: RunAt): Delivery[] {
  const plan: RunPlan = {
    ...run,
    repository: change.repository,
    workflow: change.repository.workflows[run.workflow],
    id: change.repository.runIds + change.number * 5 + run.slot,
    number: change.number * 5 + run.slot,
    attempt: 1,
    title: change.title,
    author: change.author,
    changeNumber: run.event === 'pull_request' ? change.number : null,
  };
  const first = runDeliveries(template, plan);
  const again = { ...plan, attempt: 2, at: first.finishedAt + 120_000 };
  const deliveries =
    run.outcome.kind === 'flake'
      ? [...first.deliveries, ...runDeliveries(template, again).deliveries]
      : first.deliveries;
  return run.workflow === 'deploy'
    ? [...deliveries, ...deployments(template, run.outcome.kind === 'flake' ? again : plan)]
    : deliveries;
}

function deployments(template: Template, plan: RunPlan): Delivery[] {
  return schedule(plan).flatMap(({ job, started, finished, conclusion }) => {
    if (job.name !== 'staging' && job.name !== 'production') return [];
    if (conclusion !== 'success' && conclusion !== 'failure') return [];
    return deploymentDeliveries(template, plan, job.name, started, finished, conclusion);
  });
}

function deliveriesOf(template: Template, change: ChangePlan): Delivery[] {
  const deliveries = change.pushes.flatMap(({ sha, at, outcome: ends }, index) => [
    push(template, change, sha, at - 2000, change.branch),
    pullRequest(template, change, index === 0 ? 'opened' : 'synchronize', sha, at),
    ...attempts(template, change, {
      slot: index,
      workflow: 'ci',
      event: 'pull_request',
      branch: change.branch,
      sha,
      at: at + 3000,
      outcome: ends,
    }),
  ]);
  const { merge } = change;
  if (!merge) return deliveries;
  const main = { event: 'push' as const, branch: 'main', sha: merge.sha };
  return [
    ...deliveries,
    pullRequest(template, change, 'closed', change.pushes[change.pushes.length - 1]?.sha ?? merge.sha, merge.at),
    push(template, change, merge.sha, merge.at + 1000, 'main'),
    ...attempts(template, change, { ...main, slot: 2, workflow: 'ci', at: merge.at + 3000, outcome: merge.outcome }),
    ...(merge.deploy
      ? attempts(template, change, {
          ...main,
          slot: 3,
          workflow: 'deploy',
          at: merge.deploy.at,
          outcome: merge.deploy.outcome,
        })
      : []),
  ];
}

/** Errors of one repository's service in one hour: a steady trickle, and a burst while a bad release is in production. */
function failuresOf(seed: string, repository: RepositoryPlan, hour: number): Failure[] {
  const random = seeded(seed, 'failures', repository.fullName, hour);
  const failures: Failure[] = [];
  const releases = releasesBefore(seed, repository, (hour + 1) * hourMs);
  for (let minute = 0; minute < 60; minute++) {
    const at = hour * hourMs + minute * 60_000 + random.integer(0, 59_000);
    const release = releases.findLast((candidate) => candidate.at <= at);
    const version = `${repository.project.slug}@${release?.sha ?? '0'.repeat(40)}`;
    const failure = (bug: Bug): Failure => ({
      at: at + random.integer(0, 900),
      repository,
      bug,
      release: version,
      user: random.integer(1, 400),
    });
    if (random.chance(0.15)) failures.push(failure(repository.steady));
    const { brings } = release ?? { brings: null };
    if (brings) failures.push(...Array.from({ length: random.integer(0, 3) }, () => failure(brings)));
  }
  return failures;
}

/** Everything that starts in one hour since the epoch; some of it ends in the next, alerts even later. Sorted by time. */
export function hourOf(seed: string, template: Template, hour: number): Happening[] {
  const happenings = repositories.flatMap((repository): Happening[] => [
    ...changesOf(seed, repository, hour)
      .flatMap((change) => deliveriesOf(template, change))
      .map((delivery): Happening => ({ kind: 'delivery', at: delivery.at, delivery })),
    ...failuresOf(seed, repository, hour).map((failure): Happening => ({ kind: 'failure', at: failure.at, failure })),
    ...alertsOf(seed, repository, hour).flatMap((alert): Happening[] => [
      { kind: 'alert', at: alert.startsAt, status: 'firing', alert },
      { kind: 'alert', at: alert.endsAt, status: 'resolved', alert },
    ]),
  ]);
  return happenings.sort((a, b) => a.at - b.at);
}

/** Hours before its start that are told on: what a change sets off is over in three, an alert in a night. */
const hoursBefore = 12;

/** The story from a time on, without end, in order of time. What began in the hours before `from` is told from there on. */
export function* story(seed: string, template: Template, from: number): Generator<Happening> {
  let pending: Happening[] = [];
  for (let hour = Math.floor(from / hourMs) - hoursBefore; ; hour++) {
    pending = [...pending, ...hourOf(seed, template, hour)].sort((a, b) => a.at - b.at);
    const until = (hour + 1) * hourMs;
    const due = pending.findIndex(({ at }) => at >= until);
    const ready = due === -1 ? pending.splice(0) : pending.splice(0, due);
    for (const happening of ready) if (happening.at >= from) yield happening;
  }
}
