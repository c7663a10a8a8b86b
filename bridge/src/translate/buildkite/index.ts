import type {
  Actor,
  CiFact,
  CommitFact,
  JobFact,
  RepositoryRef,
  RunFact,
  RunResult,
  RunStatus,
} from '@summit/contracts';
import { z } from 'zod';
import type { CiTranslator, Translation } from '../ci';
import { dropUndefined, Name, OptionalName, OptionalSha, OptionalText, OptionalUrl, personOf } from '../fields';
import { parsePayload } from '../payload';
import { repositoryAt, systemAt } from '../repository';
import { firstLine } from '../text';
import { latest, OptionalTimeText, TimeText } from '../time';

/**
 * Buildkite sends a build as it is when it sends, which may be later than the event: the state counts, not the event's name. A build goes
 * on under its id when it is unblocked or a job of it is retried, so job events tell it as well.
 */

const Uuid = z.string().min(1).max(100);
const Person = z
  .object({ name: OptionalText, email: OptionalText, avatar_url: OptionalUrl })
  .nullish()
  .catch(undefined);

const Build = z.object({
  id: Uuid,
  web_url: OptionalUrl,
  number: z.number().int(),
  state: z.string(),
  blocked: z.boolean().nullish().catch(undefined),
  message: OptionalText,
  commit: OptionalSha,
  branch: OptionalName,
  tag: OptionalName,
  source: OptionalName,
  author: Person,
  creator: Person,
  created_at: TimeText,
  scheduled_at: OptionalTimeText,
  started_at: OptionalTimeText,
  finished_at: OptionalTimeText,
  pull_request: z
    .object({ id: z.union([z.string(), z.number()]) })
    .nullish()
    .catch(undefined),
});
type Build = z.output<typeof Build>;

const Pipeline = z.object({
  slug: Name,
  name: OptionalName,
  repository: OptionalText,
  web_url: OptionalUrl,
  default_branch: OptionalName,
});
type Pipeline = z.output<typeof Pipeline>;

