import type { CiFact, CommitFact, RunFact, RunStatus } from '@summit/contracts';
import { z } from 'zod';
import { dropUndefined, Id, Name, OptionalName, OptionalSha, OptionalText, OptionalUrl } from '../fields';
import { parsePayload } from '../payload';
import { firstLine } from '../text';
import { artifactsFact, ArtifactsFile } from './artifacts';
import { type Build, jobFact, Runner } from './jobs';
import { earliest, latest, OptionalTimeText, TimeText } from '../time';
import {
  actorOf,
  Author,
  authorOf,
  OptionalSeconds,
  Project,
  repositoryOf,
  results,
  statusOf,
  systemOf,
  User,
} from './shared';

const PipelineBuild = z.object({
  id: Id,
  name: Name,
  stage: OptionalName,
  status: z.string(),
  created_at: OptionalTimeText,
  started_at: OptionalTimeText,
  finished_at: OptionalTimeText,
  queued_duration: OptionalSeconds,
  failure_reason: OptionalName,
  allow_failure: z.boolean().nullish().catch(undefined),
  runner: Runner,
  artifacts_file: ArtifactsFile,
});

/** A run beyond this many jobs is one that nobody can look at. */
const MAX_BUILDS = 10_000;

const Payload = z.object({
  object_attributes: z.object({
    id: Id,
    iid: z.number().int().nullish().catch(undefined),
    name: OptionalText,
    ref: OptionalName,
    tag: z.boolean().nullish().catch(undefined),
    sha: OptionalSha,
    source: OptionalName,
    status: z.string(),
    created_at: TimeText,
    finished_at: OptionalTimeText,
    duration: OptionalSeconds,
    url: OptionalUrl,
  }),
  merge_request: z.object({ iid: z.number().int(), source_branch: OptionalName }).nullish().catch(undefined),
  user: User,
  project: Project,
  commit: z
    .object({
      id: OptionalSha,
      message: OptionalText,
      timestamp: OptionalTimeText,
      url: OptionalUrl,
      author: Author,
    })
    .nullish()
    .catch(undefined),
  builds: z.array(PipelineBuild).max(MAX_BUILDS).nullish(),
});
type Payload = z.output<typeof Payload>;

/** `Pipeline Hook`: a pipeline, the newest try of each of its jobs, and its commit. */
export function translatePipeline(payload: unknown): CiFact[] {
  const body = parsePayload(Payload, payload, 'GitLab pipeline');
  const { object_attributes: pipeline } = body;
  const builds = (body.builds ?? []).map((build) => buildOf(build, pipeline.created_at));
  const run = runFact(body, builds);
  const shared = {
    repository: run.repository,
    system: run.system,
    providerRunId: pipeline.id,
    runName: run.name,
    branch: run.branch,
    sha: run.sha,
  };
  const jobs = builds.flatMap((build) => jobFact(build, shared) ?? []);
  const artifacts = (body.builds ?? []).flatMap((build) => artifactsFact(build, run) ?? []);
  return [run, ...jobs, ...artifacts, ...commitOf(body, run)];
}

function runFact(body: Payload, builds: readonly Build[]): RunFact {
  const { object_attributes: pipeline, merge_request: change } = body;
  const repository = repositoryOf(body.project);
  const status = statusOf(pipeline.status, running);
  const updatedAt = reportedAt(pipeline, builds);
  return dropUndefined<RunFact>({
    kind: 'run',
    repository,
    system: systemOf(body.project),
    providerRunId: pipeline.id,
    attempt: 1,
    number: pipeline.iid ?? 0,
    name: nameOf(pipeline),
    title: pipeline.name ?? (firstLine(body.commit?.message)?.trim() || undefined),
    event: pipeline.source,
    status,
    ...endOf(pipeline, status, updatedAt),
    branch: change?.source_branch ?? pipeline.ref,
    sha: pipeline.sha,
    changeNumber: change?.iid,
    actor: actorOf(body.user),
    queuedAt: pipeline.created_at,
    startedAt: status === 'queued' ? undefined : earliest(builds.map((build) => build.startedAt)),
    reopens: true,
    updatedAt,
    url: pipeline.url ?? (repository.url === '' ? '' : `${repository.url}/-/pipelines/${pipeline.id}`),
  });
}

/** No payload says when it was sent: the latest time that it mentions stands for that. */
function reportedAt(pipeline: Payload['object_attributes'], builds: readonly Build[]): string {
  const times = builds.flatMap((build) => [build.createdAt, build.startedAt, build.finishedAt]);
  return latest([pipeline.created_at, pipeline.finished_at, ...times]) ?? pipeline.created_at;
}

type End = Pick<RunFact, 'result' | 'providerResult' | 'finishedAt' | 'durationMs'>;

function endOf(pipeline: Payload['object_attributes'], status: RunStatus, updatedAt: string): End {
  if (status !== 'completed') return { result: null };
  return {
    result: results.get(pipeline.status) ?? 'unknown',
    providerResult: pipeline.status,
    finishedAt: pipeline.finished_at ?? updatedAt,
    // GitLab's own figure leaves out what it waited for people and between retries.
    durationMs: pipeline.duration === undefined ? undefined : Math.round(pipeline.duration * 1000),
  };
}

function buildOf(build: z.output<typeof PipelineBuild>, pipelineCreatedAt: string): Build {
  return {
    id: build.id,
    name: build.name,
    stage: build.stage,
    status: build.status,
    createdAt: build.created_at ?? pipelineCreatedAt,
    startedAt: build.started_at,
    finishedAt: build.finished_at,
    queued: build.queued_duration,
    failureReason: build.failure_reason,
    mayFail: build.allow_failure === true,
    runner: build.runner,
  };
}

/** Others wait; one that waits for a person (`manual`) is queued to those who wait for it. */
const running: ReadonlySet<string> = new Set(['running', 'canceling']);

/**
 * A project has one pipeline file, and what runs of it depends on what started it: that is what its runs can be compared by. The name that
 * `workflow:name` gives is often made of a branch or a version, so it is the title.
 */
function nameOf({ source, tag }: Payload['object_attributes']): string {
  if (source === 'merge_request_event') return 'merge request pipeline';
  if (tag) return 'tag pipeline';
  if (source === undefined || source === 'push') return 'branch pipeline';
  return source.endsWith('pipeline') ? source.replaceAll('_', ' ') : `${source.replaceAll('_', ' ')} pipeline`;
}

function commitOf({ commit, object_attributes: pipeline }: Payload, run: RunFact): CommitFact[] {
  const sha = commit?.id;
  if (!commit || sha === undefined) return [];
  return [
    dropUndefined<CommitFact>({
      kind: 'commit',
      repository: run.repository,
      sha,
      message: commit.message,
      author: authorOf(commit.author),
      committedAt: commit.timestamp,
      url: commit.url,
      branch: pipeline.tag ? undefined : run.branch,
    }),
  ];
}
