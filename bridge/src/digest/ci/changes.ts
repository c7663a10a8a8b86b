import { Actor, ChangeFact, type RepositoryRef } from '@summit/contracts';
import { canonicalJson } from '../../domain/run';
import type { Tx } from '../../store/database';
import { earliest } from '../../translate/time';
import type { DigestContext } from '../context';
import { type Batch, countStored, factsOf, type Owning, perSender } from './batch';
import { bulk, byKey, keyOf } from '../shared/bulk';
import { assignments, definitions, names, type RowOf } from '../shared/columns';
import { changeMetrics } from './changeMetrics';

type Change = Owning<'change'>;

const keyOfChange = ({ tenant, fact }: Change): string =>
  keyOf(tenant, fact.repository.provider, fact.repository.fullName, fact.number);

export const changeLocks = (batch: Batch): string[] =>
  factsOf(batch, 'change').map((change) => keyOf('change', keyOfChange(change)));

interface ChangeRow {
  tenant: string;
  provider: string;
  repository: string;
  number: string;
  title: string | null;
  state: string | null;
  author: unknown;
  head_branch: string | null;
  head_sha: string | null;
  base_branch: string | null;
  merge_sha: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  closed_at: Date | null;
  merged_at: Date | null;
  url: string | null;
  labels: string[];
  measured_at: Date | null;
}

/** Each change as its newest report has it, every head it ever had, and its metrics. The change must be locked. */
export async function storeChanges(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const facts = factsOf(batch, 'change');
  const incoming = byKey(facts, keyOfChange, (a, b) => ({ ...a, fact: joinChanges(a.fact, b.fact) }));
  const keys = [...incoming.values()].map(({ tenant, fact }) => ({
    tenant,
    provider: fact.repository.provider,
    repository: fact.repository.fullName,
    number: fact.number,
  }));
  const known = await bulk<ChangeRow>(
    tx,
    keys,
    'tenant text, provider text, repository text, number bigint',
    (x) => `SELECT c.* FROM ${x} JOIN change c USING (tenant, provider, repository, number)`,
  );
  const knownByKey = new Map(known.map((row) => [keyOf(row.tenant, row.provider, row.repository, row.number), row]));
  const writes: object[] = [];
  const written: Change[] = [];
  for (const [key, change] of incoming) {
    const row = knownByKey.get(key);
    const before = row && factOfRow(row, change.fact.repository);
    const after = before ? { ...change, fact: joinChanges(before, change.fact) } : change;
    if (before && comparable(before) === comparable(after.fact)) continue;
    const measuredAt = changeMetrics(context, after, before, row?.measured_at ?? null);
    written.push(after);
    writes.push(rowOfFact(after, measuredAt));
  }
  await bulk(tx, writes, definitions(CHANGE_COLUMNS), upsert);
  await storeHeads(tx, facts);
  countStored(context, facts, perSender(written));
}

const stateRank = { open: 0, closed: 1, merged: 2 } as const;

/** The later report. GitHub's clock ticks in seconds, so ties are common: then the further state, then any, but always the same one. */
export function newerChange(a: ChangeFact, b: ChangeFact): ChangeFact {
  const difference = Date.parse(a.updatedAt) - Date.parse(b.updatedAt) || stateRank[a.state] - stateRank[b.state];
  if (difference !== 0) return difference > 0 ? a : b;
  return comparable(a) >= comparable(b) ? a : b;
}

/**
 * The newer report, with what only an older one knows: its author where just the first names them, and the first time it was reported as closed
 * or merged where none says when that was. Sources that tell little (CDEvents has neither title nor branches at a merge) take nothing away.
 */
