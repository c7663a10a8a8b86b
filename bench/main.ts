import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** `npm run bench -- <name>`: each benchmark is a program of its own, in a process of its own. */
const benchmarks: Readonly<Record<string, string>> = {
  ingest: 'what the bridge drains and how fast it answers, against the sketch in the same run',
  gantt: 'the Gantt panel with 100,000 spans in Chromium',
  webhooks: 'how fast deliveries of GitHub are worked off',
  dora: "DORA's metrics over a year of 100,000 deployments",
  cost: 'what CI cost, over 100,000 runs of five jobs',
  prediction: 'which runs fail, beside the result of the run before, on history that tells and on noise',
  lists: 'lists with 100,000 issues and 20,000 runs',
  logs: 'a log of 1,000,000 lines: how fast it is stored, opened and searched',
  tests: 'histories and lists of tests over 1,000,000 results, and what an upload takes',
};
const aliases: Readonly<Record<string, string>> = { sketch: 'ingest' };

const [given, ...rest] = process.argv.slice(2);
const name = given === undefined ? undefined : (aliases[given] ?? given);
if (name === undefined || !(name in benchmarks)) {
  console.error(
    `npm run bench -- <name>\n${Object.entries(benchmarks)
      .map(([key, about]) => `  ${key.padEnd(10)}${about}`)
      .join('\n')}`,
  );
  process.exit(2);
}
const program = join(__dirname, name, 'main.ts');
const child = spawn(process.execPath, ['--import', 'tsx', program, ...rest], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
