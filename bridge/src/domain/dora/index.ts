export { assess } from './assess';
export { bandOf } from './bands';
export { leadTimesOf } from './leadTime';
export type { Assessed, Blame, Deployed, Landed, Past } from './model';
