export * from './flaky';
export * from './identity';
