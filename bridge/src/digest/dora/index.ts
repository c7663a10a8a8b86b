import { assess } from '../../domain/dora';
import type { Database, Tx } from '../../store/database';
import { readBlames } from './blame';
import { type Due, nextDue, putBack, spreadIncidents, takeDue, takeFromOthers, tryLater } from './due';
import { environmentsOf, readDeployed, readLanded, readPast, type Scope, stepBack } from './read';
import { replaceEvidence } from './write';

export interface SettleOptions {
  /** Deployments looked at in one transaction, of each environment. */
  batchSize?: number;
  /** Environments of a repository looked at in one transaction. */
  environments?: number;
  /** Transactions at most, so that one call ends; the rest is due in the next. */
  maxBatches?: number;
  /** Told of what failed and is tried again later. */
  onFailure?: (error: unknown, what: string) => void;
}

const BATCH_SIZE = 500;
const ENVIRONMENTS = 20;
const MAX_BATCHES = 50;

/**
 * Works out again what DORA's metrics are made of, wherever something came that they depend on. Safe beside other bridges and the digest: a
 * repository is worked on by one at a time, and what arrives meanwhile is due again. What fails is put off, so that it keeps no other waiting.
 *
 * @returns whether everything that was due is done, or put off
 */
export async function settleDora(db: Database, options: SettleOptions = {}): Promise<boolean> {
  for (let batch = 0; batch < (options.maxBatches ?? MAX_BATCHES); batch++) {
    const spread = await db
      .transaction()
      .execute(spreadIncidents)
      .catch(async (error: unknown) => {
        options.onFailure?.(error, 'incidents');
        await tryLater(db, 'incidents');
        return 0;
      });
    const next = await nextDue(db);
    if (next === null) {
      if (spread === 0) return true;
      continue;
    }
    await db
      .transaction()
      .execute(async (tx) => {
        const due = await takeDue(tx, next);
        if (due) await settleRepository(tx, due, options);
      })
      .catch(async (error: unknown) => {
        options.onFailure?.(error, next.repository);
        await tryLater(db, next);
      });
  }
  return false;
}

async function settleRepository(tx: Tx, due: Due, options: SettleOptions): Promise<void> {
  const found = due.environment === null ? await environmentsOf(tx, due) : [due.environment];
  const [now, later] = [
    found.slice(0, options.environments ?? ENVIRONMENTS),
    found.slice(options.environments ?? ENVIRONMENTS),
  ];
  for (const environment of later) await putBack(tx, { ...due, environment });
  for (const environment of now) {
    const rest = await settleEnvironment(tx, { ...due, environment }, options.batchSize ?? BATCH_SIZE);
    if (rest) await putBack(tx, { ...due, environment, since: rest });
  }
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
  const fresh = deployed.filter(({ finishedAt }) => finishedAt >= wanted.since.getTime()).length;
  const until = last && fresh >= batchSize ? new Date(last.deployment.finishedAt) : null;
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