const Job = z.object({
  id: Uuid,
  type: z.string(),
  name: OptionalName,
  command: OptionalName,
  step_key: OptionalName,
  state: z.string(),
  web_url: OptionalUrl,
  soft_failed: z.boolean().nullish().catch(undefined),
  agent: z
    .object({ id: OptionalText, name: OptionalText, meta_data: z.array(z.string()).nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  agent_query_rules: z.array(z.string()).nullish().catch(undefined),
  created_at: OptionalTimeText,
  scheduled_at: OptionalTimeText,
  runnable_at: OptionalTimeText,
  started_at: OptionalTimeText,
  finished_at: OptionalTimeText,
  unblocked_at: OptionalTimeText,
  parallel_group_index: z.number().int().nullish().catch(undefined),
});
type Job = z.output<typeof Job>;

const BuildEvent = z.object({ build: Build, pipeline: Pipeline });
const JobEvent = BuildEvent.extend({ job: Job });

/** Maps, not objects: a word from outside must not find what every object inherits. */
const buildEnds: ReadonlyMap<string, RunResult> = new Map([
  ['passed', 'success'],
  ['failed', 'failed'],
  ['canceled', 'cancelled'],
  ['skipped', 'skipped'],
  ['not_run', 'skipped'],
]);
const buildRuns: ReadonlySet<string> = new Set(['running', 'failing', 'canceling', 'started']);
const jobEnds: ReadonlyMap<string, RunResult> = new Map([
  ['passed', 'success'],
  ['failed', 'failed'],
  ['timed_out', 'timed_out'],
  // Nobody took it in time.
  ['expired', 'timed_out'],
  ['canceled', 'cancelled'],
  ['skipped', 'skipped'],
  // A job before it failed, or a condition left it out.
  ['broken', 'skipped'],
  ['unblocked', 'success'],
]);
const jobRuns: ReadonlySet<string> = new Set(['running', 'timing_out', 'canceling']);

function runFact(build: Build, pipeline: Pipeline, seen: readonly (string | undefined)[]): RunFact {
  const status = statusOf(build);
  const result = buildEnds.get(build.state) ?? 'unknown';
  const updatedAt =
    latest([build.created_at, build.scheduled_at, build.started_at, build.finished_at, ...seen]) ?? build.created_at;
  return dropUndefined<RunFact>({
    kind: 'run',
    ...whose(build, pipeline),
    number: build.number,
    name: pipeline.name ?? pipeline.slug,
    title: firstLine(build.message),
    event: build.source,
    status,
    result: status === 'completed' ? result : null,
    providerResult: status === 'completed' ? build.state : undefined,
    branch: build.tag ?? build.branch,
    sha: build.commit,
    changeNumber: changeOf(build),
    actor: actorOf(build.creator) ?? actorOf(build.author),
    queuedAt: build.created_at,
    startedAt: status === 'queued' ? undefined : build.started_at,
    finishedAt: status === 'completed' ? (build.finished_at ?? updatedAt) : undefined,
    reopens: true,
    updatedAt,
    url: build.web_url ?? '',
  });
}

/** A build that waits for a person is reported as finished, or as blocked. */
function statusOf({ state, blocked }: Build): RunStatus {
  if (state === 'blocked' || (blocked === true && state === 'passed')) return 'queued';
  if (buildEnds.has(state)) return 'completed';
  return buildRuns.has(state) ? 'running' : 'queued';
}

const changeOf = ({ pull_request: change }: Build): number | undefined => {
  const number = Number(change?.id);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};

const whose = (
  build: Build,
  pipeline: Pipeline,
): Pick<RunFact, 'repository' | 'system' | 'providerRunId' | 'attempt'> => ({
  repository: repositoryOf(pipeline),
  system: systemAt('buildkite', build.web_url),
  providerRunId: build.id,
  attempt: 1,
});

function repositoryOf({ repository, slug, default_branch: defaultBranch }: Pipeline): RepositoryRef {
  const known = repositoryAt(repository) ?? { provider: 'buildkite', fullName: `buildkite/${slug}`, url: '' };
  return dropUndefined({ ...known, defaultBranch });
}

function actorOf(person: z.output<typeof Person>): Actor | undefined {
  return personOf(person?.name, person?.email, person?.avatar_url);
}

function commitOf(build: Build, pipeline: Pipeline): CommitFact[] {
  if (build.commit === undefined || build.source === 'ui') return [];
  const author = actorOf(build.author);
  return [
    dropUndefined<CommitFact>({
      kind: 'commit',
      repository: repositoryOf(pipeline),
      sha: build.commit,
      message: build.message,
      author,
      branch: build.tag === undefined ? build.branch : undefined,
    }),
  ];
}

/** Steps that run a command, or start another build; a wait is no work. */
const work: ReadonlySet<string> = new Set(['script', 'command', 'trigger']);
/** Not come to its turn yet. */
const ahead: ReadonlySet<string> = new Set(['waiting', 'blocked', 'pending']);

function jobFact(job: Job, build: Build, pipeline: Pipeline): JobFact[] {
  if (!work.has(job.type) || ahead.has(job.state)) return [];
  const end = endOf(job);
  const status = end.result !== null ? 'completed' : jobRuns.has(job.state) ? 'running' : 'queued';
  const began = status !== 'queued' && end.result !== 'skipped';
  return [
    dropUndefined<JobFact>({
      kind: 'job',
      ...whose(build, pipeline),
      providerJobId: job.id,
      name: nameOf(job),
      slot: slotOf(job),
      runName: pipeline.name ?? pipeline.slug,
      status,
      ...end,
      branch: build.tag ?? build.branch,
      sha: build.commit,
      queuedAt: queuedAtOf(job) ?? build.created_at,
      startedAt: began ? job.started_at : undefined,
      finishedAt: status === 'completed' ? job.finished_at : undefined,
      runner: runnerOf(job),
      steps: [],
      url: job.web_url ?? build.web_url ?? '',
    }),
  ];
}

const nameOf = (job: Job): string => job.name ?? job.command ?? job.step_key ?? job.type;
const queuedAtOf = (job: Job): string | undefined =>
  job.runnable_at ?? job.scheduled_at ?? job.created_at ?? job.started_at;

function endOf({ state, soft_failed: soft }: Job): Pick<JobFact, 'result' | 'providerResult'> {
  const result = jobEnds.get(state);
  if (result === undefined) return { result: null };
  // A failure that the pipeline lets pass.
  return soft === true && result === 'failed'
    ? { result: 'success', providerResult: 'soft_failed' }
    : { result, providerResult: state };
}

/** A retried job is another job of the same step; steps without a key cannot be told from others of their name. */
function slotOf(job: Job): string | undefined {
  if (job.step_key === undefined) return undefined;
  return `${job.step_key}/${job.name ?? ''}/${job.parallel_group_index ?? ''}`;
}

function runnerOf({ agent, agent_query_rules: rules }: Job): JobFact['runner'] {
  if (!agent && (rules ?? []).length === 0) return undefined;
  return dropUndefined({ id: agent?.id, name: agent?.name, labels: agent?.meta_data ?? rules ?? [] });
}

function translate(event: string, payload: unknown): Translation {
  if (event.startsWith('build.')) {
    const { build, pipeline } = parsePayload(BuildEvent, payload, `Buildkite ${event}`);
    return { facts: [runFact(build, pipeline, []), ...commitOf(build, pipeline)] };
  }
  const { job, build, pipeline } = parsePayload(JobEvent, payload, `Buildkite ${event}`);
  const times = [job.scheduled_at, job.runnable_at, job.started_at, job.finished_at, job.unblocked_at];
  const facts: CiFact[] = [runFact(build, pipeline, times), ...jobFact(job, build, pipeline)];
  return { facts };
}

const events = [
  'build.scheduled',
  'build.running',
  'build.failing',
  'build.finished',
  'build.skipped',
  'job.scheduled',
  'job.started',
  'job.finished',
  'job.activated',
];

export const buildkite: CiTranslator = {
  events,
  translate: (event, payload) => (events.includes(event) ? translate(event, payload) : { dropped: 'unknown event' }),
};
