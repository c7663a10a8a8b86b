import { setTimeout as sleep } from 'node:timers/promises';
import { rawQuery, type Database } from '../../bridge/src/store/database';
import { templates } from '../../demo/src/github/templates';
import { story } from '../../demo/src/story/hour';
import { startBridge } from '../lists/bridge';
import { calibrate, openClient } from '../lists/measure';

const DELIVERIES = 10_000;
const GOAL = 2_000;

interface Row {
  event: string;
  body: string;
}

/** What GitHub tells of the demo company: runs with their jobs and steps, pushes, pull requests, checks and deployments, as recorded payloads are made. */
function* deliveries(): Generator<Row, undefined> {
  for (const happening of story('bench', templates(), Date.UTC(2026, 9, 1)))
    if (happening.kind === 'delivery')
      yield { event: happening.delivery.event, body: JSON.stringify(happening.delivery.payload) };
  return undefined;
}

/** All at once: the worker sees none before the last is there. */
async function fill(db: Database, tenant: string, rows: readonly Row[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (let at = 0; at < rows.length; at += 500) {
      const some = rows.slice(at, at + 500);
      await rawQuery(
        tx,
        `INSERT INTO inbox (tenant, source, hook_id, meta, body)
         SELECT $1, 'github', 'bench', jsonb_build_object('event', event, 'delivery', ''), convert_to(body, 'UTF8')
         FROM unnest($2::text[], $3::text[]) AS x(event, body)`,
        [tenant, some.map(({ event }) => event), some.map(({ body }) => body)],
      );
    }
  });
}

async function drained(db: Database): Promise<number> {
  const started = performance.now();
  for (;;) {
    const [row] = await rawQuery<{ left: boolean }>(db, 'SELECT EXISTS (SELECT FROM inbox) AS left', []);
    if (!row?.left) return (performance.now() - started) / 1000;
    await sleep(20);
  }
}

/**
 * Puts deliveries of GitHub into the inbox of the built bridge and measures how fast they are gone: translated, folded, stored, measured, with all
 * else that the bridge does meanwhile. Prints each round, and the best.
 */
export async function run(rounds = 5): Promise<boolean> {
  const bridge = await startBridge();
  const client = openClient(bridge.url, bridge.token);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void bridge.stop().finally(() => process.exit(130)));
  try {
    const [tenant] = await rawQuery<{ id: string }>(bridge.db, 'SELECT id FROM tenant LIMIT 1', []);
    const source = deliveries();
    const rates: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const rows = Array.from({ length: DELIVERIES }, () => source.next().value).filter((row) => row !== undefined);
      const kilobytes = rows.reduce((sum, { body }) => sum + body.length, 0) / rows.length / 1000;
      const { parseMs } = await calibrate(client);
      await fill(bridge.db, tenant?.id ?? '', rows);
      const seconds = await drained(bridge.db);
      const rate = rows.length / seconds;
      rates.push(rate);
      console.log(
        `webhooks: round ${round}: ${rows.length} deliveries of ${kilobytes.toFixed(1)} KB in ${seconds.toFixed(1)} s: ${Math.round(rate)}/s (calibration: parse ${parseMs.toFixed(1)} ms)`,
      );
    }
    const [dead] = await rawQuery<{ count: number }>(bridge.db, 'SELECT count(*)::int AS count FROM dead_letter', []);
    if (dead?.count !== 0) throw new Error(`${dead?.count} deliveries went to the dead letters`);
    const best = Math.max(...rates);
    console.log(`webhooks: best ${Math.round(best)}/s, goal ${GOAL}/s: ${best >= GOAL ? 'holds' : 'MISSED'}`);
    return best >= GOAL;
  } finally {
    client.close();
    await bridge.stop();
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
