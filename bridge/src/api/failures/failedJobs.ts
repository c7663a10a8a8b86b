import type { FailedJob } from '@summit/contracts';
import { sql } from 'kysely';
import { causeOf, causeOfRun } from '../../domain/failureCause';
import type { Database } from '../../store/database';
import { complaintsOf, failedTestsOf, signsOf } from './shown';
import { selectTries, type TryRow } from './tries';

/** Why each of these failed, in their order. What says so was noticed when logs and reports came: no log is read. */
export async function withCauses(
  db: Database,
  tenant: string,
  tries: readonly TryRow[],
  now: Date,
): Promise<FailedJob[]> {
  if (tries.length === 0) return [];
  const [signs, complaints, tests] = await Promise.all([
    signsOf(db, tries),
    complaintsOf(db, tries),
    failedTestsOf(db, tenant, tries, now),
  ]);
  return tries.map((row, place) => {
    const failed = tests.get(place);
    const result = row.result === 'timed_out' ? 'timed_out' : 'failed';
    const verdict = causeOf({
      result,
      providerResult: row.provider_result,
      signs: signs.get(row.log_id ?? '') ?? [],
      complaints: complaints.get(row.log_id ?? '') ?? [],
      tests: failed?.tests ?? [],
      testsCut: failed?.cut ?? false,
      passedLater:
        row.later_run === null
          ? null
          : { runId: row.later_run, number: Number(row.later_number), attempt: row.later_attempt ?? 1 },
    });
    return { ...toJob(row), result, ...verdict };
  });
}

const toJob = (row: TryRow) => ({
  repository: row.repository,
  pipeline: row.pipeline,
  system: row.system,
  runId: row.run_id,
  runNumber: Number(row.number),
  attempt: row.attempt,
  branch: row.branch,
  job: row.job,
  spanId: row.span_id,
  at: row.at.toISOString(),
  workedMs: row.worked_ms,
});

/** Jobs of one run beyond these are not asked why. */
const MOST_OF_RUN = 50;

/** Why a run failed: of its failed jobs, the one to look at; null while none did. */
export async function failureOfRun(db: Database, tenant: string, runId: string, now: Date): Promise<FailedJob | null> {
  const scope = { tenant, ofRun: sql<boolean>`r.id = ${runId}`, ofTry: sql<boolean>`true` };
  const failed = (await selectTries(db, scope, MOST_OF_RUN)).filter(({ retried }) => !retried).reverse();
  return causeOfRun(await withCauses(db, tenant, failed, now));
}
