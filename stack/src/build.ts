import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { access, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { explainMissingGo, findGo, isAtLeast, requiredGoVersion } from './go';
import { moduleDir, pins, type ServerName } from './pins';

export type Log = (line: string) => void;

export interface BuildOptions {
  names: readonly ServerName[];
  cacheDir?: string;
  log?: Log;
  signal?: AbortSignal;
}

export function defaultCacheDir(env: NodeJS.ProcessEnv): string {
  return env.SUMMIT_CACHE_DIR ? join(env.SUMMIT_CACHE_DIR, 'stack') : join(homedir(), '.cache', 'summit', 'stack');
}

/** Names the result of a build: the same pins, sources and platform give the same key. */
export async function buildKey(name: ServerName): Promise<string> {
  const dir = moduleDir(name);
  const hash = createHash('sha256').update(JSON.stringify(pins[name])).update(`${process.platform}/${process.arch}`);
  const files = (await readdir(dir)).filter((file) => /^go\.(mod|sum)$|\.go$/.test(file)).sort();
  for (const file of files) hash.update(file).update(await readFile(join(dir, file)));
  return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function requireGo(names: readonly ServerName[]): Promise<void> {
  const needs = await Promise.all(
    names.map(async (name) => requiredGoVersion(await readFile(join(moduleDir(name), 'go.mod'), 'utf8'))),
  );
  const need = needs.reduce((a, b) => (isAtLeast(a, b) ? a : b));
  const go = await findGo();
  const problem = explainMissingGo(go?.version, go?.toolchain ?? '', need);
  if (problem) throw new Error(problem);
}

interface GoRun {
  dir: string;
  args: string[];
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}

/** Runs Go at low priority; rejects with the last lines it wrote. */
function runGo({ dir, args, onLine, signal }: GoRun): Promise<void> {
  return new Promise((resolve, reject) => {
    const polite = process.platform !== 'win32';
    const command = polite ? 'nice' : 'go';
    const child = spawn(command, polite ? ['go', ...args] : args, {
      cwd: dir,
      // Pure Go needs no C compiler, and the three builds then share the compiled standard library.
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    const tail: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        tail.push(line);
        if (tail.length > 20) tail.shift();
        onLine?.(line);
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`go ${args[0]} in ${dir} failed:\n${tail.join('\n')}`)),
    );
  });
}

async function countPackages(name: ServerName, signal?: AbortSignal): Promise<number> {
  let count = 0;
  const args = ['list', '-deps', `-tags=${pins[name].tags ?? ''}`, pins[name].mainPackage];
  await runGo({ dir: moduleDir(name), args, onLine: () => count++, signal });
  return count;
}

async function buildOne(name: ServerName, target: string, log: Log, signal?: AbortSignal): Promise<void> {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const { version, mainPackage, tags = '' } = pins[name];
  log(`${name} ${version}: getting modules`);
  const total = await countPackages(name, signal);
  const partial = `${target}.${process.pid}.partial`;
  let compiled = 0;
  let shown = Date.now();
  const onLine = () => {
    compiled++;
    if (Date.now() - shown < 10_000) return;
    shown = Date.now();
    log(`${name} ${version}: ${compiled} of at most ${total} packages compiled, ${seconds()} s`);
  };
  const args = [
    'build',
    '-v',
    '-trimpath',
    '-buildvcs=false',
    `-tags=${tags}`,
    '-ldflags',
    '-s -w',
    '-o',
    partial,
    mainPackage,
  ];
  try {
    await runGo({ dir: moduleDir(name), args, onLine, signal });
    // Whoever looks for the program sees it whole or not at all.
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  log(`${name} ${version}: built in ${seconds()} s`);
}

/**
 * Builds the servers that the cache does not hold yet and answers the path of each program.
 * Two at a time: one links, which is the work of one core, while the other compiles.
 */
export async function build({
  names,
  cacheDir = defaultCacheDir(process.env),
  log = () => {},
  signal,
}: BuildOptions): Promise<Record<string, string>> {
  const targets = await Promise.all(
    names.map(async (name) => ({
      name,
      target: join(cacheDir, `${name}-${pins[name].version}-${await buildKey(name)}`),
    })),
  );
  const missing: typeof targets = [];
  for (const item of targets) if (!(await exists(item.target))) missing.push(item);
  if (missing.length > 0) {
    await requireGo(missing.map((item) => item.name));
    await mkdir(cacheDir, { recursive: true });
    log(`building ${missing.map((item) => item.name).join(', ')} from Go modules into ${cacheDir} (once)`);
    const queue = [...missing];
    const worker = async () => {
      for (let item = queue.shift(); item; item = queue.shift()) await buildOne(item.name, item.target, log, signal);
    };
    await Promise.all([worker(), worker()]);
  }
  return Object.fromEntries(targets.map((item) => [item.name, item.target]));
}
