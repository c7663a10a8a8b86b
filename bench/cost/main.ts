import { startBridge, type RunningBridge } from '../lists/bridge';
import { fill, JOBS_OF_A_RUN, RUNS } from './data';

const GOAL_MS = 3_000;
const ROUNDS = 5;

const questions: readonly [string, string][] = [
  ['30 days by pipeline (all of it)', 'by=pipeline'],
  ['30 days by job', 'by=job'],
  ['30 days by run', 'by=run'],
  ['30 days by runner', 'by=runner'],
  ['7 days by pipeline', 'by=pipeline&from=7'],
  ['30 days of one repository by job', 'by=job&repository=demo/repository-3'],
];

async function ask(bridge: RunningBridge, path: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(`${bridge.url}${path}`, { headers: { authorization: `Bearer ${bridge.token}` } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return performance.now() - start;
}

async function run(): Promise<boolean> {
  const bridge = await startBridge();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.stop().finally(() => process.exit(130)));
  try {
    console.log(`cost: ${RUNS} runs of ${JOBS_OF_A_RUN} jobs`);
    await fill(bridge.db, (what) => console.log(`  ${what}`));
    const priced = await fetch(`${bridge.url}/api/v1/prices`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${bridge.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        currency: 'EUR',
        rules: ['ubuntu-latest', 'ubuntu-8*', 'windows*', 'macos*'].map((label, n) => ({
          system: null,
          labels: [label],
          perMinute: 0.01 * (n + 1),
          rounding: 'minute',
        })),
      }),
    });
    if (!priced.ok) throw new Error(await priced.text());
    let worst = 0;
    for (const [name, query] of questions) {
      const parameters = query.replace(
        /from=(\d+)/,
        (_, days) => `from=${new Date(Date.now() - Number(days) * 86_400_000).toISOString()}`,
      );
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) times.push(await ask(bridge, `/api/v1/cost?${parameters}`));
      const median = [...times].sort((a, b) => a - b)[ROUNDS >> 1] ?? Infinity;
      worst = Math.max(worst, median);
      console.log(
        `  ${name.padEnd(36)} median ${median.toFixed(0)} ms, each ${times.map((ms) => ms.toFixed(0)).join(' ')}`,
      );
    }
    const passed = worst <= GOAL_MS;
    console.log(
      `  slowest median: ${worst.toFixed(0)} ms (goal ≤${GOAL_MS} ms): ${passed ? 'holds' : 'DOES NOT HOLD'}`,
    );
    return passed;
  } finally {
    await bridge.stop();
  }
}

run().then(
  (passed) => (process.exitCode = passed ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
