import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts, randomPorts } from '../ports';
import { startStack } from '../run';
import { createReport } from './checks';
import type { Context } from './context';
import { checkRedaction } from './privacy';
import { checkSampling } from './sampling';
import { checkShipped, startedTraffic } from './shipped';
import { checkTenants } from './tenants';
import { checkWindows } from './windows';

const say = (line: string) => console.log(line);

/** Intervals of seconds where a real stack has quarters of a minute. */
const quick = { SAMPLE_WAIT: '2s', SPAN_METRICS_INTERVAL: '2s', SELF_METRICS_MS: '2000', SCRAPE_INTERVAL: '2s' };

/** After this time no further check begins. */
const limitMs = 9 * 60_000;

async function checkPipelines(context: Context): Promise<void> {
  await checkTenants(context);
  await checkWindows(context);
  await checkRedaction(context);
  await checkSampling(context);
}

type Part = 'queries' | 'pipelines' | undefined;

function partFromArguments(): Part {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  if (only === undefined || only === 'queries' || only === 'pipelines') return only;
  throw new Error('--only takes queries or pipelines');
}

function tempoFromEnv(env: NodeJS.ProcessEnv): { url: string; otlpGrpc: string } | undefined {
  if (!env.TEMPO_URL) return undefined;
  return { url: env.TEMPO_URL, otlpGrpc: env.TEMPO_OTLP_GRPC ?? `${new URL(env.TEMPO_URL).hostname}:4417` };
}

async function runChecks(context: Context, only: Part, dataDir: string, bridgePort: number): Promise<void> {
  const traffic = only === 'pipelines' ? undefined : await startedTraffic(context, dataDir, bridgePort);
  try {
    if (only !== 'queries') await checkPipelines(context);
    if (traffic !== undefined) await checkShipped(context, traffic);
  } finally {
    await traffic?.stop();
  }
}

async function main(): Promise<number> {
  const only = partFromArguments();
  const tempo = tempoFromEnv(process.env);
  const dataDir = await mkdtemp(join(tmpdir(), 'summit-stack-'));
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => interrupted.abort(new Error('interrupted')));
  const report = createReport(say, () => {
    if (interrupted.signal.aborted) return 'interrupted';
    return seconds() * 1000 > limitMs ? `not run: ${limitMs / 60_000} minutes are over` : undefined;
  });
  const runId = randomBytes(4).toString('hex');
  const tenants = { defaultTenant: `a${runId}`, secondTenant: `b${runId}`, unnamedTenant: `c${runId}` };
  const [bridgePort = 0] = await freePorts(1);
  const stack = await startStack({
    dataDir,
    signal: interrupted.signal,
    ports: await randomPorts(),
    tenants: [tenants.secondTenant],
    tempoOtlpGrpc: tempo?.otlpGrpc,
    bridgeAddress: `127.0.0.1:${bridgePort}`,
    env: { ...quick, SUMMIT_TENANT: tenants.defaultTenant, SAMPLE_PERCENT: '0' },
    log: say,
  });
  say(`stack ready after ${seconds()} s, data in ${dataDir}`);
  try {
    await runChecks(
      { stack, report, runId, ...tenants, tempoUrl: tempo?.url, now: Date.now },
      only,
      dataDir,
      bridgePort,
    );
  } finally {
    await stack.stop();
  }
  const { passed, failed, skipped } = report.counts();
  // The logs of the servers are what explains a failure.
  if (failed === 0) await rm(dataDir, { recursive: true, force: true });
  say(`${seconds()} s, ${skipped} skipped`);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(`conformance: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
