import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { chromium } from './chromium.mjs';
import { cache, inRoot } from './paths.mjs';
import { npx } from './run.mjs';

/** A command that passes or fails as one: counted as one test. */
const check = (name, ...commands) => ({
  name,
  async run() {
    for (const command of commands) {
      const { code, output } = await npx(command);
      if (code !== 0) return { passed: 0, failed: 1, skipped: 0, output };
    }
    return { passed: 1, failed: 0, skipped: 0 };
  },
});

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/** Runs a test runner that writes a JSON report and counts from it; a runner that dies without a report counts as one failure. */
async function counted(name, command, env, counts) {
  mkdirSync(cache, { recursive: true });
  const report = path.join(cache, `${name}.json`);
  rmSync(report, { force: true });
  const { code } = await npx(command(report), { show: true, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  const json = readJson(report);
  if (!json) return { passed: 0, failed: 1, skipped: 0 };
  const result = counts(json);
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

const jest = (name, ...args) => ({
  name,
  run: () =>
    counted(
      name,
      (report) => ['jest', ...args, '--json', `--outputFile=${report}`],
      {},
      (json) => ({
        passed: json.numPassedTests,
        failed: json.numFailedTests + json.numRuntimeErrorTestSuites,
        skipped: json.numPendingTests,
      }),
    ),
});

const browser = {
  name: 'browser',
  async run() {
    const env = { CHROMIUM_PATH: await chromium() };
    return counted(
      'browser',
      () => ['playwright', 'test', '-c', inRoot('e2e/playwright.config.ts'), '--reporter=line,json'],
      env,
      ({ stats }) => ({
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      }),
    );
  },
};

const building = {
  name: 'build',
  async run() {
    await build();
    return { passed: 1, failed: 0, skipped: 0 };
  },
};

/** The phases of `npm test`, in order: what fails fastest first. */
export const phases = [
  check('format', ['prettier', '--check', '--log-level=warn', '.']),
  building,
  check(
    'types',
    ['tsc', '-b'],
    ...['plugins', 'preview/host', 'dashboards', 'cli', 'demo', 'e2e', 'stack', 'bench'].map((folder) => [
      'tsc',
      '-p',
      folder,
      '--noEmit',
    ]),
  ),
  check('lint', ['eslint', '.', '--max-warnings=0']),
  check('dead code', ['knip']),
  check('dashboards', ['tsx', 'dashboards/src/build.ts', '--check']),
  jest('unit', '--selectProjects', 'unit', 'plugins'),
  jest('integration', '--selectProjects', 'integration', '--runInBand'),
  browser,
];
