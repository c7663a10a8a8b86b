export { applyNotifications } from './apply';
export type { GroupChange, GroupState } from './change';
export * from './model';
export { type AlertReference, referencesOf, repositoryOfAlert } from './references';
