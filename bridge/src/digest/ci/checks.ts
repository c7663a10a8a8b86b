import { CheckFact, type RepositoryRef } from '@summit/contracts';
import { canonicalJson } from '../../domain/run';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import { type Batch, countStored, factsOf, type Owning, perSender } from './batch';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { assignments, definitions, names, type RowOf } from '../shared/columns';

type Check = Owning<'check'>;

const keyOfCheck = ({ tenant, fact }: Check): string =>
  keyOf(tenant, fact.repository.provider, fact.repository.fullName, fact.providerCheckId);

export const checkLocks = (batch: Batch): string[] =>
  factsOf(batch, 'check').map((check) => keyOf('check', keyOfCheck(check)));

const CHECK_COLUMNS = {
  tenant: 'text',
  provider: 'text',
  repository: 'text',
  id: 'text',
  sha: 'text',
  name: 'text',
  app: 'text',
  status: 'text',
  result: 'text',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  url: 'text',
} as const;

interface CheckRow {
  tenant: string;
  provider: string;
  repository: string;
  id: string;
  sha: string;
  name: string;
  app: string | null;
  status: string;
  result: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  url: string | null;
}

/** Each check in the furthest state reported of it. The check must be locked. */
export async function storeChecks(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const facts = factsOf(batch, 'check');
  const incoming = byKey(facts, keyOfCheck, (a, b) => ({ ...a, fact: furtherCheck(a.fact, b.fact) }));
  const rows = [...incoming.values()].map(rowOfCheck);
  const known = await bulk<CheckRow>(
    tx,
    rows,
    definitions(CHECK_COLUMNS),
    (x) => `SELECT c.* FROM ${x} JOIN ci_check c USING (tenant, provider, repository, id)`,
  );
  const knownByKey = new Map(known.map((row) => [keyOf(row.tenant, row.provider, row.repository, row.id), row]));
  const written = [...incoming.entries()].flatMap(([key, check]) => {
    const row = knownByKey.get(key);
    const before = row && checkOfRow(row, check.fact.repository);
    return before && furtherCheck(before, check.fact) === before ? [] : [check];
  });
  await bulk(
    tx,
    written.map(rowOfCheck),
    definitions(CHECK_COLUMNS),
    (x) => `
      INSERT INTO ci_check (${names(CHECK_COLUMNS)}) SELECT ${names(CHECK_COLUMNS)} FROM ${x}
      ON CONFLICT (tenant, provider, repository, id) DO UPDATE SET ${assignments(CHECK_COLUMNS)}`,
  );
  countStored(context, facts, perSender(written));
}

const statusRank = { queued: 0, running: 1, completed: 2 } as const;

/** Checks carry no clock of their own: the further state, then the later end, then any, but always the same one. */
export function furtherCheck(a: CheckFact, b: CheckFact): CheckFact {
  const difference = statusRank[a.status] - statusRank[b.status] || endMs(a) - endMs(b);
  if (difference !== 0) return difference > 0 ? a : b;
  return comparable(a) >= comparable(b) ? a : b;
}

const endMs = (check: CheckFact): number => Date.parse(check.finishedAt ?? check.startedAt ?? '1970-01-01T00:00:00Z');
const comparable = (check: CheckFact): string => canonicalJson({ ...check, repository: null });

function rowOfCheck({ tenant, fact }: Check): RowOf<typeof CHECK_COLUMNS> {
  return {
    tenant,
    provider: fact.repository.provider,
    repository: fact.repository.fullName,
    id: fact.providerCheckId,
    sha: fact.sha,
    name: fact.name,
    app: fact.app,
    status: fact.status,
    result: fact.result,
    started_at: fact.startedAt,
    finished_at: fact.finishedAt,
    url: fact.url,
  };
}

function checkOfRow(row: CheckRow, repository: RepositoryRef): CheckFact {
  return CheckFact.parse({
    kind: 'check',
    repository,
    providerCheckId: row.id,
    name: row.name,
    sha: row.sha,
    app: row.app ?? undefined,
    status: row.status,
    result: row.result,
    startedAt: row.started_at?.toISOString(),
    finishedAt: row.finished_at?.toISOString(),
    url: row.url ?? undefined,
  });
}
