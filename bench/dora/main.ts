import { setTimeout as sleep } from 'node:timers/promises';
import { rawQuery, type Database } from '../../bridge/src/store/database';
import { startBridge } from '../lists/bridge';
import { calibrate, figuresOf, latencies, openClient } from '../lists/measure';
import { DEPLOYMENTS, fill, FROM, REPOSITORIES, TO } from './data';

const GOAL_MS = 300;
const REQUESTS = 5;
const year = `from=${FROM}&to=${TO}`;

const cases: readonly { name: string; path: string }[] = [
  { name: 'a year, all repositories', path: `/api/v1/dora?${year}` },
  { name: 'a year by days, lead time from the merge', path: `/api/v1/dora?${year}&step=day&leadTimeStart=merged` },
  { name: 'a month, all repositories', path: `/api/v1/dora?from=2026-09-01T00:00:00Z&to=${TO}` },
  { name: 'a year of one repository', path: `/api/v1/dora?${year}&repository=company/service-07` },
  { name: 'a year of a team of twenty repositories', path: `/api/v1/dora?${year}&team=Tens` },
  { name: 'a year of each of three teams', path: `/api/v1/dora/teams?${year}` },
  { name: 'what failed in a year', path: `/api/v1/dora/deployments?${year}&failed=true` },
  { name: 'changes shipped in a year', path: `/api/v1/dora/changes?${year}` },
];

/**
 * Fills a real PostgreSQL with a year of 100,000 deployments, waits until the built bridge has worked out their evidence, and prints how long
 * its answers take: median of the requests of a round, best of the rounds.
 */
export async function run(rounds = 5): Promise<boolean> {
  const bridge = await startBridge();
  const client = openClient(bridge.url, bridge.token);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.stop().finally(() => process.exit(130)));
  try {
    console.log(`dora: ${DEPLOYMENTS} deployments of ${REPOSITORIES} repositories in a year`);
    const [tenant] = await rawQuery<{ id: string }>(bridge.db, 'SELECT id FROM tenant LIMIT 1', []);
    await fill(bridge.db, tenant?.id ?? '', (what) => console.log(`  ${what}`));
    const seconds = await settled(bridge.db);
    console.log(`  evidence worked out: ${seconds.toFixed(1)} s, ${Math.round(DEPLOYMENTS / seconds)} deployments/s`);
    await rawQuery(bridge.db, 'VACUUM ANALYZE', []);
    const best = new Map<string, number>();
    for (let round = 1; round <= rounds; round++) {
      const { parseMs, health } = await calibrate(client);
      console.log(
        `  round ${round}: calibration: parse ${parseMs.toFixed(1)} ms, /health p50 ${health.p50.toFixed(2)} ms`,
      );
      for (const { name, path } of cases) {
        const { p50 } = figuresOf(await latencies(client, [path], REQUESTS, 1));
        best.set(name, Math.min(best.get(name) ?? Infinity, p50));
      }
    }
    for (const [name, ms] of best) console.log(`  ${name.padEnd(44)}${ms.toFixed(1).padStart(8)} ms`);
    const worst = Math.max(...best.values());
    console.log(`dora: slowest ${worst.toFixed(1)} ms, goal ${GOAL_MS} ms: ${worst <= GOAL_MS ? 'holds' : 'MISSED'}`);
    return worst <= GOAL_MS;
  } finally {
    client.close();
    await bridge.stop();
  }
}

/** Seconds until nothing is due any more. */
async function settled(db: Database): Promise<number> {
  const started = performance.now();
  for (;;) {
    const [row] = await rawQuery<{ due: boolean }>(
      db,
      'SELECT EXISTS (SELECT FROM dora_due) OR (SELECT count(*) FROM dora_deployment) < $1 AS due',
      [DEPLOYMENTS],
    );
    if (!row?.due) return (performance.now() - started) / 1000;
    await sleep(250);
  }
}

if (require.main === module)
  run(Number(process.argv[2] ?? 5)).then(
    (passed) => (process.exitCode = passed ? 0 : 1),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
