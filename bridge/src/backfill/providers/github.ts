import { z } from 'zod';
import { githubGraphOf, githubGraphWanted } from './githubGraph';
import { parsePayload } from '../../translate/payload';
import { latest } from '../../translate/time';
import {
  type BackfillApi,
  type Delivery,
  type GraphWanted,
  type HttpAnswer,
  type NextTask,
  nothing,
  type Reading,
  type Scope,
} from '../provider';

/**
 * GitHub's REST API, 2022-11-28. Answers become what its webhooks would have brought: a workflow run, a workflow job, a deployment with each of
 * its statuses, a pull request, a push. A run's payload comes after its jobs', as the run is exported soon after its end.
 */

const PAGE = 100;
/** Each run of a list carries two repositories and a commit: some 20 KB. */
const RUNS_PAGE = 50;

/** As GitHub sent it, but for what is another thing's. */
const Thing = z.looseObject({ id: z.number() });
const Run = z.looseObject({
  id: z.number(),
  run_attempt: z.number().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  path: z.string().nullish(),
  head_sha: z.string().nullish(),
  event: z.string().nullish(),
});
type Run = z.output<typeof Run>;
const Job = z.looseObject({ id: z.number(), run_attempt: z.number().nullish(), completed_at: z.string().nullish() });

/** The latest end of a job of each attempt seen so far, by the attempt. */
const Ends = z.record(z.string(), z.string());

const Task = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repository') }),
  z.object({ kind: z.literal('commits'), page: z.number() }),
  z.object({ kind: z.literal('pulls'), page: z.number() }),
  z.object({ kind: z.literal('deployments'), page: z.number() }),
  z.object({ kind: z.literal('statuses'), deployment: Thing, page: z.number() }),
  /** Those made at `before` or earlier, but not `seen`: pages by number end at 1,000, and shift as runs are made. */
  z.object({ kind: z.literal('runs'), before: z.string().nullable(), seen: z.array(z.number()), page: z.number() }),
  z.object({ kind: z.literal('jobs'), run: Run, page: z.number(), ends: Ends }),
  z.object({ kind: z.literal('attempt'), run: z.number(), attempt: z.number(), end: z.string().nullable() }),
  z.object({ kind: z.literal('run'), run: z.number() }),
]);
type GithubTask = z.output<typeof Task>;

const Repository = z.object({
  id: z.number(),
  full_name: z.string(),
  html_url: z.string(),
  default_branch: z.string().nullish(),
});

type Read<K extends GithubTask['kind']> = (
  task: Extract<GithubTask, { kind: K }>,
  answer: HttpAnswer,
  scope: Scope,
) => Reading<GithubTask>;

const repositoryOf = (scope: Scope): z.output<typeof Repository> =>
  parsePayload(Repository, scope.project, 'GitHub repository');

const isoSeconds = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z');

const readRepository: Read<'repository'> = (_task, answer) => {
  const project = parsePayload(Repository, answer.body, 'GitHub repository');
  return {
    ...nothing,
    learned: { fullName: project.full_name, host: new URL(project.html_url).host, project },
    // What is little first, and what runs are joined to: changes by their heads.
    next: [
      { task: { kind: 'commits', page: 1 } },
      { task: { kind: 'pulls', page: 1 } },
      { task: { kind: 'runs', before: null, seen: [], page: 1 } },
      { task: { kind: 'deployments', page: 1 } },
    ],
  };
};

const RunList = z.object({ total_count: z.number(), workflow_runs: z.array(Run) });

