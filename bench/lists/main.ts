import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startBridge, type RunningBridge } from './bridge';
import { cpuMs } from './cpu';
import { deepCases, shallowCases, type Case } from './cases';
import { fill, ISSUES, RUNS } from './data';
import { calibrate, figuresOf, latencies, openClient, type Client, type Figures } from './measure';

const GOAL_MS = 50;
const REQUESTS = 100;
const AT_ONCE = 2;

export interface ListResult {
  name: string;
  best: Figures;
  /** Processor time of bridge and PostgreSQL for one request; null where it cannot be read. */
  cpuMs: number | null;
  rounds: number[];
}

export interface ListsReport {
  results: ListResult[];
  /** The slowest list of the best round of each. */
  worstP99: number;
  passed: boolean;
}

/**
 * Fills a real PostgreSQL with 100,000 issues and 20,000 runs, asks the built bridge for its lists over HTTP, and prints the latency of
 * each: best of the rounds, with what the machine could do in each beside it, and the processor time that one request takes.
 */
export async function run(rounds = 5): Promise<ListsReport> {
  const bridge = await startBridge();
  const client = openClient(bridge.url, bridge.token);
  // Left alone, PostgreSQL would outlive an interrupted run.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.stop().finally(() => process.exit(130)));
  try {
    console.log(`lists: ${ISSUES} issues and ${RUNS} runs`);
    await fill(bridge.db, (what) => console.log(`  ${what}`));
    const cases = [...shallowCases(), ...(await deepCases(client))];
    for (const one of cases) await latencies(client, one.paths, 20, AT_ONCE);
    const results = cases.map((one) => ({ name: one.name, rounds: new Array<Round>() }));
    for (let round = 1; round <= rounds; round++) await measureRound(bridge, client, cases, results, round);
    return report(results);
  } finally {
    client.close();
    await bridge.stop();
  }
}

interface Round extends Figures {
  cpuMs: number | null;
}

async function measureRound(
  bridge: RunningBridge,
  client: Client,
  cases: readonly Case[],
  results: { rounds: Round[] }[],
  round: number,
) {
  const { parseMs, health } = await calibrate(client);
  console.log(
    `  round ${round}: calibration: parse ${parseMs.toFixed(1)} ms, /health p50 ${health.p50.toFixed(2)} p99 ${health.p99.toFixed(2)} ms, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  );
  for (const [at, one] of cases.entries()) {
    const before = cpuMs(bridge.pids);
    const figures = figuresOf(await latencies(client, one.paths, REQUESTS, AT_ONCE));
    const after = cpuMs(bridge.pids);
    results[at]?.rounds.push({
      ...figures,
      cpuMs: before === null || after === null ? null : (after - before) / REQUESTS,
    });
  }
}

function report(measured: readonly { name: string; rounds: Round[] }[]): ListsReport {
  const results = measured.map(({ name, rounds }) => {
    const best = rounds.reduce((a, b) => (b.p99 < a.p99 ? b : a));
    const cpu = rounds.flatMap((figures) => figures.cpuMs ?? []);
    return {
      name,
      best,
      cpuMs: cpu.length > 0 ? Math.min(...cpu) : null,
      rounds: rounds.map((figures) => figures.p99),
    };
  });
  console.log(
    `  ${'list'.padEnd(52)} ${'p50'.padStart(7)} ${'p99'.padStart(7)} ${'max'.padStart(7)} ${'CPU'.padStart(6)}   p99 of each round (ms)`,
  );
  for (const { name, best, cpuMs: cpu, rounds } of results) {
    const columns = [best.p50, best.p99, best.max].map((value) => value.toFixed(1).padStart(7)).join(' ');
    console.log(
      `  ${name.padEnd(52)} ${columns} ${(cpu?.toFixed(1) ?? '–').padStart(6)}   ${rounds.map((value) => value.toFixed(0)).join(' ')}`,
    );
  }
  const worstP99 = Math.max(...results.map((result) => result.best.p99));
  const passed = worstP99 <= GOAL_MS;
  console.log(`  slowest p99: ${worstP99.toFixed(1)} ms (goal ≤${GOAL_MS} ms): ${passed ? 'holds' : 'DOES NOT HOLD'}`);
  return { results, worstP99, passed };
}

if (require.main === module) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
  run(Number(values.rounds)).then(
    ({ passed }) => (process.exitCode = passed ? 0 : 1),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
