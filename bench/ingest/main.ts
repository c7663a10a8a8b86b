import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { flood, steady } from './client';
import { makeBodies } from './payloads';
import { drained, peakMb, postgresMb, startSystem, type SystemName } from './system';

const warmUp = 1500;
const goals = { ratio: 0.8, p99Ms: 50, rssMb: 300 };
const root = resolve(__dirname, '../..');

interface Round {
  acceptPerSecond: number;
  drainPerSecond: number;
  peakMb: number;
  postgresMb: number;
}

/** Work of one core that does not change with this repository: how fast the machine is now, and how busy with other things. */
function calibrate(body: Buffer): number {
  const started = performance.now();
  let parsed = 0;
  while (performance.now() - started < 500) {
    JSON.parse(gunzipSync(body).toString().split('\n')[2] ?? '{}');
    parsed += 1;
  }
  return (parsed / (performance.now() - started)) * 1000;
}

async function drainRound(name: SystemName, bodies: readonly Buffer[]): Promise<Round> {
  const system = await startSystem(name);
  try {
    // Loaded and compiled is what both are after their first seconds.
    await flood(system.url, bodies.slice(0, warmUp), 64);
    await drained(system.client);
    const measured = bodies.length - warmUp;
    const started = performance.now();
    const seconds = await flood(system.url, bodies.slice(warmUp), 64);
    await drained(system.client);
    const total = (performance.now() - started) / 1000;
    const { rows } = await system.client.query<{ events: number }>('SELECT count(*)::int AS events FROM event');
    if (rows[0]?.events !== bodies.length) throw new Error(`${name} stored ${rows[0]?.events} of ${bodies.length}`);
    return {
      acceptPerSecond: measured / seconds,
      drainPerSecond: measured / total,
      peakMb: peakMb(system.pid),
      postgresMb: postgresMb(system.postgresPid),
    };
  } finally {
    await system.stop();
  }
}

async function steadyRound(name: SystemName, bodies: readonly Buffer[], perSecond: number) {
  const system = await startSystem(name);
  try {
    await flood(system.url, bodies.slice(0, warmUp), 16);
    await drained(system.client);
    const latencies = await steady(system.url, bodies.slice(warmUp), perSecond);
    await drained(system.client);
    const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
    return { p50: at(0.5), p99: at(0.99), peakMb: peakMb(system.pid) };
  } finally {
    await system.stop();
  }
}

const number = (value: number, digits = 0) => value.toFixed(digits);

async function main(): Promise<void> {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      events: { type: 'string', default: '6000' },
      seconds: { type: 'string', default: '8' },
    },
  });
  const [rounds, events, seconds] = [Number(values.rounds), Number(values.events), Number(values.seconds)];
  spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'bridge'], {
    cwd: root,
    stdio: 'ignore',
  });
  if (!existsSync(join(root, 'bridge/dist/main.js'))) throw new Error('the bridge does not compile');

  const bodies = makeBodies(warmUp + events);
  const [sample = Buffer.alloc(0)] = bodies;
  console.log(`machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`);
  console.log(`payloads: ${events} envelopes, ${gunzipSync(sample).length} bytes, ${sample.length} gzipped`);
  const results: Record<SystemName, Round[]> = { sketch: [], product: [] };
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const calibration = calibrate(sample);
    const sketch = await drainRound('sketch', bodies);
    const product = await drainRound('product', bodies);
    results.sketch.push(sketch);
    results.product.push(product);
    ratios.push(product.drainPerSecond / sketch.drainPerSecond);
    console.log(
      `round ${round}: calibration ${number(calibration)} gunzip+parse/s, load ${number(loadavg()[0] ?? 0, 1)}` +
        ` | sketch accepts ${number(sketch.acceptPerSecond)}/s, drains ${number(sketch.drainPerSecond)}/s` +
        ` | product accepts ${number(product.acceptPerSecond)}/s, drains ${number(product.drainPerSecond)}/s` +
        ` | ratio ${number(ratios.at(-1) ?? 0, 2)}`,
    );
  }
  const best = (name: SystemName, of: keyof Round) => Math.max(...results[name].map((round) => round[of]));
  const ratio = best('product', 'drainPerSecond') / best('sketch', 'drainPerSecond');
  report(
    `drain, best of ${rounds}, product against sketch`,
    `${number(best('product', 'drainPerSecond'))}/s against ${number(best('sketch', 'drainPerSecond'))}/s: ${number(ratio, 2)}×`,
    `≥${goals.ratio}×`,
    ratio >= goals.ratio,
  );

  const steadyBodies = makeBodies(warmUp + 1000 * seconds);
  const latencies = [];
  for (let round = 1; round <= Math.min(rounds, 5); round++) {
    const latency = await steadyRound('product', steadyBodies, 1000);
    latencies.push(latency);
    console.log(
      `steady ${round}: 1000/s for ${seconds} s, p50 ${number(latency.p50, 1)} ms, p99 ${number(latency.p99, 1)} ms`,
    );
  }
  const p99 = Math.min(...latencies.map((latency) => latency.p99));
  report('p99 at 1,000 events/s, best', `${number(p99, 1)} ms`, `≤${goals.p99Ms} ms`, p99 <= goals.p99Ms);
  const rss = Math.max(best('product', 'peakMb'), ...latencies.map((latency) => latency.peakMb));
  report('peak memory of the bridge', `${number(rss)} MB`, `≤${goals.rssMb} MB`, rss <= goals.rssMb);
  console.log(`PostgreSQL beside it: ${number(best('product', 'postgresMb'))} MB`);
}

function report(what: string, value: string, goal: string, held: boolean): void {
  console.log(`${what}: ${value} (goal ${goal}) ${held ? 'holds' : 'DOES NOT HOLD'}`);
  if (!held) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
