export { cache } from './cache';
export { flaky, type FailedTries } from './flaky';
export type { PipelineSample, SampledJob } from './model';
export { parallelism, type Queued } from './parallelism';
export { rank } from './rank';
export { type JobHistory, skip } from './skip';
export { split } from './split';
export { type OvertakenRun, superseded } from './superseded';
