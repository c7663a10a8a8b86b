import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, inRoot, root } from './paths.mjs';
import { npx } from './run.mjs';
import { fail, say, seconds } from './terminal.mjs';

/** What is built, from what, by what. A step runs when its inputs differ from those of its last success or its output is gone. */
const steps = [
  {
    name: 'bridge',
    inputs: ['contracts/src', 'contracts/tsconfig.json', 'bridge/src', 'bridge/tsconfig.json', 'tsconfig.base.json'],
    output: 'bridge/dist/main.js',
    command: ['tsc', '-b', 'contracts', 'bridge'],
  },
  {
    name: 'plugins',
    inputs: ['contracts/src', 'plugins/src', 'plugins/webpack.config.js', 'plugins/package.json'],
    output: 'plugins/dist/module.js',
    command: ['webpack', '-c', 'plugins/webpack.config.js', '--env', 'production'],
  },
  {
    name: 'preview',
    inputs: ['preview/host', 'preview/react18/package.json', 'preview/react19/package.json'],
    output: 'preview/host/dist/server.js',
    command: ['tsx', 'preview/host/build.mts'],
  },
  {
    name: 'cli',
    // What the bridge knows of the ids of runs and spans, of repositories and of reports is built in.
    inputs: ['cli', 'contracts/src', 'bridge/src/domain', 'bridge/src/translate', 'tsconfig.base.json'],
    output: 'cli/dist/summit.js',
    command: ['tsx', 'cli/build.mts'],
  },
];

const ignored = new Set(['node_modules', 'dist']);

function* files(entry) {
  if (!existsSync(entry)) return;
  if (!statSync(entry).isDirectory()) return yield entry;
  for (const child of readdirSync(entry).sort()) {
    if (!ignored.has(child)) yield* files(path.join(entry, child));
  }
}

/** One hash of names and contents, so that a checkout with new mtimes builds nothing again. */
function hashOf(inputs) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const input of inputs) {
    for (const file of files(inRoot(input))) hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  return hash.update(readFileSync(inRoot('package-lock.json'))).digest('hex');
}

/** Builds the named steps (all by default) that are stale, in order, saying what it does. */
export async function build(only = steps.map((step) => step.name)) {
  mkdirSync(cache, { recursive: true });
  for (const step of steps.filter(({ name }) => only.includes(name))) {
    const stamp = path.join(cache, `build-${step.name}`);
    const hash = hashOf(step.inputs);
    if (existsSync(inRoot(step.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    const started = Date.now();
    say(`build: ${step.name} …`);
    const { code, output } = await npx(step.command);
    if (code !== 0) fail(`building ${step.name} failed; its output:\n${output.trim()}`);
    writeFileSync(stamp, hash);
    say(`build: ${step.name} done in ${seconds(Date.now() - started)}`);
  }
}
