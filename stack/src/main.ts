import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build';
import { addTenants, readCollectorConfig, showCollectorConfig } from './collectorConfig';
import { fillEnvFile } from './envFile';
import { repoRoot, serverNames } from './pins';
import { portNames, portVariable, portsFromEnv, defaultPorts } from './ports';
import { startStack } from './run';

const help = `Loki, Mimir and an OpenTelemetry Collector on this machine, without containers.

  npm run stack                               build what is missing, start all, Ctrl-C stops all
  npm run stack -- build                      build only
  npm run stack -- env                        write .env for docker-compose.yml, with fresh secrets
  npm run stack -- collector-config a b       the Collector's configuration with the tenants a and b (--out <file>)

  --data <dir>     where the servers keep their data   (STACK_DATA_DIR, default ~/.local/share/summit/stack)
  --tempo <addr>   host:port of a Tempo's OTLP/gRPC    (TEMPO_OTLP_GRPC; without it traces are dropped)
  --help

Further settings, as environment variables:
  SUMMIT_CACHE_DIR                            where the built programs are kept (default ~/.cache/summit)
  SUMMIT_TENANT, SAMPLE_PERCENT, LOG_LEVEL, RETENTION, BRIDGE_ADDRESS
  SUMMIT_TENANTS                              further tenants to sample and measure, with commas between
  ${portNames.map((name) => `${portVariable(name)} (${defaultPorts[name]})`).join(', ')}`;

const passedOn = [
  'SUMMIT_TENANT',
  'SAMPLE_PERCENT',
  'SAMPLE_WAIT',
  'LOG_LEVEL',
  'RETENTION',
  'QUEUE_BYTES',
  'MEMORY_LIMIT_MIB',
];

const say = (line: string) => console.log(line);

async function serve(values: { data?: string; tempo?: string }, signal: AbortSignal): Promise<void> {
  const env = process.env;
  const dataDir = values.data ?? env.STACK_DATA_DIR ?? join(homedir(), '.local', 'share', 'summit', 'stack');
  const settings: Record<string, string> = {};
  for (const name of passedOn) {
    const value = env[name];
    if (value !== undefined && value !== '') settings[name] = value;
  }
  const stack = await startStack({
    dataDir,
    signal,
    ports: portsFromEnv(env),
    tenants: (env.SUMMIT_TENANTS ?? '').split(',').filter((name) => name !== ''),
    tempoOtlpGrpc: values.tempo ?? env.TEMPO_OTLP_GRPC,
    bridgeAddress: env.BRIDGE_ADDRESS,
    env: settings,
    log: say,
  });
  say(`loki: ${stack.urls.loki}`);
  say(`mimir: ${stack.urls.mimir}/prometheus`);
  say(`otlp http: ${stack.urls.otlpHttp}`);
  say(`otlp grpc: ${stack.urls.otlpGrpc}`);
  say(`data: ${dataDir}`);
  say(`tenant: send the header X-Scope-OrgID; without it, it is ${settings.SUMMIT_TENANT ?? 'default'}`);
  say('Ctrl-C stops all.');

  const stopped = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined));
  });
  const broken = await Promise.race([stopped, stack.broken]);
  await stack.stop();
  if (broken !== undefined) throw new Error(`${broken} ended by itself: see ${join(dataDir, `${broken}.log`)}`);
}

async function writeEnv(): Promise<void> {
  const example = await readFile(join(repoRoot, '.env.example'), 'utf8');
  const target = join(repoRoot, '.env');
  const text = fillEnvFile(example, () => randomBytes(32).toString('hex'));
  try {
    await writeFile(target, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new Error(`${target} is there already: it keeps its secrets`, { cause: error });
    throw error;
  }
  say(`wrote ${target}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      data: { type: 'string' },
      out: { type: 'string' },
      tempo: { type: 'string' },
    },
  });
  const [command, ...rest] = positionals;
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => stopping.abort(new Error('stopped')));
  if (values.help) return say(help);
  if (command === undefined) return serve(values, stopping.signal);
  if (command === 'build' && rest.length === 0) {
    const programs = await build({ names: serverNames, log: say, signal: stopping.signal });
    for (const [name, path] of Object.entries(programs)) say(`${name}: ${path}`);
    return;
  }
  if (command === 'env' && rest.length === 0) {
    return writeEnv();
  }
  if (command === 'collector-config') {
    const config = showCollectorConfig(addTenants(await readCollectorConfig(), rest));
    return values.out === undefined ? say(config) : writeFile(values.out, config);
  }
  throw new Error(`unknown command "${positionals.join(' ')}": see npm run stack -- --help`);
}

main().catch((error: unknown) => {
  console.error(`stack: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
