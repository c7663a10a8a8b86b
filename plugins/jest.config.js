/** Packages that ship ES modules only, or that import such packages: swc turns them into CommonJS for Jest. */
const esmOnly = [
  '@grafana',
  '@openfeature',
  '@react-awesome-query-builder',
  '@wojtekmaj',
  'd3[^/]*',
  'date-fns',
  'delaunator',
  'get-user-locale',
  'internmap',
  'marked',
  'memoize',
  'mimic-function',
  'monaco-promql',
  'ol',
  'pkce-challenge',
  'pure-rand',
  'fast-check',
  'quick-lru',
  'color-[^/]*',
  'geotiff',
  'quickselect',
  'rbush',
  'robust-predicates',
  'react-calendar',
  'react-colorful',
  'rxjs',
  'uuid',
  'zod',
];

module.exports = {
  displayName: 'plugins',
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  setupFiles: ['<rootDir>/jest.setup.js'],
  transform: {
    '\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: {
    '^@summit/contracts$': '<rootDir>/../contracts/src/index.ts',
    '^react-inlinesvg$': '<rootDir>/jest.icon.js',
    '\\.css$': '<rootDir>/jest.asset.js',
    '\\.svg$': '<rootDir>/jest.asset.js',
  },
};
