import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The one direction of flow: what each folder of the bridge may import from its siblings: receive → inbox → … → api. Below the flow lie what
 * the process is (`config/`, `process/`) and who runs it (`worker/`, `cli/`); nothing of the flow reaches for these.
 */
const mayImport = {
  store: [],
  inbox: ['store'],
  receive: ['inbox'],
  translate: [],
  domain: [],
  emit: ['store'],
  digest: ['store', 'inbox', 'receive', 'translate', 'domain', 'emit'],
  backfill: ['store', 'inbox', 'translate', 'domain'],
  api: ['store', 'domain'],
  notify: ['store'],
  config: [],
  process: ['config', 'store'],
  worker: ['config', 'process', 'store', 'inbox', 'emit', 'digest', 'backfill'],
  cli: ['config', 'process', 'store', 'translate', 'domain', 'digest'],
};
const folders = Object.keys(mayImport);

const importDirection = folders.map((folder) => ({
  files: [`bridge/src/${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: folders
          .filter((other) => other !== folder && !mayImport[folder].includes(other))
          .map((other) => ({
            regex: `^(\\.\\./)+${other}(/|$)`,
            message: `${folder}/ may import ${['contracts', ...mayImport[folder]].join(', ')}, not ${other}/.`,
          })),
      },
    ],
  },
}));

const pureFolders = ['bridge/src/translate/**/*.ts', 'bridge/src/domain/**/*.ts'];

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '**/fixtures/',
    'stack/build/',
    '**/test-results/',
    '**/playwright-report/',
    '**/.data/',
    '**/.cache/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      complexity: ['error', 15],
      'max-depth': ['error', 4],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'No enums: use a union or a zod enum.' },
      ],
    },
  },
  {
    files: pureFolders,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'translate/ and domain/ are pure.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pass the time in.' },
        { object: 'Math', property: 'random', message: 'Pass the id in.' },
      ],
    },
  },
  ...importDirection,
  {
    files: ['plugins/**/*.{ts,tsx}', 'preview/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // Programs that talk to a person on the terminal.
    files: [
      'bench/**/*.ts',
      'demo/**/*.ts',
      'stack/**/*.ts',
      'dashboards/**/*.ts',
      'bridge/src/cli.ts',
      'preview/**/*.ts',
      'e2e/**/*.ts',
      'bridge/src/config/table.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**/*.ts', 'e2e/**/*.ts'],
    rules: {
      'max-lines': 'off',
      complexity: 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
        __dirname: 'readonly',
        require: 'readonly',
        module: 'writable',
      },
    },
  },
);
