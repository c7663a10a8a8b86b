import { runIdOfFact } from '../../domain/run';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import { storeArtifacts } from '../reports/artifacts';
import { readRuns } from '../reports/runs';
import { keyOf } from '../shared/bulk';
import { type Batch, countStored, factsOf, perSender } from './batch';

/** What CI systems say of the artifacts of their runs, which are stored before: the delivery that tells of artifacts tells of the run too. */
export async function storeToldArtifacts(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const facts = factsOf(batch, 'artifacts').map((owned) => ({ ...owned, runId: runIdOfFact(owned.fact) }));
  if (facts.length === 0) return;
  const runs = await readRuns(
    tx,
    facts.map(({ tenant, runId }) => ({ tenant, run_id: runId })),
  );
  const written = await storeArtifacts(
    tx,
    facts.flatMap(({ tenant, runId, fact }) => {
      const run = runs.get(keyOf(tenant, runId));
      return run ? [{ run, job: fact.job, at: run.queuedAt, artifacts: fact.artifacts }] : [];
    }),
  );
  const changed = new Set(written.map(({ tenant, id }) => keyOf(tenant, id)));
  for (const { tenant, id } of written) context.changed(tenant, 'run', id);
  countStored(context, facts, perSender(facts.filter(({ tenant, runId }) => changed.has(keyOf(tenant, runId)))));
}
