import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Log } from './build';
import { addTenants, readCollectorConfig, showCollectorConfig } from './collectorConfig';
import { serverNames, type ServerName } from './pins';
import { defaultPorts, requireFree, portVariable, portNames, type Ports } from './ports';
import { startService, type RunningService } from './service';
import { specs, type SpecContext } from './specs';

export interface StackOptions {
  /** Everything the servers write is below this directory. */
  dataDir: string;
  ports?: Ports;
  services?: readonly ServerName[];
  /** Tenants beyond SUMMIT_TENANT whose traces are sampled and measured. */
  tenants?: readonly string[];
  tempoOtlpGrpc?: string;
  /** host:port of the bridge whose /metrics the Collector reads. */
  bridgeAddress?: string;
  /** Settings of the configuration files, e.g. SUMMIT_TENANT, SAMPLE_PERCENT, LOG_LEVEL. */
  env?: Record<string, string>;
  cacheDir?: string;
  log?: Log;
  /** Gives up building or starting, and stops what has been started. */
  signal?: AbortSignal;
}

export interface StackUrls {
  loki: string;
  mimir: string;
  otlpHttp: string;
  otlpGrpc: string;
}

export interface Stack {
  urls: StackUrls;
  /** Settles with the name of the first server that ends without being asked to. */
  broken: Promise<string>;
  stop: () => Promise<void>;
  /** Stops one server (SIGKILL when `kill`) and, unless `leaveStopped`, starts it again on the same data. */
  restart: (name: ServerName, options?: { kill?: boolean; leaveStopped?: boolean }) => Promise<void>;
}

export function stackUrls(ports: Ports): StackUrls {
  return {
    loki: `http://127.0.0.1:${ports.lokiHttp}`,
    mimir: `http://127.0.0.1:${ports.mimirHttp}`,
    otlpHttp: `http://127.0.0.1:${ports.collectorHttp}`,
    otlpGrpc: `http://127.0.0.1:${ports.collectorGrpc}`,
  };
}

async function prepare(options: StackOptions, ports: Ports): Promise<SpecContext> {
  const services = options.services ?? serverNames;
  const programs = await build({
    names: services,
    cacheDir: options.cacheDir,
    log: options.log,
    signal: options.signal,
  });
  for (const name of portNames) {
    if (services.some((service) => name.startsWith(service))) await requireFree(ports[name], portVariable(name));
  }
  await mkdir(options.dataDir, { recursive: true });
  const collectorConfig = join(options.dataDir, 'collector.yaml');
  const config = addTenants(await readCollectorConfig(), options.tenants ?? [], {
    tempo: options.tempoOtlpGrpc !== undefined,
  });
  await writeFile(collectorConfig, showCollectorConfig(config));
  return {
    dataDir: options.dataDir,
    ports,
    programs,
    env: options.env ?? {},
    collectorConfig,
    tempoOtlpGrpc: options.tempoOtlpGrpc,
    bridgeAddress: options.bridgeAddress ?? '127.0.0.1:4180',
  };
}

/** Builds what is missing, starts the servers on loopback and waits until all are ready. Nothing stays behind when one fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const ports = options.ports ?? defaultPorts;
  const services = options.services ?? serverNames;
  const context = await prepare(options, ports);
  const running = new Map<ServerName, RunningService>();
  const expected = new Set<RunningService>();
  let reportBroken: (name: string) => void = () => {};
  const broken = new Promise<string>((resolve) => (reportBroken = resolve));

  let starting = true;
  const start = async (name: ServerName): Promise<void> => {
    const service = await startService(specs[name](context), starting ? options.signal : undefined);
    running.set(name, service);
    void service.ended.then(() => {
      if (!expected.has(service)) reportBroken(name);
    });
  };
  const end = async (name: ServerName, kill: boolean): Promise<void> => {
    const service = running.get(name);
    if (!service) return;
    expected.add(service);
    running.delete(name);
    await service.stop({ kill });
  };
  const stop = async (): Promise<void> => {
    // The Collector first, so that it can hand over what it holds.
    for (const name of [...serverNames].reverse()) await end(name, false);
  };

  const results = await Promise.allSettled(services.map(start));
  const failed = results.find((result) => result.status === 'rejected');
  starting = false;
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    urls: stackUrls(ports),
    broken,
    stop,
    restart: async (name, { kill = false, leaveStopped = false } = {}) => {
      await end(name, kill);
      if (!leaveStopped) await start(name);
    },
  };
}
