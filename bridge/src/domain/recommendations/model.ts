import type { Recommendation } from '@summit/contracts';

/** A step of a job that ended. */
export interface SampledStep {
  name: string;
  workedMs: number;
}

/** A job that worked and ended. Times are milliseconds since the epoch. */
export interface SampledJob {
  id: string;
  name: string;
  ready: number;
  start: number;
  end: number;
  steps: readonly SampledStep[];
  /** What a millisecond of its runner costs; null where no price is known. */
  pricePerMs: number | null;
}

export interface SampledRun {
  id: string;
  jobs: readonly SampledJob[];
}

/** The last runs of a pipeline that succeeded, and how many there were in the period that savings are of. */
export interface PipelineSample {
  repository: string;
  pipeline: string;
  runsInPeriod: number;
  runs: readonly SampledRun[];
}

/** What each rule says besides what is common to all. */
export type Found = Recommendation;

export const EXAMPLES = 3;

/** A recommendation with nothing said yet: rules fill in what they know. */
export const about = (
  kind: Found['kind'],
  { repository, pipeline }: { repository: string | null; pipeline: string | null },
): Pick<
  Found,
  'kind' | 'repository' | 'pipeline' | 'job' | 'step' | 'labels' | 'perRunMs' | 'runIds' | 'savesMoney'
> => ({
  kind,
  repository,
  pipeline,
  job: null,
  step: null,
  labels: null,
  perRunMs: null,
  runIds: [],
  savesMoney: null,
});
