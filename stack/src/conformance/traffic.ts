import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { isMap } from '../collectorConfig';
import { repoRoot } from '../pins';
import { startService, type RunningService } from '../service';
import { sendRareRuns } from './rareRuns';

export interface TrafficOptions {
  dataDir: string;
  tenant: string;
  otlpHttp: string;
  /** The address the Collector reads /metrics from, known before the bridge runs. */
  bridgePort: number;
}

/** What the traffic has made, to fill the places in queries that name one thing. */
export interface Samples {
  runTraceId: string;
  issueId: string;
}

export interface Traffic {
  url: string;
  token: string;
  /** Waits until the bridge knows a finished run and an issue. */
  samples: () => Promise<Samples | undefined>;
  stop: () => Promise<void>;
}

async function items(url: string, token: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  const body: unknown = await response.json();
  return isMap(body) && Array.isArray(body.items) ? body.items.filter(isMap) : [];
}

async function startBridge(
  { dataDir, tenant, otlpHttp, bridgePort }: TrafficOptions,
  token: string,
): Promise<RunningService> {
  const program = join(repoRoot, 'bridge', 'dist', 'main.js');
  if (!existsSync(program)) throw new Error('bridge/dist/main.js is missing: run npm run build');
  return startService({
    name: 'bridge',
    program: process.execPath,
    args: [program],
    env: {
      PORT: String(bridgePort),
      DATA_DIR: join(dataDir, 'bridge', 'data'),
      OTLP_ENDPOINT: otlpHttp,
      METRICS_INTERVAL_SECONDS: '2',
      BOOTSTRAP_TENANT: tenant,
      BOOTSTRAP_TOKEN: token,
      LOG_LEVEL: 'warn',
    },
    dataDir: join(dataDir, 'bridge'),
    logFile: join(dataDir, 'bridge.log'),
    readyUrl: `http://127.0.0.1:${bridgePort}/ready`,
    readyTimeoutMs: 90_000,
  });
}

/** The demo company, told to the bridge through its real doors: a few hours of history, then live. */
function startDemo(dataDir: string, url: string, token: string): Promise<RunningService> {
  return startService({
    name: 'demo',
    program: process.execPath,
    args: [
      join(repoRoot, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
      join(repoRoot, 'demo', 'src', 'main.ts'),
      '--url',
      url,
      '--hours',
      '3',
    ],
    env: { SUMMIT_TOKEN: token },
    dataDir: join(dataDir, 'demo'),
    logFile: join(dataDir, 'demo.log'),
    // The demo listens nowhere: it is ready when the bridge it talks to is.
    readyUrl: `${url}/ready`,
    readyTimeoutMs: 30_000,
  });
}

/** An error nobody has seen, at the level the demo does not reach: what the alert on new fatal issues waits for. */
async function sendFatalError(url: string, token: string, now: number): Promise<void> {
  const [project] = await items(`${url}/api/v1/projects?limit=1`, token);
  const keys = project === undefined || !Array.isArray(project.keys) ? [] : project.keys.filter(isMap);
  const dsn = keys[0]?.dsn;
  if (typeof dsn !== 'string') throw new Error('the bridge has no project with a DSN');
  const { username, pathname } = new URL(dsn);
  const eventId = randomBytes(16).toString('hex');
  const event = {
    event_id: eventId,
    timestamp: now / 1000,
    platform: 'node',
    level: 'fatal',
    exception: {
      values: [
        {
          type: `FatalError${eventId.slice(0, 6)}`,
          value: 'out of memory',
          stacktrace: { frames: [{ filename: 'app/main.js', function: 'boot', lineno: 1, in_app: true }] },
        },
      ],
    },
  };
  const lines = [{ event_id: eventId, dsn }, { type: 'event' }, event].map((line) => JSON.stringify(line));
  const response = await fetch(`${url}/api${pathname}/envelope/?sentry_key=${username}&sentry_version=7`, {
    method: 'POST',
    body: `${lines.join('\n')}\n`,
  });
  if (!response.ok)
    throw new Error(`the Sentry door answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
}

/** Starts the built bridge with its own PostgreSQL, and the demo traffic. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const token = randomBytes(32).toString('hex');
  const url = `http://127.0.0.1:${options.bridgePort}`;
  await mkdir(options.dataDir, { recursive: true });
  const bridge = await startBridge(options, token);
  const demo = await startDemo(options.dataDir, url, token).catch(async (error: unknown) => {
    await bridge.stop();
    throw error;
  });
  let rareSent = false;
  let demoEnded = false;
  void demo.ended.then(() => (demoEnded = true));
  return {
    url,
    token,
    samples: async () => {
      if (demoEnded)
        throw new Error(`the demo ended: ${(await readFile(join(options.dataDir, 'demo.log'), 'utf8')).slice(-500)}`);
      const [runs, issues] = await Promise.all([
        items(`${url}/api/v1/runs?limit=100`, token),
        items(`${url}/api/v1/issues?limit=10`, token),
      ]);
      const runTraceId = runs.find((run) => run.status === 'completed')?.traceId;
      const issueId = issues[0]?.id;
      if (!rareSent && issues.length > 0) {
        await sendFatalError(url, token, Date.now());
        await sendRareRuns(url, token, Date.now());
        rareSent = true;
      }
      return typeof runTraceId === 'string' && typeof issueId === 'string' ? { runTraceId, issueId } : undefined;
    },
    stop: async () => {
      await demo.stop();
      await bridge.stop();
    },
  };
}
