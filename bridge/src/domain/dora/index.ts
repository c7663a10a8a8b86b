export { assess } from './assess';
export { bandOf } from './bands';
export { countInterval, medianRanks, rateInterval, type Interval } from './interval';
export { leadTimesOf } from './leadTime';
export type { Assessed, Blame, Deployed, Landed, Past } from './model';
