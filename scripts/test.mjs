import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { cache } from './lib/paths.mjs';
import { phases } from './lib/phases.mjs';
import { fail, options, say, seconds } from './lib/terminal.mjs';

const { only } = options(process.argv.slice(2), { only: 'value' });
const names = phases.map((phase) => phase.name);
const unknown = only?.split(',').find((name) => !names.includes(name));
if (unknown) fail(`no phase ${JSON.stringify(unknown)}; phases: ${names.join(', ')}`);

await install();

const results = [];
for (const phase of phases.filter(({ name }) => !only || only.split(',').includes(name))) {
  say(`\n== ${phase.name}`);
  const started = Date.now();
  const { output, ...counts } = await phase.run();
  if (output) process.stderr.write(`${output.trimEnd()}\n`);
  results.push({ name: phase.name, ms: Date.now() - started, ...counts });
}

say('');
for (const { name, ms, passed, failed, skipped } of results) {
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  say(
    `${failed > 0 ? '✗' : '✓'} ${name.padEnd(12)} ${String(passed).padStart(5)} passed ${failed} failed${skips}  ${seconds(ms)}`,
  );
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
// On the machine that decides whether a change lands, a test that did not run is a test that failed.
const failed = total('failed') + (process.env.CI ? total('skipped') : 0);
mkdirSync(cache, { recursive: true });
writeFileSync(path.join(cache, 'test-summary.json'), JSON.stringify({ passed: total('passed'), failed, results }));
say(`\n${total('passed')} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
