import { z } from 'zod';
import { RunCost } from './cost';
import { Actor } from './facts';
import { FailedJob } from './failures';
import { GraphBasis, RunGraph } from './jobGraph';
import { RunPrediction } from './prediction';
import { DisplayStatus, pageOf, RunResult, RunStatus, SpanId, Time, TraceId } from './primitives';

/** A pointer to another entity of the graph, enough to draw a chip with state and age. */
export const EntityLink = z.object({
  kind: z.enum([
    'commit',
    'change',
    'run',
    'deployment',
    'release',
    'issue',
    'incident',
    'alert',
    'environment',
    'service',
    'repository',
  ]),
  id: z.string(),
  title: z.string(),
  state: z.string().nullable(),
  at: Time.nullable(),
  /** The provider's page, where there is one. */
  url: z.string().nullable(),
});
export type EntityLink = z.infer<typeof EntityLink>;

export const ChangeRef = z.object({
  number: z.number().int(),
  title: z.string().nullable(),
  state: z.string().nullable(),
  url: z.string().nullable(),
});

/** One attempt of one pipeline. `queueMs` is the time from creation to the first job's start. */
export const Run = z.object({
  id: z.string(),
  provider: z.string(),
  repository: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  number: z.number().int(),
  attempt: z.number().int(),
  event: z.string().nullable(),
  status: RunStatus,
  result: RunResult.nullable(),
  displayStatus: DisplayStatus,
  providerResult: z.string().nullable(),
  branch: z.string().nullable(),
  commit: z.string().nullable(),
  commitMessage: z.string().nullable(),
  change: ChangeRef.nullable(),
  actor: Actor.nullable(),
  queuedAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  queueMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  url: z.string(),
  traceId: TraceId,
  jobCounts: z.object({
    total: z.number().int(),
    failed: z.number().int(),
    running: z.number().int(),
    queued: z.number().int(),
  }),
  updatedAt: Time,
});
export type Run = z.infer<typeof Run>;

/**
 * Where the time of a run that ended went, along the graph of its jobs. Of an inferred graph, what is said to be saved is the least that would be: it holds
 * every wait that the real one can.
 */
export const RunCriticalPath = GraphBasis.extend({
  /** Jobs that the end of the run waited for, first to last. `waitedMs`: from the end of the one before to its start. */
  path: z.array(z.object({ spanId: SpanId, name: z.string(), waitedMs: z.number(), workedMs: z.number() })),
  /** What the run would be shorter by if that job took half its time: most first, at most five. */
  savings: z.array(z.object({ spanId: SpanId, name: z.string(), savesMs: z.number() })),
  /** How much longer each job could have taken without the run ending later. */
  slack: z.array(z.object({ spanId: SpanId, slackMs: z.number() })),
  /** Jobs that worked at once, on average while any did and at most. */
  parallelism: z.object({ mean: z.number(), most: z.number().int() }),
});
export type RunCriticalPath = z.infer<typeof RunCriticalPath>;

/** The run page: the run and what the graph knows about it. `typicalMs` is the median of the last successful runs of the same pipeline. */
export const RunDetail = Run.extend({
  attempts: z.array(z.object({ id: z.string(), attempt: z.number().int(), displayStatus: DisplayStatus })),
  typicalMs: z.number().nullable(),
  failedFirst: z.object({ job: z.string(), step: z.string().nullable(), spanId: SpanId, url: z.string() }).nullable(),
  /** Null while the run is under way, and where no job of it worked. */
  criticalPath: RunCriticalPath.nullable(),
  /** Null where no price is known for any of its jobs. */
  cost: RunCost.nullable(),
  /** While it is queued or running, and the model is good enough. */
  prediction: RunPrediction.nullable(),
  /** The trace that the CI system sends of itself, where it does: not Summit's own, and perhaps nowhere to be found. */
  sourceTraceId: TraceId.nullable(),
  /** Why it failed: of its failed jobs the one to look at, with its cause and what shows it. Null while none failed. */
  failure: FailedJob.nullable(),
  ledHere: z.array(EntityLink),
  followed: z.array(EntityLink),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** One bar of the Gantt. `queue` spans are children of the job or run that waited. A null `end` is still running. */
export const RunSpan = z.object({
  spanId: SpanId,
  parentSpanId: SpanId.nullable(),
  traceId: TraceId,
  kind: z.enum(['run', 'job', 'step', 'queue']),
  name: z.string(),
  service: z.string(),
  status: DisplayStatus,
  start: Time,
  end: Time.nullable(),
  durationMs: z.number().nullable(),
  url: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type RunSpan = z.infer<typeof RunSpan>;

export const RunPage = pageOf(Run);
export const RunSpans = z.object({ run: Run, spans: z.array(RunSpan), graph: RunGraph });
export type RunSpans = z.infer<typeof RunSpans>;

export const Deployment = z.object({
  id: z.string(),
  provider: z.string(),
  repository: z.string(),
  environment: z.string(),
  production: z.boolean(),
  state: z.string(),
  commit: z.string(),
  ref: z.string().nullable(),
  /** `rollback`, `deploy:migrations`: what kind of deployment, in the source's words. */
  task: z.string().nullable(),
  service: z.string().nullable(),
  version: z.string().nullable(),
  /** `rolling`, `blue_green`, `canary`, `recreate`, or the source's own word. */
  strategy: z.string().nullable(),
  region: z.string().nullable(),
  runId: z.string().nullable(),
  actor: Actor.nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
  url: z.string().nullable(),
});
export type Deployment = z.infer<typeof Deployment>;
export const DeploymentPage = pageOf(Deployment);
