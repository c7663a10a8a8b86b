import { z } from 'zod';
import { gitlabGraphOf } from './gitlabGraph';
import { parsePayload } from '../../translate/payload';
import {
  type BackfillApi,
  type Delivery,
  type HttpAnswer,
  type NextTask,
  nothing,
  type Reading,
  type Scope,
} from '../provider';

/**
 * GitLab's REST API, v4. Answers become what its hooks would have brought: a pipeline with all tries of its jobs, a merge request, a deployment, a
 * push. A pipeline takes three requests: its own page, its jobs, and, of a merge request's, that merge request, whose branch only it names.
 */

const PAGE = 100;
/** A pipeline that the translator would refuse for its number of jobs is not gathered any further. */
const MAX_JOBS = 10_000;

const Project = z.object({
  id: z.number(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  default_branch: z.string().nullish(),
});

const User = z
  .object({
    id: z.number().nullish(),
    name: z.string().nullish(),
    username: z.string().nullish(),
    avatar_url: z.string().nullish(),
  })
  .nullish()
  .catch(null);

const Pipeline = z.object({
  id: z.number(),
  iid: z.number().nullish(),
  name: z.string().nullish(),
  ref: z.string().nullish(),
  tag: z.boolean().nullish(),
  sha: z.string().nullish(),
  source: z.string().nullish(),
  status: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullish(),
  duration: z.number().nullish(),
  web_url: z.string().nullish(),
  user: User,
});
type Pipeline = z.output<typeof Pipeline>;

const Commit = z.object({
  id: z.string(),
  message: z.string().nullish(),
  author_name: z.string().nullish(),
  author_email: z.string().nullish(),
  committed_date: z.string().nullish(),
  web_url: z.string().nullish(),
});

const Job = z.object({
  id: z.number(),
  name: z.string(),
  stage: z.string().nullish(),
  status: z.string(),
  allow_failure: z.boolean().nullish(),
  created_at: z.string().nullish(),
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
  queued_duration: z.number().nullish(),
  failure_reason: z.string().nullish(),
  runner: z.object({ id: z.number().nullish(), description: z.string().nullish() }).nullish().catch(null),
  tag_list: z.array(z.string()).nullish().catch(null),
});
const ListedJob = Job.extend({ commit: Commit.nullish().catch(null) });

const MergeRequest = z.object({
  iid: z.number(),
  title: z.string(),
  state: z.string(),
  author: User,
  source_branch: z.string().nullish(),
  target_branch: z.string().nullish(),
  sha: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  merged_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  web_url: z.string().nullish(),
  labels: z.array(z.string()).nullish().catch(null),
});

const Change = z.object({ iid: z.number(), source_branch: z.string().nullish() });

const Task = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project') }),
  z.object({ kind: z.literal('commits'), page: z.number() }),
  z.object({ kind: z.literal('mergeRequests'), page: z.number() }),
  z.object({ kind: z.literal('deployments'), page: z.number() }),
  z.object({ kind: z.literal('pipelines'), page: z.number() }),
  z.object({ kind: z.literal('pipeline'), id: z.number() }),
  z.object({ kind: z.literal('mergeRequest'), iid: z.number(), pipeline: Pipeline }),
  z.object({
    kind: z.literal('jobs'),
    pipeline: Pipeline,
    change: Change.nullable(),
    page: z.number(),
    jobs: z.array(Job),
    commit: Commit.nullable(),
  }),
]);
type GitlabTask = z.output<typeof Task>;

type Read<K extends GitlabTask['kind']> = (
  task: Extract<GitlabTask, { kind: K }>,
  answer: HttpAnswer,
  scope: Scope,
) => Reading<GitlabTask>;

const projectOf = (scope: Scope): z.output<typeof Project> => parsePayload(Project, scope.project, 'GitLab project');

const readProject: Read<'project'> = (_task, answer) => {
  const project = parsePayload(Project, answer.body, 'GitLab project');
  return {
    ...nothing,
    learned: { fullName: project.path_with_namespace, host: new URL(project.web_url).host, project },
    next: [
      { task: { kind: 'commits', page: 1 } },
      { task: { kind: 'mergeRequests', page: 1 } },
      { task: { kind: 'pipelines', page: 1 } },
      { task: { kind: 'deployments', page: 1 } },
    ],
  };
};

