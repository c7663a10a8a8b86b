import type { GraphUpload } from '@summit/contracts';
import { z } from 'zod';
import type { BackfillApi, GraphQuestion, Scope } from '../provider';

/**
 * What a pipeline of GitLab says of its own jobs, by GraphQL: the order of the stages, and of each job its stage, and what it needs where it has needs of its
 * own. Nothing of the file is to be guessed then: include, templates, rules and matrices are worked out.
 */

const QUERY = `query($project: ID!, $iid: ID!, $after: String) {
  project(fullPath: $project) {
    pipeline(iid: $iid) {
      stages { nodes { name } }
      jobs(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { name stage { name } schedulingType manualJob allowFailure needs { nodes { name } } }
      }
    }
  }
}`;

const MAX_PAGES = 10;
const MAX_BYTES = 256 * 1024;

const Names = z.object({ nodes: z.array(z.object({ name: z.string().nullish() })) });
const Job = z.object({
  name: z.string(),
  stage: z.object({ name: z.string() }),
  schedulingType: z.enum(['dag', 'stage']),
  manualJob: z.boolean().nullish(),
  allowFailure: z.boolean().nullish(),
  needs: Names.nullish(),
});
type Job = z.output<typeof Job>;
const Answer = z.object({
  data: z.object({
    project: z.object({
      pipeline: z.object({
        stages: Names,
        jobs: z.object({
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
          nodes: z.array(Job),
        }),
      }),
    }),
  }),
});

export function gitlabGraphOf(
  about: Readonly<Record<string, string>>,
  answerTo: (question: GraphQuestion) => unknown,
  { root }: { root: string; scope: Scope },
): ReturnType<NonNullable<BackfillApi['graph']>> {
  const jobs: Job[] = [];
  const stages: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const question: GraphQuestion = {
      url: root.replace(/\/v4$/, '/graphql'),
      body: JSON.stringify({ query: QUERY, variables: { ...about, after } }),
    };
    const answer = answerTo(question);
    if (answer === undefined) return { ask: question };
    const read = Answer.safeParse(answer);
    // A pipeline that is gone, or a server that is too old to tell.
    if (!read.success) return { graph: null };
    const { pipeline } = read.data.data.project;
    jobs.push(...pipeline.jobs.nodes);
    if (page === 0) stages.push(...pipeline.stages.nodes.flatMap(({ name }) => name ?? []));
    if (!pipeline.jobs.pageInfo.hasNextPage) return { graph: graphOf(jobs, stages) };
    after = pipeline.jobs.pageInfo.endCursor ?? null;
  }
  return { graph: null };
}

/** As a pipeline file that says just this: what a job of a stage waits for is worked out where files are read. */
function graphOf(jobs: readonly Job[], stages: readonly string[]): GraphUpload | null {
  const names = new Set(jobs.map(({ name }) => name));
  const pipeline = new Map<string, unknown>([['stages', stages]]);
  for (const { name, stage, schedulingType, manualJob, allowFailure, needs } of jobs)
    pipeline.set(name, {
      stage: stage.name,
      ...(manualJob === true && { when: 'manual', allow_failure: allowFailure === true }),
      // A need of what is not in this pipeline is none.
      ...(schedulingType === 'dag' && {
        needs: (needs?.nodes ?? []).flatMap(({ name: need }) => (need && names.has(need) ? [need] : [])),
      }),
    });
  const text = JSON.stringify(Object.fromEntries(pipeline));
  return jobs.length === 0 || text.length > MAX_BYTES
    ? null
    : { format: 'gitlab', files: [{ path: '.gitlab-ci.yml', text }] };
}
