export { canonicalJson, entityOf, newerFact, reportedAtMs } from './facts';
export { foldRun, type FoldedRun } from './fold';
export { deploymentIdOfFact, jobIdOfFact, runIdOfFact, scopeOfRun, sourceOf } from './identity';
export { lostEnd } from './lost';
export * from './model';
export { jobOfRow, runOfRow, type JobRow, type RunRow } from './rows';
export { spansOf } from './spans';