const ListedPipeline = Pipeline.pick({ id: true, iid: true, status: true, created_at: true, web_url: true });

const readPipelines: Read<'pipelines'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(ListedPipeline), answer.body, 'GitLab pipelines');
  // Enough for the translator to say which run it is and how far; the rest comes with its own page.
  const hookOf = (pipeline: z.output<typeof ListedPipeline>): Delivery => ({
    event: 'Pipeline Hook',
    payload: { object_attributes: { ...pipeline, url: pipeline.web_url }, project: projectOf(scope) },
  });
  const next = listed.map((pipeline): NextTask<GitlabTask> => ({
    task: { kind: 'pipeline', id: pipeline.id },
    run: hookOf(pipeline),
  }));
  const project = projectOf(scope).path_with_namespace;
  const total = /^\d{1,12}$/.exec(answer.headers.get('x-total') ?? '');
  return {
    ...nothing,
    next: [...next, ...nextPage(task, answer, listed.length)],
    graphs: listed.flatMap((pipeline) =>
      pipeline.iid ? [{ run: hookOf(pipeline), attempts: 1, about: { project, iid: String(pipeline.iid) } }] : [],
    ),
    // Beyond 10,000 GitLab does not count.
    unlisted: total ? Math.max(0, Number(total[0]) - (task.page - 1) * PAGE - listed.length) : null,
  };
};

/** The ref of a pipeline of a merge request names that, and not the branch. */
const MERGE_REF = /^refs\/merge-requests\/(\d{1,12})\//;

const readPipeline: Read<'pipeline'> = (_task, answer) => {
  const pipeline = parsePayload(Pipeline, answer.body, 'GitLab pipeline');
  const iid = MERGE_REF.exec(pipeline.ref ?? '')?.[1];
  return {
    ...nothing,
    next: [
      {
        task: iid === undefined ? jobsOf(pipeline, null) : { kind: 'mergeRequest', iid: Number(iid), pipeline },
        run: undefined,
      },
    ],
  };
};

const jobsOf = (pipeline: Pipeline, change: z.output<typeof Change> | null): GitlabTask => ({
  kind: 'jobs',
  pipeline,
  change,
  page: 1,
  jobs: [],
  commit: null,
});

const readMergeRequest: Read<'mergeRequest'> = (task, answer, scope) => {
  const request = parsePayload(MergeRequest, answer.body, 'GitLab merge request');
  return {
    ...nothing,
    deliveries: [mergeRequestHook(request, scope)],
    next: [{ task: jobsOf(task.pipeline, { iid: request.iid, source_branch: request.source_branch }) }],
  };
};

const readJobs: Read<'jobs'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(ListedJob), answer.body, 'GitLab jobs of a pipeline');
  const jobs = [...task.jobs, ...listed.map(({ commit: _commit, ...job }) => job)];
  const commit = task.commit ?? listed.find((job) => job.commit)?.commit ?? null;
  const [more] = jobs.length < MAX_JOBS ? nextPage({ ...task, jobs, commit }, answer, listed.length) : [];
  if (more) return { ...nothing, next: [more] };
  return {
    ...nothing,
    deliveries: [pipelineHook({ ...task, jobs: jobs.slice(0, MAX_JOBS), commit }, scope)],
    counts: { runs: 1, jobs: jobs.length },
  };
};

function pipelineHook(
  { pipeline, change, jobs, commit }: Extract<GitlabTask, { kind: 'jobs' }>,
  scope: Scope,
): Delivery {
  const { web_url: url, user, ...attributes } = pipeline;
  return {
    event: 'Pipeline Hook',
    payload: {
      object_kind: 'pipeline',
      object_attributes: { ...attributes, url },
      merge_request: change,
      user,
      project: projectOf(scope),
      commit: commit && {
        id: commit.id,
        message: commit.message,
        timestamp: commit.committed_date,
        url: commit.web_url,
        author: { name: commit.author_name, email: commit.author_email },
      },
      builds: jobs.map(({ runner, tag_list: tags, ...job }) => ({ ...job, runner: runner && { ...runner, tags } })),
    },
  };
}

