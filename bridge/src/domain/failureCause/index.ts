export { causeOf, causeOfRun, type FailedTest, type LogSign } from './causeOf';
export type { Complaint } from './complaint';
export { isSignKind, signIn, type SignKind } from './signs';