const readRuns: Read<'runs'> = (task, answer, scope) => {
  const { total_count: total, workflow_runs: listed } = parsePayload(RunList, answer.body, 'GitHub workflow runs');
  const seen = new Set(task.seen);
  const fresh = listed.filter((run) => !seen.has(run.id));
  const next: NextTask<GithubTask>[] = fresh.flatMap((run) => tasksOfRun(run, scope));
  const oldest = listed.at(-1)?.created_at;
  if (oldest !== undefined && listed.length >= RUNS_PAGE) {
    const same = oldest === task.before;
    next.push({
      task: {
        kind: 'runs',
        before: oldest,
        // A page of which all were made in one second goes on by number.
        page: same ? task.page + 1 : 1,
        seen: [...(same ? task.seen : []), ...listed.filter((run) => run.created_at === oldest).map((run) => run.id)],
      },
    });
  }
  return {
    ...nothing,
    next,
    graphs: fresh.flatMap((run) => graphWanted(run, scope)),
    unlisted: Math.max(0, total - listed.length - (task.page - 1) * RUNS_PAGE),
  };
};

/** Its jobs of all attempts and the newest attempt, then the attempts before it. */
function tasksOfRun(run: Run, scope: Scope): NextTask<GithubTask>[] {
  const lean = leanRun(run);
  return [
    {
      task: { kind: 'jobs', run: lean, page: 1, ends: {} },
      run: delivery('workflow_run', { workflow_run: lean }, scope),
    },
  ];
}

const graphWanted = (run: Run, scope: Scope): GraphWanted[] =>
  githubGraphWanted(run).map((about) => ({
    run: delivery('workflow_run', { workflow_run: leanRun(run) }, scope),
    attempts: run.run_attempt ?? 1,
    about,
  }));

/** Without the repositories in it, which are those of all runs of the list. */
function leanRun(run: Run): Run {
  const { repository: _repository, head_repository: _head, ...lean } = run;
  return lean;
}

const JobList = z.object({ total_count: z.number(), jobs: z.array(Job) });

const readJobs: Read<'jobs'> = (task, answer, scope) => {
  const { total_count: total, jobs } = parsePayload(JobList, answer.body, 'GitHub jobs of a workflow run');
  const ends: Record<string, string> = { ...task.ends };
  for (const job of jobs) {
    const attempt = String(job.run_attempt ?? 1);
    const end = latest([ends[attempt], job.completed_at ?? undefined]);
    if (end !== undefined) ends[attempt] = end;
  }
  const deliveries = jobs.map((job) => delivery('workflow_job', { workflow_job: job }, scope));
  const counts = { jobs: jobs.length };
  if (jobs.length >= PAGE && task.page * PAGE < total)
    return { deliveries, counts, next: [{ task: { ...task, page: task.page + 1, ends } }] };
  const newest = task.run.run_attempt ?? 1;
  const earlier = Array.from({ length: newest - 1 }, (_, i) => i + 1);
  return {
    deliveries: [...deliveries, runDelivery(task.run, ends[String(newest)], scope)],
    counts: { ...counts, runs: 1 },
    next: earlier.map((attempt) => ({
      task: { kind: 'attempt', run: task.run.id, attempt, end: ends[String(attempt)] ?? null },
    })),
  };
};

const readAttempt: Read<'attempt'> = (task, answer, scope) => {
  const run = leanRun(parsePayload(Run, answer.body, 'GitHub attempt of a workflow run'));
  return {
    ...nothing,
    deliveries: [runDelivery({ ...run, run_attempt: task.attempt }, task.end ?? undefined, scope)],
    counts: { runs: 1 },
  };
};

const readRun: Read<'run'> = (_task, answer, scope) => ({
  ...nothing,
  next: tasksOfRun(parsePayload(Run, answer.body, 'GitHub workflow run'), scope),
});

const LATE_MS = 3_600_000;

/**
 * GitHub's run has no end but `updated_at`, which moves when somebody touches the run long after (deletes its logs): then the end of its last job
 * is its end.
 */
function runDelivery(run: Run, lastJobEnd: string | undefined, scope: Scope): Delivery {
  const touched =
    lastJobEnd !== undefined &&
    run.status === 'completed' &&
    Date.parse(run.updated_at) - Date.parse(lastJobEnd) > LATE_MS;
  return delivery('workflow_run', { workflow_run: touched ? { ...run, updated_at: lastJobEnd } : run }, scope);
}

