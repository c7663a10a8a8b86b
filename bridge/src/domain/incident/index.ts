export { applyNotification, type GroupChange, type GroupState, type Notification } from './apply';
export * from './model';
export { type AlertReference, referencesOf, repositoryOfAlert } from './references';
