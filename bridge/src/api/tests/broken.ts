import type { BrokenSince } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { comparison } from '../../domain/releaseNotes';
import type { Database } from '../../store/database';
import { runOfResult, type RunColumns } from './rows';

/** Which lines (a branch and a job each) are looked at. */
interface Where {
  /** One branch; undefined for the repository's default branch, and for all where that is not known; null for all. */
  branch?: string | null | undefined;
  /** Broken lines of each test, the default branch first, then the latest. */
  most: number;
}

interface Row {
  test_id: string;
  job: string;
  provider: string | null;
  repository_url: string | null;
  first: RunColumns;
  last_pass: RunColumns | null;
}

/**
 * What broke tests: along each line on which a test failed since it last passed, the first failure after that pass, or the first that is known.
 * What was skipped, and what the machine is to blame for, is passed over. The lines of a test's failures are found by steps over the index, and
 * both ends of each by one step into it, so that it does not matter how long a history is.
 */
export async function brokenTests(
  db: Database,
  tenant: string,
  testIds: readonly string[],
  { branch, most }: Where,
): Promise<Map<string, BrokenSince[]>> {
  if (testIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT b.*, k.provider, k.url AS repository_url
    FROM test t
    LEFT JOIN LATERAL (
      SELECT provider, url, default_branch FROM repository
      WHERE tenant = t.tenant AND full_name = t.repository ORDER BY default_branch IS NULL, provider LIMIT 1) k ON true
    CROSS JOIN LATERAL (
      WITH RECURSIVE line AS (
        SELECT (SELECT min(line_id) FROM test_result WHERE test_id = t.id AND rank = 0 AND NOT infrastructure) AS id
        UNION ALL
        SELECT (SELECT min(x.line_id) FROM test_result x
                WHERE x.test_id = t.id AND x.line_id > line.id AND x.rank = 0 AND NOT x.infrastructure)
        FROM line WHERE line.id IS NOT NULL)
      SELECT t.id AS test_id, l.job, ${runColumns('f')} AS first,
        CASE WHEN g.id IS NOT NULL THEN ${runColumns('g')} END AS last_pass
      FROM line JOIN test_line l ON l.id = line.id
      LEFT JOIN LATERAL (
        SELECT x.id, x.at, x.run_id, r.name, r.number, r.sha, r.branch FROM test_result x
        LEFT JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id
        WHERE x.test_id = t.id AND x.line_id = l.id AND x.rank IN (1, 2) AND NOT x.infrastructure
        ORDER BY x.at DESC, x.id DESC LIMIT 1) g ON true
      CROSS JOIN LATERAL (
        SELECT x.id, x.at, x.run_id, r.name, r.number, r.sha, r.branch FROM test_result x
        LEFT JOIN run r ON r.tenant = x.tenant AND r.id = x.run_id
        WHERE x.test_id = t.id AND x.line_id = l.id AND x.rank = 0 AND NOT x.infrastructure
          AND (x.at, x.id) > (coalesce(g.at, '-infinity'), coalesce(g.id, 0))
        ORDER BY x.at, x.id LIMIT 1) f
      WHERE ${onBranch(branch)}
      ORDER BY l.branch IS NOT DISTINCT FROM k.default_branch DESC, f.at DESC, l.id LIMIT ${most}) b
    WHERE t.tenant = ${tenant} AND t.id = ANY(${testIds}::bigint[])`.execute(db);
  const broken = new Map<string, BrokenSince[]>();
  for (const row of rows) broken.set(row.test_id, [...(broken.get(row.test_id) ?? []), toBroken(row)]);
  return broken;
}

function onBranch(branch: Where['branch']): RawBuilder<boolean> {
  if (branch === null) return sql`true`;
  return branch === undefined
    ? sql`(k.default_branch IS NULL OR l.branch = k.default_branch)`
    : sql`l.branch = ${branch}`;
}

const runColumns = (of: 'f' | 'g') => {
  const column = (name: string) => sql.ref(`${of}.${name}`);
  return sql`jsonb_build_object('run_id', ${column('run_id')}, 'at', ${column('at')}, 'run_name', ${column('name')},
    'run_number', ${column('number')}, 'sha', ${column('sha')}, 'branch', ${column('branch')})`;
};

function toBroken({ job, provider, repository_url: url, first, last_pass: lastPass }: Row): BrokenSince {
  const isKnown = provider !== null && url !== null && url !== '';
  return {
    run: runOfResult(first),
    job,
    lastPass: lastPass && runOfResult(lastPass),
    compareUrl:
      isKnown && lastPass?.sha && first.sha && lastPass.sha !== first.sha
        ? comparison({ provider, url }, lastPass.sha, first.sha)
        : null,
  };
}
