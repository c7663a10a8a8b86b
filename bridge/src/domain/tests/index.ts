export * from './broken';
export * from './flaky';
export * from './identity';
