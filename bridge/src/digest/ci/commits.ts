import type { CiFact, CiProvider } from '@summit/contracts';
import type { Tx } from '../../store/database';
import type { DigestContext } from '../context';
import { type Batch, countStored, factsOf, type Owned, perSender } from './batch';
import { bulk, byKey, keyOf } from '../shared/bulk';

interface CommitRow {
  tenant: string;
  /** Whose door it came through, to count by. */
  source: CiProvider;
  repository: string;
  sha: string;
  provider: string;
  message: string | null;
  author: unknown;
  committed_at: string | null;
  branch: string | null;
  url: string | null;
  files: readonly string[] | null;
  /** Of a push of the default branch. */
  landed_with: string | null;
  default_branch: string | null;
  /** Only mentioned by a run, a deployment, a change or a check. */
  mention: boolean;
}

/**
 * Commits that were described, and those only mentioned, which are rows of their own so that all who mention them join. What several
 * sources say of one commit is put together field by field; where they differ (a push of a branch and a run on another), the default branch
 * wins, then any, but always the same one.
 */
export async function storeCommits(tx: Tx, batch: Batch, context: DigestContext): Promise<void> {
  const facts = factsOf(batch, 'commit');
  const rows = byKey(commitRowsOf(batch), (row) => keyOf(row.tenant, row.repository, row.sha), mergeRows);
  const stored = await bulk<{ tenant: string; source: CiProvider; mention: boolean }>(
    tx,
    [...rows.values()],
    'tenant text, source text, repository text, sha text, provider text, message text, author jsonb, committed_at timestamptz, branch text, url text, files text[], landed_with text, default_branch text, mention boolean',
    (x) => `
      WITH x AS (SELECT * FROM ${x}), stored AS (
        INSERT INTO commit AS c (tenant, repository, sha, provider, message, author, committed_at, branch, url, files, landed_with)
        SELECT tenant, repository, sha, provider, message, author, committed_at, branch, url, files, landed_with FROM x
        WHERE NOT EXISTS (
          SELECT FROM commit k WHERE k.tenant = x.tenant AND k.repository = x.repository AND k.sha = x.sha
            AND (x.mention OR (
              coalesce(x.message, k.message) IS NOT DISTINCT FROM k.message AND coalesce(x.author, k.author) IS NOT DISTINCT FROM k.author
              AND coalesce(x.committed_at, k.committed_at) IS NOT DISTINCT FROM k.committed_at
              AND coalesce(x.branch, k.branch) IS NOT DISTINCT FROM k.branch AND coalesce(x.url, k.url) IS NOT DISTINCT FROM k.url
              AND coalesce(x.files, k.files) IS NOT DISTINCT FROM k.files
              AND coalesce(x.landed_with, k.landed_with) IS NOT DISTINCT FROM k.landed_with)))
        ON CONFLICT (tenant, repository, sha) DO UPDATE SET
          message = greatest(c.message, excluded.message),
          author = greatest(c.author, excluded.author),
          committed_at = least(c.committed_at, excluded.committed_at),
          branch = (
            SELECT CASE WHEN r.default_branch IN (c.branch, excluded.branch) THEN r.default_branch ELSE least(c.branch, excluded.branch) END
            FROM (SELECT max(r.default_branch) AS default_branch FROM repository r
                  WHERE r.tenant = c.tenant AND r.provider = c.provider AND r.full_name = c.repository) r),
          url = greatest(c.url, excluded.url),
          files = greatest(c.files, excluded.files),
          -- A commit lands once; of two pushes that say so, always the same.
          landed_with = greatest(c.landed_with, excluded.landed_with)
        RETURNING c.tenant, c.repository, c.sha)
      SELECT stored.tenant, x.source, x.mention FROM stored JOIN x USING (tenant, repository, sha)`,
  );
  countStored(context, facts, perSender(stored.filter((row) => !row.mention)));
}

/** One mention of a commit is as good as many, and most facts are about the same few. */
function commitRowsOf(batch: Batch): CommitRow[] {
  const mentioned = new Set<string>();
  return batch.all.flatMap(commitRows).filter((row) => {
    if (!row.mention) return true;
    const key = keyOf(row.tenant, row.repository, row.sha, row.source);
    if (mentioned.has(key)) return false;
    mentioned.add(key);
    return true;
  });
}

function commitRows({ tenant, source, fact }: Owned<CiFact>): CommitRow[] {
  const { fullName: repository, provider, defaultBranch } = fact.repository;
  const base = { tenant, source, repository, provider, default_branch: defaultBranch ?? null };
  if (fact.kind !== 'commit') return mentionsOf(fact).map((sha) => ({ ...base, ...nothing, sha, mention: true }));
  return [
    {
      ...base,
      sha: fact.sha,
      message: fact.message ?? null,
      author: fact.author ?? null,
      committed_at: fact.committedAt ?? null,
      branch: fact.branch ?? null,
      url: fact.url ?? null,
      files: fact.files ?? null,
      landed_with: fact.branch !== undefined && fact.branch === defaultBranch ? (fact.pushHead ?? null) : null,
      mention: false,
    },
  ];
}

const nothing = {
  message: null,
  author: null,
  committed_at: null,
  branch: null,
  url: null,
  files: null,
  landed_with: null,
} as const;

function mentionsOf(fact: Exclude<CiFact, { kind: 'commit' }>): string[] {
  if (fact.kind === 'approval' || fact.kind === 'artifacts') return [];
  const shas = fact.kind === 'change' ? [fact.headSha, fact.mergeSha] : [fact.sha];
  return shas.filter((sha) => sha !== undefined);
}

function mergeRows(a: CommitRow, b: CommitRow): CommitRow {
  const main = a.default_branch ?? b.default_branch;
  const onMain = main !== null && (a.branch === main || b.branch === main);
  return {
    ...a,
    message: greatest(a.message, b.message),
    author: greatestJson(a.author, b.author),
    committed_at: least(a.committed_at, b.committed_at),
    branch: onMain ? main : least(a.branch, b.branch),
    url: greatest(a.url, b.url),
    files: a.files && b.files ? (a.files.length >= b.files.length ? a.files : b.files) : (a.files ?? b.files),
    landed_with: greatest(a.landed_with, b.landed_with),
    default_branch: main,
    mention: a.mention && b.mention,
  };
}

const greatest = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null ? a : a > b ? a : b;
const least = (a: string | null, b: string | null): string | null => (a === null ? b : b === null ? a : a < b ? a : b);
const greatestJson = (a: unknown, b: unknown): unknown =>
  a === null ? b : b === null ? a : JSON.stringify(a) >= JSON.stringify(b) ? a : b;
