import { sql } from 'kysely';
import { pastRunOf, train, type Trained } from '../../domain/prediction';
import type { Database } from '../../store/database';
import { newestRuns } from '../../store/pastRuns';

/** Older runs say little of the next, and memory is bounded: a run is some 300 bytes here. */
const MOST_RUNS = 20_000;
const DAYS = 180;
/** How often a tenant's model is trained anew. */
const EVERY_MS = 6 * 3_600_000;
/** A training that takes longer than this is given up: the thread that it yields to has other work. */
const MOST_MS = 60_000;

interface Options {
  now: () => Date;
  onTrained?: (tenant: string, trained: Trained, ms: number) => void;
}

/**
 * Trains the models that are due, of several bridges one each: who moves a tenant's claim on does it. One that fails is tried again when it is due next.
 *
 * @returns how many were trained
 */
export async function trainModels(db: Database, { now, onTrained }: Options): Promise<number> {
  let trained = 0;
  for (const tenant of await dueTenants(db, now())) {
    if (!(await claim(db, tenant, now()))) continue;
    const start = performance.now();
    const since = new Date(now().getTime() - DAYS * 86_400_000);
    const rows = await newestRuns(db, tenant, since, MOST_RUNS);
    const result = await inTurns(train(rows.map(pastRunOf)), MOST_MS);
    if (result === null) continue;
    await db
      .updateTable('prediction_model')
      .set({
        trained_at: now(),
        model: result.model === null ? null : JSON.stringify(result.model),
        report: JSON.stringify(result.report),
      })
      .where('tenant', '=', tenant)
      .execute();
    trained++;
    onTrained?.(tenant, result, performance.now() - start);
  }
  return trained;
}

const dueBefore = (now: Date): Date => new Date(now.getTime() - EVERY_MS);

async function dueTenants(db: Database, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM tenant t LEFT JOIN prediction_model m ON m.tenant = t.id
    WHERE (m.claimed_at IS NULL OR m.claimed_at < ${dueBefore(now)}) AND EXISTS (SELECT FROM run r WHERE r.tenant = t.id)
    ORDER BY m.claimed_at NULLS FIRST, t.id LIMIT 100`.execute(db);
  return rows.map(({ id }) => id);
}

async function claim(db: Database, tenant: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO prediction_model (tenant, claimed_at) VALUES (${tenant}, ${now})
    ON CONFLICT (tenant) DO UPDATE SET claimed_at = excluded.claimed_at WHERE prediction_model.claimed_at < ${dueBefore(now)}
    RETURNING tenant`.execute(db);
  return rows.length > 0;
}

/** Runs work that yields, other work of the thread between its pieces; null where it takes too long. */
async function inTurns<T>(work: Generator<void, T>, mostMs: number): Promise<T | null> {
  const until = performance.now() + mostMs;
  while (performance.now() < until) {
    const step = work.next();
    if (step.done === true) return step.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return null;
}
