import { assess } from '../../domain/dora';
import type { Database, Tx } from '../../store/database';
import { readBlames } from './blame';
import { type Due, putBack, spreadIncidents, takeDue, takeFromOthers } from './due';
import { environmentsOf, readDeployed, readLanded, readPast, type Scope, stepBack } from './read';
import { replaceEvidence } from './write';

export interface SettleOptions {
  /** Deployments looked at in one transaction, of each environment. */
  batchSize?: number;
  /** Transactions at most, so that one call ends; the rest is due in the next. */
  maxBatches?: number;
}

const BATCH_SIZE = 500;
const MAX_BATCHES = 50;

/**
 * Works out again what DORA's metrics are made of, wherever something came that they depend on. Safe beside other bridges and the digest: a
 * repository is worked on by one at a time, and what arrives meanwhile is due again.
 *
 * @returns whether everything that was due is done
 */
export async function settleDora(db: Database, options: SettleOptions = {}): Promise<boolean> {
  const batchSize = options.batchSize ?? BATCH_SIZE;
  for (let batch = 0; batch < (options.maxBatches ?? MAX_BATCHES); batch++) {
    const spread = await db.transaction().execute(spreadIncidents);
    const due = await db.transaction().execute(async (tx) => {
      const taken = await takeDue(tx);
      if (taken !== null && taken !== 'taken') await settleRepository(tx, taken, batchSize);
      return taken;
    });
    if (spread === 0 && due === null) return true;
  }
  return false;
}

async function settleRepository(tx: Tx, due: Due, batchSize: number): Promise<void> {
  const rests: Date[] = [];
  for (const environment of await environmentsOf(tx, due)) {
    const rest = await settleEnvironment(tx, { ...due, environment }, batchSize);
    if (rest) rests.push(rest);
  }
  const [first] = rests.sort((a, b) => a.getTime() - b.getTime());
  if (first) await putBack(tx, { ...due, since: first });
}

/** @returns from when on there is more to do */
async function settleEnvironment(tx: Tx, wanted: Scope, batchSize: number): Promise<Date | null> {
  const scope = { ...wanted, since: await stepBack(tx, wanted) };
  const deployed = await readDeployed(tx, scope, wanted.since, batchSize);
  const past = await readPast(tx, scope, deployed);
  const landed = await readLanded(tx, scope, deployed, past.reachedAt);
  const blames = await readBlames(tx, scope, deployed);
  const assessed = assess({ past, deployments: deployed, landed, blames });
  const last = assessed.at(-1);
  const until = last && deployed.length >= batchSize ? new Date(last.deployment.finishedAt) : null;
  await replaceEvidence(
    tx,
    scope,
    until,
    assessed,
    new Map(deployed.map((one) => [one.id, one])),
    new Map(landed.map((one) => [one.key, one])),
  );
  const blamed = [...blames.values()].flat();
  await takeFromOthers(
    tx,
    scope,
    blamed.map((blame) => blame.incidentId),
  );
  // The first of the next batch decides whether the last of this one was rolled back.
  return until && new Date(until.getTime() + 1);
}
