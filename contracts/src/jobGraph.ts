import { z } from 'zod';
import { SpanId } from './primitives';

/** Which job of a run waits for which: what a source declares of it, and what the API says of one run. */

const MAX_NAME = 500;
const MAX_NEEDS = 1000;
const MAX_JOBS = 1000;

/** A segment of a job's name: the texts around what is only known when the run is made; one text alone is the name itself. */
const NamePart = z.strictObject({
  texts: z.array(z.string().max(MAX_NAME)).min(1).max(20),
  /** A job of a matrix: ` (18, ubuntu)` may follow. */
  legs: z.boolean(),
});
export type NamePart = z.infer<typeof NamePart>;

/** A job as a source declares it; a matrix is one. */
export const DeclaredJob = z.strictObject({
  /** What others name it by. */
  key: z.string().min(1).max(MAX_NAME),
  /** Its name in the run, cut at ` / `: of a job in a called workflow the callers' names come first. */
  name: z.array(NamePart).min(1).max(10),
  /** Several jobs that the source does not tell apart: those of a called workflow that was not there to be read. */
  opaque: z.boolean().optional(),
  /**
   * Keys of the jobs that it waits for; null where the source does not tell. `within`: how many of the first segments of the name both share.
   * `optional`: where that job is not in the run, nothing is waited for in its place.
   */
  needs: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(MAX_NAME),
        within: z.number().int().min(0).max(10),
        optional: z.boolean().optional(),
      }),
    )
    .max(MAX_NEEDS)
    .nullable(),
});
export type DeclaredJob = z.infer<typeof DeclaredJob>;

/**
 * Where a declared graph comes from. `events`: told with the jobs; `pushed`: jobs and needs, sent from the run; `pushed_github`, `pushed_gitlab`: the file of
 * the workflow or pipeline, sent from the run; `fetched_github`: the workflow file at the run's commit, `fetched_gitlab`: what the pipeline says of its jobs,
 * both asked for by the backfill.
 */
export const GraphSource = z.enum([
  'events',
  'pushed',
  'pushed_github',
  'pushed_gitlab',
  'fetched_gitlab',
  'fetched_github',
]);
export type GraphSource = z.infer<typeof GraphSource>;

const Files = z
  .array(z.strictObject({ path: z.string().min(1).max(MAX_NAME), text: z.string().max(256 * 1024) }))
  .min(1)
  .max(50)
  .meta({ description: 'The file itself first; then those of the same repository that it calls.' });

/** What `POST /api/v1/runs/{id}/graph` takes: the file that makes the run, or the jobs and what each needs. */
export const GraphUpload = z.union([
  z.strictObject({ format: z.enum(['github', 'gitlab']), files: Files }),
  z.strictObject({
    jobs: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(MAX_NAME).meta({ description: 'As the run names it; ` (…)` may follow there.' }),
          needs: z.array(z.string().min(1).max(MAX_NAME)).max(MAX_NEEDS).meta({ description: 'Names of jobs.' }),
        }),
      )
      .min(1)
      .max(MAX_JOBS),
  }),
]);
export type GraphUpload = z.infer<typeof GraphUpload>;

/** How it is known which job waited for which. */
export const GraphBasis = z.object({
  /** `inferred`: from times, each job is taken to have waited for all that had ended when it became ready. */
  graph: z.enum(['declared', 'inferred']),
  /** Null where nothing was declared. With `inferred`: what was declared, but not of all jobs. */
  source: GraphSource.nullable(),
  /** Jobs of which the source does not say what they need, at most ten: that is why the graph is inferred. */
  unknownJobs: z.array(z.string()),
});
export type GraphBasis = z.infer<typeof GraphBasis>;

/** The graph of a run's jobs: those that worked, work or wait. */
export const RunGraph = GraphBasis.extend({
  /** Jobs that wait for the same ones, none before what it waits for; null where there are too many to draw. */
  stages: z.array(z.object({ jobs: z.array(SpanId), waitsFor: z.array(SpanId) })).nullable(),
});
export type RunGraph = z.infer<typeof RunGraph>;
