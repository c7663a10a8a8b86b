import { z } from 'zod';
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
 * Jenkins' JSON API. Builds become what the Notification plugin would have sent at their start or end. A folder, and a multibranch pipeline, stands
 * for all jobs in it; jobs are named by their path, as in `folder/job`. The stages of a pipeline's build are another plugin's to tell, Pipeline: REST API.
 */

const PAGE = 50;
/** Folders within folders within folders. */
const MAX_DEPTH = 8;

/** What the stages of a build do not say of it. */
const Listed = z.object({
  number: z.number(),
  url: z.string().nullable(),
  remote: z.string().nullable(),
  timestamp: z.number(),
});

const Task = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), path: z.array(z.string()) }),
  z.object({ kind: z.literal('builds'), path: z.array(z.string()), from: z.number() }),
  z.object({ kind: z.literal('build'), path: z.array(z.string()), number: z.number() }),
  z.object({ kind: z.literal('stages'), path: z.array(z.string()), build: Listed }),
]);
type JenkinsTask = z.output<typeof Task>;

const Action = z
  .looseObject({
    lastBuiltRevision: z
      .object({ SHA1: z.string().nullish(), branch: z.array(z.object({ name: z.string().nullish() })).nullish() })
      .nullish()
      .catch(null),
    remoteUrls: z.array(z.string()).nullish().catch(null),
    queuingDurationMillis: z.number().nullish().catch(null),
  })
  .nullish()
  .catch(null);

const Build = z.object({
  /** Which kind of build; told without being asked for. */
  _class: z.string().nullish(),
  number: z.number(),
  url: z.string().nullish(),
  building: z.boolean().nullish(),
  result: z.string().nullish(),
  timestamp: z.number(),
  duration: z.number().nullish(),
  actions: z.array(Action).nullish().catch(null),
});
type Build = z.output<typeof Build>;

const BUILD =
  'number,url,building,result,timestamp,duration,actions[lastBuiltRevision[SHA1,branch[name]],remoteUrls,queuingDurationMillis]';

const Job = z.object({
  url: z.string().nullish(),
  /** Of a folder or a multibranch pipeline. */
  jobs: z.array(z.object({ name: z.string() })).nullish(),
});

const pathOfName = (name: string): string[] => name.split('/').filter((part) => part !== '');
/** Names of branches are escaped once already, and their escapes are again in the address. */
const addressOf = (path: readonly string[]): string => path.map((name) => `/job/${encodeURIComponent(name)}`).join('');

function readJob(task: Extract<JenkinsTask, { kind: 'job' }>, answer: HttpAnswer, scope: Scope): Reading<JenkinsTask> {
  const job = parsePayload(Job, answer.body, 'Jenkins job');
  const own = task.path.length === 0;
  const path = own ? pathOfName(scope.name) : task.path;
  // Jenkins knows its address as people see it; the source may name it by another.
  const host = own && job.url && URL.canParse(job.url) ? new URL(job.url).host : null;
  const within = (job.jobs ?? []).map(({ name }): NextTask<JenkinsTask> => ({
    task: { kind: 'job', path: [...path, name] },
  }));
  return {
    ...nothing,
    ...(own && { learned: { fullName: scope.name, host, project: {} } }),
    next: job.jobs ? (path.length < MAX_DEPTH ? within : []) : [{ task: { kind: 'builds', path, from: 0 } }],
  };
}

const BuildList = z.object({ allBuilds: z.array(Build).nullish(), builds: z.array(Build).nullish() });

function readBuilds(
  task: Extract<JenkinsTask, { kind: 'builds' }>,
  answer: HttpAnswer,
  scope: Scope,
): Reading<JenkinsTask> {
  const list = parsePayload(BuildList, answer.body, 'Jenkins builds');
  const listed = list.allBuilds ?? list.builds ?? [];
  const wanted = listed.filter((build) => build.timestamp >= scope.since.getTime());
  return {
    deliveries: wanted.flatMap((build) => notifications(task.path, build)),
    counts: { runs: wanted.length },
    // A build that comes in meanwhile moves the others down: some are seen twice, none is missed.
    next: [
      ...wanted.flatMap((build) => stagesOf(task.path, build, scope)),
      ...(listed.length >= PAGE && wanted.length === listed.length
        ? [{ task: { ...task, from: task.from + PAGE } }]
        : []),
    ],
  };
}

function readBuild(
  task: Extract<JenkinsTask, { kind: 'build' }>,
  answer: HttpAnswer,
  scope: Scope,
): Reading<JenkinsTask> {
  const build = parsePayload(Build, answer.body, 'Jenkins build');
  return {
    deliveries: notifications(task.path, build),
    next: stagesOf(task.path, build, scope),
    counts: { runs: 1 },
  };
}

const PIPELINE = 'org.jenkinsci.plugins.workflow.job.WorkflowRun';
const Learned = z.object({ noStages: z.boolean().default(false) }).catch({ noStages: false });

/** Only pipelines have stages, and only where the plugin is there: where it was missed once in a round, it is not asked for again in that. */
function stagesOf(path: readonly string[], build: Build, scope: Scope): NextTask<JenkinsTask>[] {
  if (build._class !== PIPELINE || Learned.parse(scope.project ?? {}).noStages) return [];
  const { number, url, timestamp } = build;
  const listed = { number, url: url ?? null, remote: codeOf(build)?.remoteUrls?.[0] ?? null, timestamp };
  const run = notifications(path, build).at(-1);
  return [{ task: { kind: 'stages', path: [...path], build: listed }, ...(run && { run }) }];
}