export function joinChanges(a: ChangeFact, b: ChangeFact): ChangeFact {
  const newer = newerChange(a, b);
  const older = newer === a ? b : a;
  return {
    ...newer,
    title: newer.title || older.title,
    url: newer.url || older.url,
    author: newer.author ?? older.author,
    headBranch: newer.headBranch ?? older.headBranch,
    headSha: newer.headSha ?? older.headSha,
    baseBranch: newer.baseBranch ?? older.baseBranch,
    labels: newer.labels ?? older.labels,
    createdAt: earliest([newer.createdAt, older.createdAt]) ?? newer.createdAt,
    mergedAt: newer.state === 'merged' ? earliest([newer.mergedAt, older.mergedAt]) : newer.mergedAt,
    closedAt: newer.state === 'open' ? newer.closedAt : earliest([newer.closedAt, older.closedAt]),
  };
}

/** Without the repository, which is stored apart. */
const comparable = (fact: ChangeFact): string =>
  canonicalJson({ ...fact, repository: null, labels: fact.labels ?? [] });

function factOfRow(row: ChangeRow, repository: RepositoryRef): ChangeFact | undefined {
  const parsed = ChangeFact.safeParse({
    kind: 'change',
    repository,
    number: Number(row.number),
    title: row.title,
    state: row.state,
    author: Actor.optional().parse(row.author ?? undefined),
    headBranch: row.head_branch ?? undefined,
    headSha: row.head_sha ?? undefined,
    baseBranch: row.base_branch ?? undefined,
    mergeSha: row.merge_sha ?? undefined,
    createdAt: row.created_at?.toISOString(),
    updatedAt: row.updated_at?.toISOString(),
    closedAt: row.closed_at?.toISOString(),
    mergedAt: row.merged_at?.toISOString(),
    url: row.url,
    labels: row.labels,
  });
  // A row that was only mentioned so far has no state and loses to any report.
  return parsed.success ? parsed.data : undefined;
}

function rowOfFact({ tenant, fact }: Change, measuredAt: Date | null): RowOf<typeof CHANGE_COLUMNS> {
  return {
    tenant,
    provider: fact.repository.provider,
    repository: fact.repository.fullName,
    number: fact.number,
    title: fact.title,
    state: fact.state,
    author: fact.author,
    head_branch: fact.headBranch,
    head_sha: fact.headSha,
    base_branch: fact.baseBranch,
    merge_sha: fact.mergeSha,
    created_at: fact.createdAt,
    updated_at: fact.updatedAt,
    closed_at: fact.closedAt,
    merged_at: fact.mergedAt,
    url: fact.url,
    labels: fact.labels ?? [],
    measured_at: measuredAt,
  };
}

const CHANGE_COLUMNS = {
  tenant: 'text',
  provider: 'text',
  repository: 'text',
  number: 'bigint',
  title: 'text',
  state: 'text',
  author: 'jsonb',
  head_branch: 'text',
  head_sha: 'text',
  base_branch: 'text',
  merge_sha: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  closed_at: 'timestamptz',
  merged_at: 'timestamptz',
  url: 'text',
  labels: 'text[]',
  measured_at: 'timestamptz',
} as const;

const upsert = (x: string): string => `
  INSERT INTO change (${names(CHANGE_COLUMNS)}) SELECT ${names(CHANGE_COLUMNS)} FROM ${x}
  ON CONFLICT (tenant, provider, repository, number) DO UPDATE SET ${assignments(CHANGE_COLUMNS)}`;

async function storeHeads(tx: Tx, facts: readonly Change[]): Promise<void> {
  const heads = byKey(
    facts.flatMap(({ tenant, fact }) =>
      fact.headSha === undefined
        ? []
        : [
            {
              tenant,
              provider: fact.repository.provider,
              repository: fact.repository.fullName,
              sha: fact.headSha,
              number: fact.number,
            },
          ],
    ),
    (row) => keyOf(row.tenant, row.provider, row.repository, row.sha, row.number),
    (a) => a,
  );
  await bulk(
    tx,
    [...heads.values()],
    'tenant text, provider text, repository text, sha text, number bigint',
    (x) => `INSERT INTO change_head SELECT tenant, provider, repository, sha, number FROM ${x} ON CONFLICT DO NOTHING`,
  );
}
