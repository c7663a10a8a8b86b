import { startBridge } from '../lists/bridge';
import { calibrate, figuresOf, latencies, openClient, type Client } from '../lists/measure';
import { BROKEN, fill, RESULTS, RUNS, TESTS } from './data';
import { uploads } from './upload';

const GOAL_MS = 200;
const REQUESTS = 60;

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

const cases: readonly { name: string; paths: string[] }[] = [
  { name: 'history of a test', paths: range(40).map((n) => `/api/v1/tests/${1 + n * 121}`) },
  { name: 'history of a test on a branch', paths: range(40).map((n) => `/api/v1/tests/${1 + n * 121}?branch=main`) },
  { name: 'history of a broken test, and what broke it', paths: [`/api/v1/tests/${BROKEN}`] },
  {
    name: 'tests of a run, failed first',
    paths: range(40).map((n) => `/api/v1/runs/github-${1 + n * 4}-1/tests?limit=100`),
  },
  {
    name: 'tests of a run, searched',
    paths: range(40).map((n) => `/api/v1/runs/github-${1 + n * 4}-1/tests?q=part${n}.test`),
  },
  { name: 'all tests, most flaky first', paths: ['/api/v1/tests'] },
  { name: 'all tests, flaky ones alone', paths: ['/api/v1/tests?state=flaky'] },
  { name: 'all tests, most failures first', paths: ['/api/v1/tests?sort=failures'] },
  { name: 'failing tests, and what broke each', paths: ['/api/v1/tests?state=failing&limit=200'] },
  {
    name: 'tests in quarantine',
    paths: ['/api/v1/tests?state=quarantined', '/api/v1/tests/quarantine?repository=demo/shop'],
  },
  { name: 'tests of an owner', paths: ['/api/v1/tests?owner=@demo/cart', '/api/v1/tests?owner=nobody'] },
  { name: 'all tests, slowest first', paths: ['/api/v1/tests?sort=duration'] },
  { name: 'all tests, searched', paths: range(40).map((n) => `/api/v1/tests?q=part${n}.test`) },
];

/**
 * Fills a real PostgreSQL with a million results of tests, asks the built bridge over HTTP for histories and lists, and prints the latency
 * of each; then how long a report of 5,000 and one of 50,000 tests take from the upload to the run's page.
 */
async function run(): Promise<boolean> {
  const bridge = await startBridge();
  const client = openClient(bridge.url, bridge.token);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.stop().finally(() => process.exit(130)));
  try {
    console.log(`tests: ${RESULTS.toLocaleString()} results of ${TESTS.toLocaleString()} tests in ${RUNS} runs`);
    await fill(bridge.db, (what) => console.log(`  ${what}`));
    const worst = await measure(client);
    await uploads(bridge, client);
    const passed = worst <= GOAL_MS;
    console.log(`  slowest p99: ${worst.toFixed(1)} ms (goal ≤${GOAL_MS} ms): ${passed ? 'holds' : 'DOES NOT HOLD'}`);
    return passed;
  } finally {
    client.close();
    await bridge.stop();
  }
}

async function measure(client: Client): Promise<number> {
  const { parseMs, health } = await calibrate(client);
  console.log(`  calibration: parse ${parseMs.toFixed(1)} ms, /health p99 ${health.p99.toFixed(2)} ms`);
  const worst = { p99: 0 };
  console.log(`  ${'answer'.padEnd(48)} ${'p50'.padStart(7)} ${'p99'.padStart(7)} ${'max'.padStart(7)} (ms)`);
  for (const { name, paths } of cases) {
    await latencies(client, paths, 10, 2);
    const { p50, p99, max } = figuresOf(await latencies(client, paths, REQUESTS, 2));
    worst.p99 = Math.max(worst.p99, p99);
    console.log(`  ${name.padEnd(48)} ${[p50, p99, max].map((ms) => ms.toFixed(1).padStart(7)).join(' ')}`);
  }
  return worst.p99;
}

if (require.main === module)
  run().then(
    (passed) => (process.exitCode = passed ? 0 : 1),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
