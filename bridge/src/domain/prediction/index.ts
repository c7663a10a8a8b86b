export { LOOK_BACK } from './features';
export type { Logistic, PastRun } from './model';
export { pastRunOf } from './pastRun';
export { predict } from './predict';
export { train, type Trained } from './train';
