import type {
  Big,
  BigAlways,
  BigNull,
  BoolDefault,
  IntDefault,
  NumberNull,
  Text,
  TextGenerated,
  TextNull,
  TextsDefault,
  TextsNull,
  Time,
  TimeNull,
} from './columns';

export interface ReportTable {
  id: BigAlways;
  tenant: Text;
  run_id: Text;
  job: Text;
  hash: Buffer;
  kind: Text;
  format: Text;
  name: Text;
  received_at: Time;
  passed: IntDefault;
  failed: IntDefault;
  error: IntDefault;
  skipped: IntDefault;
  retried: IntDefault;
  infrastructure: BoolDefault;
}

export interface TestTable {
  id: BigAlways;
  tenant: Text;
  repository: Text;
  hash: Buffer;
  suite: Text;
  name: Text;
  file: TextNull;
  words: TextGenerated;
  first_seen: Time;
  last_seen: Time;
  last_outcome: Text;
  duration_ms: NumberNull;
  flakes: IntDefault;
  flakes_of: IntDefault;
  last_flake_at: TimeNull;
  owners: TextsDefault;
  owned_by: TextNull;
}

export interface TestResultTable {
  id: BigAlways;
  tenant: Text;
  run_id: Text;
  rank: number;
  test_id: Big;
  report_id: Big;
  line_id: BigNull;
  at: Time;
  outcome: Text;
  earlier_tries: TextsNull;
  duration_ms: NumberNull;
  line: NumberNull;
  infrastructure: boolean;
  message: TextNull;
  details: TextNull;
}

export interface TestFlakeTable {
  tenant: Text;
  test_id: Big;
  sha: Text;
  job: Text;
  run_id: Text;
  how: Text;
  at: Time;
}

export interface CoverageFileTable {
  tenant: Text;
  run_id: Text;
  hash: Buffer;
  path: Text;
  at: Time;
  lines_covered: number;
  lines_total: number;
  branches_covered: NumberNull;
  branches_total: NumberNull;
  functions_covered: NumberNull;
  functions_total: NumberNull;
}

export interface TestLineTable {
  id: BigAlways;
  tenant: Text;
  repository: Text;
  branch: TextNull;
  job: Text;
  key: TextGenerated;
  last_at: Time;
}

export interface TestQuarantineTable {
  id: BigAlways;
  tenant: Text;
  test_id: Big;
  reason: Text;
  created_by: Text;
  created_at: Time;
  until: Time;
  ended_at: TimeNull;
}

export interface CodeOwnersTable {
  tenant: Text;
  repository: Text;
  path: Text;
  syntax: Text;
  body: Text;
  received_at: Time;
}

export interface RunCoverageTable {
  tenant: Text;
  run_id: Text;
  at: Time;
  files: number;
  lines_covered: Big;
  lines_total: Big;
  branches_covered: BigNull;
  branches_total: BigNull;
}