const readMergeRequests: Read<'mergeRequests'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(MergeRequest), answer.body, 'GitLab merge requests');
  return {
    deliveries: listed.map((request) => mergeRequestHook(request, scope)),
    counts: { changes: listed.length },
    next: nextPage(task, answer, listed.length),
  };
};

/** The hook names who acted, and the author by id alone: so that the author is known, they are the one. */
function mergeRequestHook(
  { author, labels, web_url: url, sha, ...request }: z.output<typeof MergeRequest>,
  scope: Scope,
): Delivery {
  return {
    event: 'Merge Request Hook',
    payload: {
      object_kind: 'merge_request',
      user: author,
      project: projectOf(scope),
      object_attributes: { ...request, author_id: author?.id, last_commit: { id: sha }, url },
      labels: labels?.map((title) => ({ title })),
    },
  };
}

const Deployment = z.object({
  id: z.number(),
  ref: z.string().nullish(),
  sha: z.string(),
  status: z.string(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  user: User,
  environment: z.object({ name: z.string(), tier: z.string().nullish(), external_url: z.string().nullish() }),
  deployable: z.object({ id: z.number(), finished_at: z.string().nullish() }).nullish().catch(null),
});

const readDeployments: Read<'deployments'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(Deployment), answer.body, 'GitLab deployments');
  return {
    deliveries: listed.flatMap((deployment) => deploymentHooks(deployment, scope)),
    counts: { deployments: listed.length },
    next: nextPage(task, answer, listed.length),
  };
};

/** When it was asked for, and where it stands: the hooks between are not to be had any more. */
function deploymentHooks(deployment: z.output<typeof Deployment>, scope: Scope): Delivery[] {
  const project = projectOf(scope);
  const hook = (status: string, at: string): Delivery => ({
    event: 'Deployment Hook',
    payload: {
      object_kind: 'deployment',
      status,
      status_changed_at: at,
      deployment_id: deployment.id,
      deployable_id: deployment.deployable?.id,
      environment: deployment.environment.name,
      environment_tier: deployment.environment.tier,
      environment_external_url: deployment.environment.external_url,
      ref: deployment.ref,
      short_sha: deployment.sha.slice(0, 8),
      commit_url: `${project.web_url}/-/commit/${deployment.sha}`,
      user: deployment.user,
      project,
    },
  });
  // `updated_at` moves when another deployment takes its place; the end of its job does not.
  const changedAt = deployment.deployable?.finished_at ?? deployment.updated_at ?? deployment.created_at;
  return [hook('created', deployment.created_at), hook(deployment.status, changedAt)];
}

const PushedCommit = Commit.extend({ id: z.string() });

const readCommits: Read<'commits'> = (task, answer, scope) => {
  const listed = parsePayload(z.array(PushedCommit), answer.body, 'GitLab commits');
  const project = projectOf(scope);
  if (listed.length === 0) return nothing;
  const commits = listed.map((commit) => ({
    id: commit.id,
    message: commit.message,
    timestamp: commit.committed_date,
    url: commit.web_url,
    author: { name: commit.author_name, email: commit.author_email },
  }));
  return {
    deliveries: [
      {
        event: 'Push Hook',
        payload: { object_kind: 'push', ref: `refs/heads/${project.default_branch ?? 'HEAD'}`, commits, project },
      },
    ],
    counts: { commits: listed.length },
    next: nextPage(task, answer, listed.length),
  };
};

/** GitLab says whether there is a next page; older servers and proxies leave that out. */
function nextPage<T extends GitlabTask & { page: number }>(
  task: T,
  { headers }: HttpAnswer,
  listed: number,
): NextTask<T>[] {
  const named = headers.get('x-next-page');
  const more = named === null ? listed >= PAGE : named.trim() !== '';
  return more && listed > 0 ? [{ task: { ...task, page: task.page + 1 } }] : [];
}

