import { reportedAtMs, type RunOrJobFact, runIdOfFact } from '../../domain/run';
import type { Tx } from '../../store/database';
import { declaredByName } from '../../translate/graph/upload';
import { type Declared, storeDeclared } from './store';

interface Told {
  tenant: string;
  changedFacts: readonly RunOrJobFact[];
}

/** Keeps what jobs say themselves of what they need. */
export async function storeToldNeeds(tx: Tx, runs: readonly Told[]): Promise<void> {
  const declared = runs.flatMap(({ tenant, changedFacts }) =>
    changedFacts.flatMap((fact): Declared[] =>
      fact.kind === 'job' && fact.needs !== undefined
        ? [
            {
              tenant,
              runId: runIdOfFact(fact),
              source: 'events',
              job: declaredByName(fact.name, fact.needs, false),
              toldAt: new Date(reportedAtMs(fact)),
            },
          ]
        : [],
    ),
  );
  await storeDeclared(tx, declared);
}
