import type { BuildReport, TestOutcome } from '@summit/contracts';
import { isInfrastructure, rankOf } from '../../domain/tests';
import { rawQuery, type Tx } from '../../store/database';

interface ReportKey {
  tenant: string;
  runId: string;
  job: string;
  hash: Buffer;
}

export interface NewReport extends ReportKey {
  name: string;
  receivedAt: Date;
  report: BuildReport;
}

/** Whether these bytes were stored for this run and job. */
export async function hasReport(tx: Tx, { tenant, runId, job, hash }: ReportKey): Promise<boolean> {
  const rows = await rawQuery(tx, 'SELECT 1 FROM report WHERE tenant = $1 AND run_id = $2 AND job = $3 AND hash = $4', [
    tenant,
    runId,
    job,
    hash,
  ]);
  return rows.length > 0;
}

/** Adds the row of a report with its counts and returns its id. */
export async function addReport(tx: Tx, { report, ...added }: NewReport): Promise<string> {
  const cases = report.kind === 'tests' ? report.cases : [];
  const count = (wanted: TestOutcome): number => cases.filter(({ outcome }) => outcome === wanted).length;
  const { id } = await tx
    .insertInto('report')
    .values({
      tenant: added.tenant,
      run_id: added.runId,
      job: added.job,
      hash: added.hash,
      kind: report.kind,
      format: report.format,
      name: added.name,
      received_at: added.receivedAt,
      passed: count('passed'),
      failed: count('failed'),
      error: count('error'),
      skipped: count('skipped'),
      retried: cases.filter(({ outcome, earlierTries }) => rankOf(outcome, earlierTries) === 1).length,
      infrastructure: isInfrastructure(cases.map(({ outcome }) => outcome)),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
