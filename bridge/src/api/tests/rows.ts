import { TestOutcome, type BrokenSince, type Flakiness, type TestResult, type TestSummary } from '@summit/contracts';
import { z } from 'zod';
import { flakiness } from '../../domain/tests';
import { toQuarantine, type QuarantineColumns } from './quarantine';

export interface FlakeColumns {
  flakes: number;
  flakes_of: number;
  last_flake_at: Date | null;
}

export const flakyOf = (row: FlakeColumns, now: Date): Flakiness =>
  flakiness({ flakes: row.flakes, of: row.flakes_of, lastAt: row.last_flake_at }, now);

export const triesOf = (tries: readonly string[] | null): TestOutcome[] => z.array(TestOutcome).parse(tries ?? []);

export interface OwnerColumns {
  owners: string[];
  owned_by: string | null;
}

export const ownersOf = ({ owners, owned_by: by }: OwnerColumns): Pick<TestSummary, 'owners' | 'ownedBy'> => ({
  owners,
  ownedBy: by === 'file' || by === 'suite' ? by : null,
});

export interface TestRow extends FlakeColumns, OwnerColumns, QuarantineColumns {
  id: string;
  repository: string;
  suite: string;
  name: string;
  file: string | null;
  first_seen: Date;
  last_seen: Date;
  last_outcome: string;
  duration_ms: number | null;
  failures: number;
}

export const toSummary = (row: TestRow, now: Date, broken: BrokenSince | null): TestSummary => ({
  id: row.id,
  repository: row.repository,
  suite: row.suite,
  name: row.name,
  file: row.file,
  firstSeen: row.first_seen.toISOString(),
  lastSeen: row.last_seen.toISOString(),
  lastOutcome: TestOutcome.parse(row.last_outcome),
  durationMs: row.duration_ms,
  failures: row.failures,
  flaky: flakyOf(row, now),
  quarantine: toQuarantine(row),
  ...ownersOf(row),
  broken,
});

/** The run of a result; from JSON, `at` is text. */
export interface RunColumns {
  run_id: string;
  at: Date | string;
  run_name: string | null;
  run_number: string | number | null;
  sha: string | null;
  branch: string | null;
}

export interface ResultRow extends RunColumns {
  id: string;
  cursor_key: string;
  outcome: string;
  earlier_tries: string[] | null;
  duration_ms: number | null;
  message: string | null;
  infrastructure: boolean;
  job: string;
}

/** A run that is gone leaves its id and time. */
export const runOfResult = (row: RunColumns): TestResult['run'] => ({
  id: row.run_id,
  name: row.run_name ?? row.run_id,
  number: Number(row.run_number ?? 0),
  commit: row.sha,
  branch: row.branch,
  at: new Date(row.at).toISOString(),
});

export const toResult = (row: ResultRow): TestResult => ({
  id: row.id,
  run: runOfResult(row),
  job: row.job,
  outcome: TestOutcome.parse(row.outcome),
  earlierTries: triesOf(row.earlier_tries),
  durationMs: row.duration_ms,
  message: row.message,
  infrastructure: row.infrastructure,
});