const Described = z.object({ stages: z.array(z.unknown()).default([]) });

/** As the translation wants it: with the build that they are of. */
function readStages(
  { path, build }: Extract<JenkinsTask, { kind: 'stages' }>,
  answer: HttpAnswer,
): Reading<JenkinsTask> {
  const { stages } = parsePayload(Described, answer.body, 'Jenkins wfapi/describe');
  const { number, url, remote, timestamp } = build;
  const payload = {
    build: { number, url: addressOfBuild(path, number), full_url: url, remote, timestamp },
    stages,
  };
  return { ...nothing, deliveries: [{ event: 'stages', payload }], counts: { jobs: stages.length } };
}

const codeOf = (build: Build) => build.actions?.find((action) => action?.lastBuiltRevision);
const addressOfBuild = (path: readonly string[], number: number): string => `${addressOf(path).slice(1)}/${number}/`;

/** Its wait where a plugin measured that, its start, and its end where it has one, each with the time that the plugin would have given. */
function notifications(path: readonly string[], build: Build): Delivery[] {
  const actions = (build.actions ?? []).filter((action) => action !== null && action !== undefined);
  const code = codeOf(build);
  const scm = code && {
    url: code.remoteUrls?.[0],
    branch: code.lastBuiltRevision?.branch?.[0]?.name,
    commit: code.lastBuiltRevision?.SHA1,
  };
  const duration = build.duration ?? 0;
  const waited = actions.find((action) => typeof action.queuingDurationMillis === 'number')?.queuingDurationMillis;
  const notification = (phase: string, timestamp: number, end: object = {}): Delivery => ({
    event: 'notification',
    payload: {
      name: path.at(-1),
      build: {
        full_url: build.url,
        number: build.number,
        url: addressOfBuild(path, build.number),
        phase,
        timestamp,
        scm,
        ...end,
      },
    },
  });
  const ended = build.building !== true && build.result !== null && build.result !== undefined;
  return [
    ...(typeof waited === 'number' && waited > 0 ? [notification('QUEUED', build.timestamp - waited)] : []),
    notification('STARTED', build.timestamp),
    ...(ended ? [notification('COMPLETED', build.timestamp + duration, { status: build.result, duration })] : []),
  ];
}

function read(task: JenkinsTask, answer: HttpAnswer, scope: Scope): Reading<JenkinsTask> {
  if (task.kind === 'job') return readJob(task, answer, scope);
  if (task.kind === 'stages') return readStages(task, answer);
  return task.kind === 'builds' ? readBuilds(task, answer, scope) : readBuild(task, answer, scope);
}

function pathOf(task: JenkinsTask, scope: Scope): string {
  const root = addressOf(task.path.length === 0 ? pathOfName(scope.name) : task.path);
  const tree = (fields: string): string => `?${new URLSearchParams({ tree: fields }).toString()}`;
  if (task.kind === 'job') return `${root}/api/json${tree('url,jobs[name]')}`;
  if (task.kind === 'stages') return `${root}/${task.build.number}/wfapi/describe`;
  if (task.kind === 'build') return `${root}/${task.number}/api/json${tree(BUILD)}`;
  return `${root}/api/json${tree(`allBuilds[${BUILD}]{${task.from},${task.from + PAGE}}`)}`;
}

const NEEDS = 'Overall/Read and Job/Read';

/** `folder:job:12`; a slash in a name became a tilde, and which it was cannot be told. */
function buildOf(providerRunId: string): { path: string[]; number: number } | null {
  const parts = providerRunId.split(':');
  const number = Number(parts.at(-1));
  const path = parts.slice(0, -1).map((name) => name.replaceAll('~', '%2F'));
  return parts.length > 1 && Number.isSafeInteger(number) ? { path, number } : null;
}

export const jenkinsApi: BackfillApi<JenkinsTask> = {
  provider: 'jenkins',
  Task,
  rootOf: (url) => url,
  headersFor: (token) => ({
    authorization: `Basic ${Buffer.from(token).toString('base64')}`,
    accept: 'application/json',
    'user-agent': 'summit-bridge',
  }),
  problemOfName: (name) =>
    pathOfName(name).length > 0 && !/(^|\/)\.{1,2}($|\/)/.test(name)
      ? null
      : 'must be the path of a job, such as folder/job',
  first: () => ({ kind: 'job', path: [] }),
  ofRun(providerRunId) {
    const build = buildOf(providerRunId);
    return build && { kind: 'build', ...build };
  },
  pathOf,
  read,
  // No such plugin, or a build that is gone.
  without: (task, status) =>
    task.kind === 'stages' && status === 404
      ? { ...nothing, learned: { fullName: null, host: null, project: { noStages: true } } }
      : null,
  needs: () => NEEDS,
  logs: {
    of: 'run',
    pathOf({ providerRunId }) {
      const build = buildOf(providerRunId);
      return build && `${addressOf(build.path)}/${build.number}/consoleText`;
    },
    elsewhere: false,
    accept: '*/*',
    needs: NEEDS,
  },
};
