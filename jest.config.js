/** Packages that ship ES modules only: Jest's own module system cannot require() them, so swc turns them into CommonJS. */
const esmOnly = ['jose', 'fast-check', 'pure-rand', 'kysely', '@octokit'];

const node = {
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?[jt]sx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: false } } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: { '^@summit/contracts$': '<rootDir>/contracts/src/index.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  roots: [
    '<rootDir>/contracts',
    '<rootDir>/bridge/src',
    '<rootDir>/dashboards',
    '<rootDir>/cli/src',
    '<rootDir>/demo',
    '<rootDir>/stack',
    '<rootDir>/bench',
    '<rootDir>/preview/host',
    '<rootDir>/scripts',
  ],
  modulePathIgnorePatterns: ['/dist/'],
};

module.exports = {
  projects: [
    {
      ...node,
      displayName: 'unit',
      testMatch: ['**/*.test.ts', '**/*.test.mjs'],
      testPathIgnorePatterns: ['/node_modules/', '\\.integration\\.test\\.ts$'],
    },
    {
      ...node,
      displayName: 'integration',
      testMatch: ['**/*.integration.test.ts'],
      globalSetup: '<rootDir>/bridge/src/testing/jestGlobalSetup.ts',
      globalTeardown: '<rootDir>/bridge/src/testing/jestGlobalTeardown.ts',
    },
    '<rootDir>/plugins/jest.config.js',
  ],
};
