import type { GraphBasis, GraphSource } from '@summit/contracts';

/** Where a declared graph comes from, as a sentence goes on. */
const sources: Readonly<Record<GraphSource, string>> = {
  events: 'each job says what it needs',
  pushed: 'jobs and needs were sent by the run',
  pushed_github: 'the workflow file, sent by the run (summit graph)',
  pushed_gitlab: 'the pipeline file, sent by the run (summit graph)',
  fetched_gitlab: 'asked of GitLab by the backfill',
  fetched_github: "the workflow file at the run's commit, fetched by the backfill",
};

export const inferredTitle = 'This order is inferred from times';

export const sourceWords = ({ source }: Pick<GraphBasis, 'source'>): string => (source === null ? '' : sources[source]);

/** Why nothing better is known. */
export const whyInferred = ({ source, unknownJobs }: GraphBasis): string =>
  source === null
    ? 'Nothing tells what its jobs really need: summit graph does, in one job of the run.'
    : `A graph is known (${sources[source]}), but not what these need: ${unknownJobs.join(', ')}.`;
