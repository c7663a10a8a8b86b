import type { TestCase } from '@summit/contracts';
import { isFailing, isInfrastructure, rankOf, testHash } from '../../domain/tests';
import type { Tx } from '../../store/database';
import { bulk } from '../shared/bulk';
import { storeFlakes } from './flakes';
import { ownersIn } from './owners';
import type { KnownRun } from './runs';

export interface StoredReport {
  id: string;
  job: string;
  run: KnownRun;
  /** The branch and job that its results are compared along. */
  lineId: string;
  at: Date;
  cases: readonly TestCase[];
}

/** A case with the id of its test. */
export interface KnownCase extends TestCase {
  testId: string;
}

/** Rows of one statement: its parameter is one JSON text. */
const CHUNK = 4_000;
/** What people read of a name, a message, a stack; tools print whole files into them. */
const MAX_NAME = 4_000;
const MAX_MESSAGE = 2_000;
const MAX_DETAILS = 16_000;

/** Stores the results of one report, the tests they are of, and the flakes they show. */
export async function storeTests(tx: Tx, report: StoredReport): Promise<void> {
  const { ids, flaky } = await storeNames(tx, report);
  const cases = report.cases.flatMap((one): KnownCase[] => {
    const testId = ids.get(testHash(one).toString('hex'));
    return testId === undefined ? [] : [{ ...one, testId }];
  });
  await storeResults(tx, report, cases);
  await storeFlakes(tx, report, cases, flaky);
}

interface StoredTest {
  id: string;
  hash: string;
  was_flaky: boolean;
}

/** Tests of the cases, each once: of two cases of one name, what failed. */
async function storeNames(
  tx: Tx,
  { run, at, cases }: StoredReport,
): Promise<{ ids: Map<string, string>; flaky: string[] }> {
  const byHash = new Map<string, TestCase>();
  for (const one of cases) {
    const hash = testHash(one).toString('hex');
    const known = byHash.get(hash);
    if (known === undefined || (isFailing(one.outcome) && !isFailing(known.outcome))) byHash.set(hash, one);
  }
  const ownersOf = await ownersIn(tx, run.tenant, run.repository);
  const rows = [...byHash]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, one]) => ({ hash, one, ...placeOf(one) }))
    .map(({ hash, one, suite, file }) => ({
      hash,
      suite,
      name: cut(one.name, MAX_NAME),
      file,
      owners: ownersOf({ suite, file }).owners,
      owned_by: ownersOf({ suite, file }).by,
      outcome: one.outcome,
      duration_ms: one.outcome === 'skipped' ? null : (one.durationMs ?? null),
      tenant: run.tenant,
      repository: run.repository,
      at,
    }));
  const stored: StoredTest[] = [];
  for (const chunk of chunks(rows))
    stored.push(
      ...(await bulk<StoredTest>(
        tx,
        chunk,
        'hash text, suite text, name text, file text, owners text[], owned_by text, outcome text, duration_ms real, tenant text, repository text, at timestamptz',
        (x) => `
          INSERT INTO test AS t (tenant, repository, hash, suite, name, file, owners, owned_by, first_seen, last_seen, last_outcome, duration_ms)
          SELECT tenant, repository, decode(hash, 'hex'), suite, name, file, owners, owned_by, at, at, outcome, duration_ms FROM ${x}
          ON CONFLICT (tenant, repository, hash) DO UPDATE SET
            file = coalesce(excluded.file, t.file),
            owners = CASE WHEN excluded.file IS NULL AND t.file IS NOT NULL THEN t.owners ELSE excluded.owners END,
            owned_by = CASE WHEN excluded.file IS NULL AND t.file IS NOT NULL THEN t.owned_by ELSE excluded.owned_by END,
            first_seen = least(t.first_seen, excluded.first_seen),
            last_seen = greatest(t.last_seen, excluded.last_seen),
            last_outcome = CASE WHEN excluded.last_seen >= t.last_seen THEN excluded.last_outcome ELSE t.last_outcome END,
            duration_ms = coalesce(t.duration_ms + (excluded.duration_ms - t.duration_ms) * 0.2, excluded.duration_ms, t.duration_ms)
          RETURNING id, encode(hash, 'hex') AS hash, last_flake_at IS NOT NULL AS was_flaky`,
      )),
    );
  return {
    ids: new Map(stored.map(({ hash, id }) => [hash, id])),
    flaky: stored.filter(({ was_flaky }) => was_flaky).map(({ id }) => id),
  };
}

async function storeResults(
  tx: Tx,
  { id, run, lineId, at, cases: all }: StoredReport,
  cases: readonly KnownCase[],
): Promise<void> {
  const infrastructure = isInfrastructure(all.map(({ outcome }) => outcome));
  const rows = cases.map((one) => {
    const tries = one.earlierTries ?? [];
    const rank = rankOf(one.outcome, tries);
    return {
      tenant: run.tenant,
      run_id: run.id,
      rank,
      test_id: one.testId,
      report_id: id,
      line_id: lineId,
      at,
      outcome: one.outcome,
      earlier_tries: tries.length > 0 ? tries : null,
      duration_ms: one.durationMs ?? null,
      line: one.line ?? null,
      infrastructure,
      message: rank < 2 && one.message !== undefined ? cut(one.message, MAX_MESSAGE) : null,
      details: rank < 2 && one.details !== undefined ? cut(one.details, MAX_DETAILS) : null,
    };
  });
  const columns =
    'tenant, run_id, rank, test_id, report_id, line_id, at, outcome, earlier_tries, duration_ms, line, infrastructure, message, details';
  for (const chunk of chunks(rows))
    await bulk(
      tx,
      chunk,
      `tenant text, run_id text, rank smallint, test_id bigint, report_id bigint, line_id bigint, at timestamptz, outcome text, earlier_tries text[],
       duration_ms real, line int, infrastructure boolean, message text, details text`,
      (x) => `INSERT INTO test_result (${columns}) SELECT ${columns} FROM ${x}`,
    );
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += CHUNK) yield rows.slice(from, from + CHUNK);
}

const placeOf = ({ suite, file }: TestCase) => ({
  suite: cut(suite, MAX_NAME),
  file: file === undefined ? null : cut(file, MAX_NAME),
});

/** Cut between characters: half of a surrogate pair could not be stored. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]$/.test(text.slice(0, max - 1)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}