const Deployment = z.looseObject({ id: z.number(), created_at: z.string() });

const readDeployments: Read<'deployments'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(Deployment), answer.body, 'GitHub deployments');
  const wanted = listed.filter((one) => Date.parse(one.created_at) >= scope.since.getTime());
  return {
    deliveries: wanted.map((deployment) => delivery('deployment', { deployment }, scope)),
    counts: { deployments: wanted.length },
    next: [
      ...wanted.map((deployment) => ({ task: { kind: 'statuses' as const, deployment, page: 1 } })),
      ...nextPage(task, listed.length, wanted.length),
    ],
  };
};

const readStatuses: Read<'statuses'> = (task, answer, scope) => {
  const statuses = parsePayload(
    z.array(z.looseObject({ state: z.string() })),
    answer.body,
    'GitHub statuses of a deployment',
  );
  return {
    ...nothing,
    deliveries: statuses.map((status) =>
      delivery('deployment_status', { deployment_status: status, deployment: task.deployment }, scope),
    ),
    next: nextPage(task, statuses.length, statuses.length),
  };
};

const Pull = z.looseObject({ number: z.number(), updated_at: z.string() });

const readPulls: Read<'pulls'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(Pull), answer.body, 'GitHub pull requests');
  const wanted = listed.filter((one) => Date.parse(one.updated_at) >= scope.since.getTime());
  return {
    deliveries: wanted.map((pull) => delivery('pull_request', { pull_request: leanPull(pull) }, scope)),
    counts: { changes: wanted.length },
    next: nextPage(task, listed.length, wanted.length),
  };
};

const Side = z.looseObject({ ref: z.string().nullish(), sha: z.string().nullish() }).nullish();

/** Each side of a pull request carries its whole repository. */
function leanPull(pull: z.output<typeof Pull>): Record<string, unknown> {
  const side = (value: unknown) => {
    const { ref, sha } = Side.parse(value) ?? {};
    return { ref, sha };
  };
  return { ...pull, head: side(pull['head']), base: side(pull['base']), body: undefined, _links: undefined };
}

const Person = z
  .object({ name: z.string().nullish(), email: z.string().nullish(), date: z.string().nullish() })
  .nullish();
const Commit = z.object({
  sha: z.string(),
  html_url: z.string().nullish(),
  commit: z.object({ message: z.string().nullish(), author: Person, committer: Person }),
  author: z.object({ login: z.string().nullish() }).nullish().catch(null),
});

const readCommits: Read<'commits'> = (task, answer, scope) => {
  const commits = parsePayload(z.array(Commit), answer.body, 'GitHub commits');
  const branch = repositoryOf(scope).default_branch;
  if (commits.length === 0) return nothing;
  const pushed = commits.map(({ sha, html_url: url, commit, author }) => ({
    id: sha,
    message: commit.message,
    timestamp: commit.committer?.date ?? commit.author?.date,
    url,
    author: { name: commit.author?.name, email: commit.author?.email, username: author?.login },
  }));
  return {
    deliveries: [delivery('push', { ref: `refs/heads/${branch ?? 'HEAD'}`, commits: pushed }, scope)],
    counts: { commits: commits.length },
    next: nextPage(task, commits.length, commits.length),
  };
};

/** Lists that are ordered by what bounds them go on while a full page was wanted whole. */
const nextPage = <T extends GithubTask & { page: number }>(task: T, listed: number, wanted: number): NextTask<T>[] =>
  listed >= PAGE && wanted === listed ? [{ task: { ...task, page: task.page + 1 } }] : [];

const delivery = (event: string, payload: Record<string, unknown>, scope: Scope): Delivery => ({
  event,
  payload: { ...payload, repository: repositoryOf(scope) },
});

