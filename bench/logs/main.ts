import { gzipSync } from 'node:zlib';
import { rawQuery } from '../../bridge/src/store/database';
import { startBridge, type RunningBridge } from '../lists/bridge';
import { cpuMs } from '../lists/cpu';
import { calibrate, figuresOf, latencies, openClient, type Client } from '../lists/measure';
import { LINES, lineOf, OFTEN, RARE } from './data';

const GOAL_MS = 1_000;
const REQUESTS = 20;
const LINES_A_PART = 20_000;
const RUN = 'github-1-1';

/**
 * Sends a log of a million lines in parts, as a job does, to the built bridge over a real PostgreSQL; says how fast it is stored; then asks over HTTP for its
 * first page, pages of its middle, and searches, and prints the latency of each.
 */
async function run(): Promise<boolean> {
  const bridge = await startBridge();
  const client = openClient(bridge.url, bridge.token);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.stop().finally(() => process.exit(130)));
  try {
    const id = await ingest(bridge, client);
    const worst = await measure(bridge, client, id);
    const passed = worst <= GOAL_MS;
    console.log(`  slowest p99: ${worst.toFixed(0)} ms (goal ≤${GOAL_MS} ms): ${passed ? 'holds' : 'DOES NOT HOLD'}`);
    return passed;
  } finally {
    client.close();
    await bridge.stop();
  }
}

async function ingest(bridge: RunningBridge, client: Client): Promise<string> {
  await rawQuery(
    bridge.db,
    `INSERT INTO run (tenant, id, provider, system, host, provider_run_id, attempt, repository, name, number, status, result, display_status, branch, sha, queued_at, url, trace_id)
     VALUES ('default', $1, 'github', 'github', 'github.com', '1', 1, 'demo/shop', 'ci', 1, 'completed', 'success', 'success', 'main', md5('1') || '00000000', now(), '', md5('1'))`,
    [RUN],
  );
  const parts = LINES / LINES_A_PART;
  let [bytes, sent] = [0, 0];
  const start = performance.now();
  for (let part = 1; part <= parts; part++) {
    const from = (part - 1) * LINES_A_PART;
    const text = Array.from({ length: LINES_A_PART }, (_, n) => `${lineOf(from + n)}\n`).join('');
    const body = gzipSync(text, { level: 4 });
    bytes += text.length;
    sent += body.length;
    await upload(bridge, part, part === parts, body);
  }
  const uploaded = (performance.now() - start) / 1_000;
  for (;;) {
    const { items } = JSON.parse(await client.get(`/api/v1/runs/${RUN}/logs`)) as {
      items: { id: string; lines: number; final: boolean }[];
    };
    const [log] = items;
    if (log?.final === true) {
      const seconds = (performance.now() - start) / 1_000;
      console.log(
        `logs: ${log.lines.toLocaleString()} lines, ${(bytes / 1e6).toFixed(0)} MB (${(sent / 1e6).toFixed(0)} MB compressed) in ${parts} parts\n` +
          `  uploaded in ${uploaded.toFixed(1)} s (with making and compressing them), stored after ${seconds.toFixed(1)} s: ${Math.round(LINES / seconds).toLocaleString()} lines/s`,
      );
      return log.id;
    }
    await new Promise((later) => setTimeout(later, 100));
  }
}

async function upload(bridge: RunningBridge, part: number, final: boolean, body: Buffer): Promise<void> {
  for (;;) {
    const answer = await fetch(`${bridge.url}/api/v1/runs/${RUN}/logs?job=build&part=${part}&final=${final}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bridge.token}`, 'content-encoding': 'gzip' },
      body: new Uint8Array(body),
    });
    if (answer.status === 202) return;
    if (answer.status !== 503) throw new Error(`part ${part} was answered ${answer.status}: ${await answer.text()}`);
    await new Promise((later) => setTimeout(later, 500));
  }
}

async function measure({ pids }: RunningBridge, client: Client, id: string): Promise<number> {
  const logs = `/api/v1/runs/${RUN}/logs`;
  const { parseMs, health } = await calibrate(client);
  console.log(`  calibration: parse ${parseMs.toFixed(1)} ms, /health p99 ${health.p99.toFixed(2)} ms`);
  const log = `${logs}/${id}`;
  const middle = Array.from({ length: 40 }, (_, n) => `${log}/lines?from=${1 + n * 24_989}&count=1000`);
  const cases: readonly { name: string; paths: string[] }[] = [
    { name: 'opened: list, first page', paths: [logs, `${log}/lines?from=1&count=1000`] },
    { name: 'outline and annotations', paths: [`${log}/outline`, `${log}/annotations`] },
    { name: 'pages of 1,000 lines all over it', paths: middle },
    { name: 'seek by time', paths: [`${log}/seek?at=2026-01-31T10:00:00Z`] },
    { name: `search, 100 lines ("${RARE}")`, paths: [`${log}/search?q=${RARE}`] },
    { name: `search, lines all over it ("${OFTEN}")`, paths: [`${log}/search?q=${OFTEN}`] },
    { name: 'search, nearly all lines ("took")', paths: [`${log}/search?q=took`] },
    { name: 'search, none', paths: [`${log}/search?q=nowhere-to-be-found&case=true`] },
    { name: 'search by expression, 100 lines', paths: [`${log}/search?q=${RARE}%24&regex=true`] },
    { name: 'search by expression, all of it read', paths: [`${log}/search?q=%5Ba-e%5D%2Bxx%2B%20done&regex=true`] },
  ];
  let worst = 0;
  console.log(
    `  ${'answer'.padEnd(48)} ${'p50'.padStart(7)} ${'p99'.padStart(7)} ${'max'.padStart(7)}   processor of bridge, PostgreSQL a request (ms)`,
  );
  for (const { name, paths } of cases) {
    await latencies(client, paths, 4, 1);
    const before = pids.map((pid) => cpuMs([pid]));
    const { p50, p99, max } = figuresOf(await latencies(client, paths, REQUESTS, 1));
    const used = pids.map((pid, n) => ((cpuMs([pid]) ?? NaN) - (before[n] ?? NaN)) / REQUESTS);
    worst = Math.max(worst, p99);
    console.log(
      `  ${name.padEnd(48)} ${[p50, p99, max].map((ms) => ms.toFixed(1).padStart(7)).join(' ')}   ${used.map((ms) => ms.toFixed(0).padStart(6)).join(' ')}`,
    );
  }
  return worst;
}

if (require.main === module)
  run().then(
    (passed) => (process.exitCode = passed ? 0 : 1),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
