import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';
import { say } from './lib/terminal.mjs';

/** Adds up what `npm test` and the native stack tests counted; a suite that left no count, or ran nothing, is a failure. */
const [testsExit, stackExit] = process.argv.slice(2).map(Number);

const read = (file) => (existsSync(inRoot('.cache', file)) ? readFileSync(inRoot('.cache', file), 'utf8') : '');
const tests = JSON.parse(read('test-summary.json') || '{"passed":0,"failed":1}');
const line = /(\d+) passed, (\d+) failed\s*$/.exec(read('stack.log'));
const stack = line ? { passed: Number(line[1]), failed: Number(line[2]) } : { passed: 0, failed: 1 };

for (const [suite, exit] of [
  [tests, testsExit],
  [stack, stackExit],
]) {
  if (suite.failed === 0 && (exit !== 0 || suite.passed === 0)) suite.failed = 1;
}
const failed = tests.failed + stack.failed;
say(`${tests.passed + stack.passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