function read(task: GithubTask, answer: HttpAnswer, scope: Scope): Reading<GithubTask> {
  switch (task.kind) {
    case 'repository':
      return readRepository(task, answer, scope);
    case 'commits':
      return readCommits(task, answer, scope);
    case 'pulls':
      return readPulls(task, answer, scope);
    case 'deployments':
      return readDeployments(task, answer, scope);
    case 'statuses':
      return readStatuses(task, answer, scope);
    case 'runs':
      return readRuns(task, answer, scope);
    case 'jobs':
      return readJobs(task, answer, scope);
    case 'attempt':
      return readAttempt(task, answer, scope);
    case 'run':
      return readRun(task, answer, scope);
  }
}

function rootOf(scope: Scope): string {
  const name = scope.project === null ? scope.name : repositoryOf(scope).full_name;
  return `/repos/${name.split('/').map(encodeURIComponent).join('/')}`;
}

function pathOf(task: GithubTask, scope: Scope): string {
  const root = rootOf(scope);
  const since = isoSeconds(scope.since);
  switch (task.kind) {
    case 'repository':
      return root;
    case 'commits':
      return `${root}/commits${query({ since, per_page: PAGE, page: task.page })}`;
    case 'pulls':
      return `${root}/pulls${query({ state: 'all', sort: 'updated', direction: 'desc', per_page: PAGE, page: task.page })}`;
    case 'deployments':
      return `${root}/deployments${query({ per_page: PAGE, page: task.page })}`;
    case 'statuses':
      return `${root}/deployments/${task.deployment.id}/statuses${query({ per_page: PAGE, page: task.page })}`;
    case 'runs':
      return `${root}/actions/runs${query({ created: task.before === null ? `>=${since}` : `${since}..${task.before}`, per_page: RUNS_PAGE, page: task.page })}`;
    case 'jobs':
      return `${root}/actions/runs/${task.run.id}/jobs${query({ filter: 'all', per_page: PAGE, page: task.page })}`;
    case 'attempt':
      return `${root}/actions/runs/${task.run}/attempts/${task.attempt}`;
    case 'run':
      return `${root}/actions/runs/${task.run}`;
  }
}

const query = (values: Record<string, string | number>): string =>
  `?${new URLSearchParams(Object.entries(values).map(([key, value]): [string, string] => [key, String(value)])).toString()}`;

const needs: Readonly<Record<GithubTask['kind'], string>> = {
  repository: 'Metadata: read, for this repository (a classic token: repo)',
  commits: 'Contents: read',
  pulls: 'Pull requests: read',
  deployments: 'Deployments: read',
  statuses: 'Deployments: read',
  runs: 'Actions: read',
  jobs: 'Actions: read',
  attempt: 'Actions: read',
  run: 'Actions: read',
};

export const githubApi: BackfillApi<GithubTask> = {
  provider: 'github',
  Task,
  rootOf(url) {
    const { host } = new URL(url);
    if (host === 'github.com' || host === 'api.github.com') return 'https://api.github.com';
    return /\/api\/v3$/.test(url) ? url : `${url}/api/v3`;
  },
  headersFor: (token) => ({
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'summit-bridge',
  }),
  problemOfName: (name) =>
    /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name) && !/(^|\/)\.{1,2}($|\/)/.test(name) ? null : 'must be owner/name',
  first: () => ({ kind: 'repository' }),
  ofRun: (providerRunId) => (/^\d{1,15}$/.test(providerRunId) ? { kind: 'run', run: Number(providerRunId) } : null),
  pathOf,
  read,
  // An empty repository has no commits, and says so in its own way.
  without: (task, status) => (task.kind === 'commits' && status === 409 ? nothing : null),
  needs: (task) => needs[task.kind],
  graph: (about, answerTo, { root, scope }) => githubGraphOf(about, answerTo, `${root}${rootOf(scope)}`),
  logs: {
    of: 'job',
    pathOf: ({ providerJobId }, scope) =>
      /^\d{1,15}$/.test(providerJobId) ? `${rootOf(scope)}/actions/jobs/${providerJobId}/logs` : null,
    elsewhere: true,
    accept: 'application/vnd.github+json',
    needs: 'Actions: read',
  },
};
