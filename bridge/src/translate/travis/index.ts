import type { CiFact, CommitFact, JobFact, RepositoryRef, RunFact, RunResult, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import type { CiTranslator, Translation } from '../ci';
import { dropUndefined, Id, Name, OptionalName, OptionalSha, OptionalText, OptionalUrl, personOf } from '../fields';
import { parsePayload, PayloadError } from '../payload';
import { systemAt } from '../repository';
import { firstLine } from '../text';
import { latest, OptionalTimeText } from '../time';

/** Travis CI sends a build with all its jobs when it ends and, where it is asked to, when it begins. */

const Job = z.object({
  id: Id,
  number: OptionalName,
  name: OptionalName,
  state: z.string(),
  allow_failure: z.boolean().nullish().catch(undefined),
  started_at: OptionalTimeText,
  finished_at: OptionalTimeText,
  config: z
    .object({ os: OptionalName, language: OptionalName, name: OptionalName })
    .partial()
    .nullish()
    .catch(undefined),
});
type Job = z.output<typeof Job>;

const Build = z.object({
  id: Id,
  number: z.union([z.string(), z.number()]).nullish().catch(undefined),
  type: OptionalName,
  state: z.string(),
  started_at: OptionalTimeText,
  finished_at: OptionalTimeText,
  build_url: OptionalUrl,
  commit: OptionalSha,
  branch: OptionalName,
  tag: OptionalName,
  pull_request_number: z.number().int().nullish().catch(undefined),
  message: OptionalText,
  author_name: OptionalText,
  author_email: OptionalText,
  committed_at: OptionalTimeText,
  repository: z.object({ name: Name, owner_name: Name, url: OptionalUrl }),
  matrix: z.array(Job).nullish().catch(undefined),
});
type Build = z.output<typeof Build>;

const ends: ReadonlyMap<string, RunResult> = new Map([
  ['passed', 'success'],
  ['failed', 'failed'],
  // The job could not even be set up.
  ['errored', 'failed'],
  ['canceled', 'cancelled'],
]);

function statusOf(state: string): RunStatus {
  if (ends.has(state)) return 'completed';
  return state === 'started' ? 'running' : 'queued';
}

function translateBuild(payload: unknown): CiFact[] {
  const build = parsePayload(Build, payload, 'Travis CI build');
  const jobs = (build.matrix ?? []).flatMap((job) => jobFact(job, build));
  return [runFact(build), ...jobs, ...commitOf(build)];
}

/** A build that waits has no time yet: the commit's is the nearest. */
function askedAt({ started_at: started, finished_at: finished, committed_at: committed }: Build): string {
  const time = started ?? finished ?? committed;
  if (time === undefined)
    throw new PayloadError('Travis CI build: started_at: missing, and no other time of it is there');
  return time;
}

function runFact(build: Build): RunFact {
  const status = statusOf(build.state);
  const jobs = build.matrix ?? [];
  const times = [build.finished_at, ...jobs.flatMap((job) => [job.started_at, job.finished_at])];
  return dropUndefined<RunFact>({
    kind: 'run',
    ...whose(build),
    number: Number(build.number ?? 0) || 0,
    name: build.type === 'pull_request' ? 'pull request build' : 'build',
    title: firstLine(build.message),
    event: build.type,
    status,
    result: status === 'completed' ? (ends.get(build.state) ?? 'unknown') : null,
    providerResult: status === 'completed' ? build.state : undefined,
    branch: build.tag ?? build.branch,
    sha: build.commit,
    changeNumber: build.pull_request_number ?? undefined,
    actor: actorOf(build),
    queuedAt: askedAt(build),
    startedAt: status === 'queued' ? undefined : build.started_at,
    finishedAt: status === 'completed' ? build.finished_at : undefined,
    // Restarted, a build keeps its id.
    reopens: true,
    updatedAt: latest([askedAt(build), ...times]) ?? askedAt(build),
    url: build.build_url ?? '',
  });
}

function jobFact(job: Job, build: Build): JobFact[] {
  const status = statusOf(job.state);
  const result = ends.get(job.state) ?? null;
  const lets = job.allow_failure === true && result === 'failed';
  return [
    dropUndefined<JobFact>({
      kind: 'job',
      ...whose(build),
      providerJobId: job.id,
      name: nameOf(job),
      runName: build.type === 'pull_request' ? 'pull request build' : 'build',
      status,
      result: lets ? 'success' : result,
      providerResult: result === null ? undefined : lets ? 'allowed_failure' : job.state,
      branch: build.tag ?? build.branch,
      sha: build.commit,
      // When it began to wait is not told.
      queuedAt: job.started_at ?? askedAt(build),
      startedAt: status === 'queued' ? undefined : job.started_at,
      finishedAt: status === 'completed' ? job.finished_at : undefined,
      steps: [],
      url: build.build_url ?? '',
    }),
  ];
}

/** Jobs of a matrix have numbers; some have names. */
function nameOf({ name, config, number, id }: Job): string {
  const own = name ?? config?.name;
  if (own !== undefined) return own;
  const words = [config?.language, config?.os].filter(Boolean).join(' on ');
  return [number ?? id, words].filter(Boolean).join(' ');
}

const whose = (build: Build): Pick<RunFact, 'repository' | 'system' | 'providerRunId' | 'attempt'> => ({
  repository: repositoryOf(build),
  system: systemAt('travis', build.build_url),
  providerRunId: build.id,
  attempt: 1,
});

/** Travis CI builds what is on GitHub, or else says where in the address of its own pages. */
function repositoryOf({ repository, build_url: page }: Build): RepositoryRef {
  const fullName = `${repository.owner_name}/${repository.name}`;
  if (page !== undefined && /\/(bitbucket|gitlab)\//.test(page)) {
    const provider = page.includes('/gitlab/') ? 'gitlab' : 'bitbucket';
    return { provider, fullName, url: `https://${provider === 'gitlab' ? 'gitlab.com' : 'bitbucket.org'}/${fullName}` };
  }
  return { provider: 'github', fullName, url: `https://github.com/${fullName}` };
}

const actorOf = ({ author_name: name, author_email: email }: Build): RunFact['actor'] => personOf(name, email);

function commitOf(build: Build): CommitFact[] {
  // A pull request's build is of a merge that nobody keeps.
  if (build.commit === undefined || build.type === 'pull_request') return [];
  return [
    dropUndefined<CommitFact>({
      kind: 'commit',
      repository: repositoryOf(build),
      sha: build.commit,
      message: build.message,
      author: actorOf(build),
      committedAt: build.committed_at,
      branch: build.tag === undefined ? build.branch : undefined,
    }),
  ];
}

export const travis: CiTranslator = {
  events: ['build'],
  translate: (event, payload): Translation =>
    event === 'build' ? { facts: translateBuild(payload) } : { dropped: 'unknown event' },
};
