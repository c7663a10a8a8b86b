import { CiFact, type CiProvider } from '@summit/contracts';
import {
  canonicalJson,
  entityOf,
  type FoldedRun,
  foldRun,
  jobIdOfFact,
  newerFact,
  type RunOrJobFact,
  runIdOfFact,
} from '../../domain/run';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import { storeToldNeeds } from '../jobGraph/told';
import { wakeLogs } from '../logs/runs';
import { wakeReports } from '../reports/runs';
import { type Batch, factsOf, type Owned } from './batch';
import { countItem } from '../shared/count';
import { bulk, keyOf } from '../shared/bulk';
import { countActive, type StoredRun } from './runMetrics';
import { removeUntoldJobs, storeFacts, storeJobs, storeRuns } from './runRows';

type Reported = Owned<RunOrJobFact>;

const reportsOf = (batch: Batch): Reported[] => [...factsOf(batch, 'run'), ...factsOf(batch, 'job')];

export interface RunKey {
  tenant: string;
  run_id: string;
}

export const runLock = ({ tenant, run_id }: RunKey): string => keyOf('run', tenant, run_id);

export const runLocks = (batch: Batch): string[] =>
  reportsOf(batch).map(({ tenant, fact }) => runLock({ tenant, run_id: runIdOfFact(fact) }));

/** A run whose facts changed: folded anew. */
export interface ChangedRun extends FoldedRun {
  tenant: string;
  changedFacts: readonly RunOrJobFact[];
  before: StoredRun | undefined;
}

/**
 * Runs and jobs: the facts that are new join those kept, the run is folded from all of them and written whole. What changes nothing is
 * counted as a duplicate and touches no row. The runs must be locked.
 */
export async function digestRuns(tx: Tx, batch: Batch, context: DigestContext): Promise<readonly ChangedRun[]> {
  const byRun = new Map<string, { tenant: string; runId: string; source: CiProvider; facts: RunOrJobFact[] }>();
  for (const { tenant, source, fact } of reportsOf(batch)) {
    const runId = runIdOfFact(fact);
    const key = keyOf(tenant, runId);
    const entry = byRun.get(key) ?? { tenant, runId, source, facts: [] };
    entry.facts.push(fact);
    byRun.set(key, entry);
  }
  const runs = [...byRun.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = runs.map(([, { tenant, runId }]) => ({ tenant, run_id: runId }));
  const kept = await readFacts(tx, keys);
  const before = await readRuns(tx, keys);
  const changed: ChangedRun[] = [];
  for (const [key, { tenant, source, facts }] of runs) {
    const merged = mergeFacts(kept.get(key) ?? [], facts, (fact, state) =>
      countItem(context, { tenant, source }, fact.kind, state),
    );
    if (merged.changed.length === 0) continue;
    changed.push({ tenant, changedFacts: merged.changed, before: before.get(key), ...foldRun(merged.all) });
  }
  await writeRuns(tx, changed, context);
  return changed;
}

/** Writes runs that were folded anew, with the facts that changed them, and tells whoever counts and follows runs. */
export async function writeRuns(tx: Tx, changed: readonly ChangedRun[], context: DigestContext): Promise<void> {
  await storeFacts(tx, changed);
  await storeToldNeeds(tx, changed);
  await storeRuns(tx, changed, context.now());
  await storeJobs(tx, changed, jobsToWrite);
  await removeUntoldJobs(tx, changed);
  const first = changed.filter(({ before }) => before === undefined);
  const keys = first.map(({ tenant, run }) => ({ tenant, run_id: run.id }));
  await wakeReports(tx, keys);
  await wakeLogs(tx, keys);
  for (const run of changed) {
    countActive(context, run);
    context.changed(run.tenant, 'run', run.run.id);
  }
}

const keptKey = (fact: RunOrJobFact): string => `${entityOf(fact)}/${fact.status}`;

/** The union of kept and incoming facts, and which of it is new. */
export function mergeFacts(
  kept: readonly RunOrJobFact[],
  incoming: readonly RunOrJobFact[],
  count: (fact: RunOrJobFact, state: 'stored' | 'deduplicated') => void,
): { all: RunOrJobFact[]; changed: RunOrJobFact[] } {
  const all = new Map(kept.map((fact) => [keptKey(fact), fact]));
  const changed = new Map<string, RunOrJobFact>();
  for (const fact of incoming) {
    const key = keptKey(fact);
    const known = all.get(key);
    const isNew =
      known === undefined || (newerFact(known, fact) === fact && canonicalJson(known) !== canonicalJson(fact));
    count(fact, isNew ? 'stored' : 'deduplicated');
    if (!isNew) continue;
    all.set(key, fact);
    changed.set(key, fact);
  }
  return { all: [...all.values()], changed: [...changed.values()] };
}

/**
 * A job's row depends on its own facts, and on the run's end, which closes jobs that never reported theirs. That end is never before the run's
 * start, so any late fact of a run that is over, also of another job, may move it.
 */
function jobsToWrite({ changedFacts, jobs, run }: ChangedRun): FoldedRun['jobs'] {
  if (run.status === 'completed') return jobs;
  const touched = new Set(changedFacts.flatMap((fact) => (fact.kind === 'job' ? [jobIdOfFact(fact)] : [])));
  return jobs.filter((job) => touched.has(job.id) || job.retried);
}

/** Kept facts of runs, by the key of each. */
export async function readFacts(tx: Tx, keys: readonly RunKey[]): Promise<Map<string, RunOrJobFact[]>> {
  const rows = await bulk<RunKey & { fact: unknown }>(
    tx,
    keys,
    'tenant text, run_id text',
    (x) => `SELECT f.tenant, f.run_id, f.fact FROM ${x} JOIN ci_fact f USING (tenant, run_id)`,
  );
  const facts = new Map<string, RunOrJobFact[]>();
  for (const row of rows) {
    // One that cannot be read (written by hand, or by another version) must not hold up the others of the batch: the next report replaces it.
    const parsed = CiFact.safeParse(row.fact);
    if (!parsed.success || (parsed.data.kind !== 'run' && parsed.data.kind !== 'job')) continue;
    const fact = parsed.data;
    const key = keyOf(row.tenant, row.run_id);
    const list = facts.get(key);
    if (list) list.push(fact);
    else facts.set(key, [fact]);
  }
  return facts;
}

/** Runs as they were stored last, by the key of each. */
export async function readRuns(tx: Tx, keys: readonly RunKey[]): Promise<Map<string, StoredRun>> {
  const rows = await bulk<StoredRun & RunKey>(
    tx,
    keys,
    'tenant text, run_id text',
    (x) =>
      `SELECT r.tenant, r.id AS run_id, r.status, r.name FROM ${x} JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id`,
  );
  return new Map(rows.map((row) => [keyOf(row.tenant, row.run_id), row]));
}