function read(task: GitlabTask, answer: HttpAnswer, scope: Scope): Reading<GitlabTask> {
  switch (task.kind) {
    case 'project':
      return readProject(task, answer, scope);
    case 'commits':
      return readCommits(task, answer, scope);
    case 'mergeRequests':
      return readMergeRequests(task, answer, scope);
    case 'deployments':
      return readDeployments(task, answer, scope);
    case 'pipelines':
      return readPipelines(task, answer, scope);
    case 'pipeline':
      return readPipeline(task, answer, scope);
    case 'mergeRequest':
      return readMergeRequest(task, answer, scope);
    case 'jobs':
      return readJobs(task, answer, scope);
  }
}

/** By its id once that is known: a renamed project keeps it. */
const rootOf = (scope: Scope): string =>
  `/projects/${scope.project === null ? encodeURIComponent(scope.name) : projectOf(scope).id}`;

function pathOf(task: GitlabTask, scope: Scope): string {
  const root = rootOf(scope);
  const since = scope.since.toISOString();
  switch (task.kind) {
    case 'project':
      return `/projects/${encodeURIComponent(scope.name)}`;
    case 'commits':
      return `${root}/repository/commits${query({ since, per_page: PAGE, page: task.page })}`;
    case 'mergeRequests':
      return `${root}/merge_requests${query({ scope: 'all', state: 'all', updated_after: since, order_by: 'updated_at', sort: 'desc', per_page: PAGE, page: task.page })}`;
    case 'deployments':
      return `${root}/deployments${query({ updated_after: since, order_by: 'updated_at', sort: 'desc', per_page: PAGE, page: task.page })}`;
    case 'pipelines':
      return `${root}/pipelines${query({ updated_after: since, order_by: 'id', sort: 'desc', per_page: PAGE, page: task.page })}`;
    case 'pipeline':
      return `${root}/pipelines/${task.id}`;
    case 'mergeRequest':
      return `${root}/merge_requests/${task.iid}`;
    case 'jobs':
      return `${root}/pipelines/${task.pipeline.id}/jobs${query({ include_retried: 'true', per_page: PAGE, page: task.page })}`;
  }
}

const query = (values: Record<string, string | number>): string =>
  `?${new URLSearchParams(Object.entries(values).map(([key, value]): [string, string] => [key, String(value)])).toString()}`;

const NEEDS = 'the scope read_api, and the role Reporter in the project';

export const gitlabApi: BackfillApi<GitlabTask> = {
  provider: 'gitlab',
  Task,
  rootOf: (url) => (/\/api\/v4$/.test(url) ? url : `${url}/api/v4`),
  headersFor: (token) => ({ 'private-token': token, accept: 'application/json', 'user-agent': 'summit-bridge' }),
  problemOfName: (name) =>
    /^[\w.+-]+(\/[\w.+-]+)+$/.test(name) && !/(^|\/)\.{1,2}($|\/)/.test(name) ? null : 'must be group/project',
  first: () => ({ kind: 'project' }),
  ofRun: (providerRunId) => (/^\d{1,15}$/.test(providerRunId) ? { kind: 'pipeline', id: Number(providerRunId) } : null),
  pathOf,
  read,
  without(task, status) {
    // A project without a repository has no commits.
    if (task.kind === 'commits' && status === 404) return nothing;
    // The pipeline is there, whoever may see its merge request.
    if (task.kind === 'mergeRequest' && (status === 403 || status === 404))
      return { ...nothing, next: [{ task: jobsOf(task.pipeline, { iid: task.iid, source_branch: null }) }] };
    return null;
  },
  needs: () => NEEDS,
  graph: gitlabGraphOf,
  logs: {
    of: 'job',
    pathOf: ({ providerJobId }, scope) =>
      /^\d{1,15}$/.test(providerJobId) ? `${rootOf(scope)}/jobs/${providerJobId}/trace` : null,
    elsewhere: false,
    accept: '*/*',
    needs: NEEDS,
  },
};
