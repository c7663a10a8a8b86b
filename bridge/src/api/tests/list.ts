import type { TestPage } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { MIN_FLAKES, RECOVERY_MS } from '../../domain/tests';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { countKey, decodeCursor, numberId, toPage } from '../paging/cursor';
import { paging, text, texts } from '../paging/parameters';
import { likePattern, wordsOf } from '../search/words';
import { brokenTests } from './broken';
import { joinQuarantine, quarantineColumns } from './quarantine';
import { toSummary, type TestRow } from './rows';

/** Failures are counted this far back. */
export const FAILURE_DAYS = 30;

export const TestFilters = z.object({
  repository: texts(300).optional().meta({ description: '`owner/name`; several are alternatives.' }),
  state: z
    .array(z.enum(['failing', 'flaky', 'quarantined']))
    .max(3)
    .optional()
    .meta({
      description:
        '`failing` did not pass last; `flaky` is known to be, or suspected; `quarantined` is put up with. Several are alternatives.',
    }),
  owner: texts(200).optional().meta({
    description: 'As CODEOWNERS names them; several are alternatives. `nobody`: those that no rule gives an owner.',
  }),
  branch: text(300)
    .optional()
    .meta({ description: "Where to look for what broke them; without it the repository's default branch." }),
  q: text(200).optional().meta({ description: 'Words that suite, name or file contain; all must.' }),
  sort: z
    .enum(['flaky', 'failures', 'duration', 'lastSeen'])
    .default('flaky')
    .meta({ description: 'Most first: flaky score, failures of the last 30 days, duration, time of the last result.' }),
  ...paging,
});
type Filters = z.output<typeof TestFilters>;

type Row = TestRow & { sort_key: string };

/** Tests of the tenant, each with what it did lately. */
export async function listTests(deps: ApiDeps, caller: Caller, filters: Filters): Promise<z.input<typeof TestPage>> {
  const { sort } = filters;
  const cursor = decodeCursor(filters.cursor, sort, { key: countKey, id: numberId });
  const now = deps.now();
  const since = new Date(now.getTime() - FAILURE_DAYS * 86_400_000);
  const flakySince = new Date(now.getTime() - RECOVERY_MS);
  const { rows } = await sql<Row>`
    WITH failed AS MATERIALIZED (
      SELECT test_id, count(*)::int AS n FROM test_result
      WHERE tenant = ${caller.tenant} AND rank = 0 AND NOT infrastructure AND at >= ${since} GROUP BY test_id
    ), keyed AS (
      SELECT t.id, ${sortKeys[sort](flakySince)} AS sort_key, coalesce(f.n, 0) AS failures
      FROM test t LEFT JOIN failed f ON f.test_id = t.id
      ${joinQuarantine(now)}
      WHERE ${condition(caller.tenant, filters, flakySince)}
    ), page AS (
      SELECT * FROM keyed
      WHERE ${cursor ? sql`(sort_key, id) < (${cursor.key}::bigint, ${cursor.id}::bigint)` : sql`true`}
      ORDER BY sort_key DESC, id DESC LIMIT ${filters.limit + 1}
    )
    SELECT page.id, page.sort_key::text AS sort_key, page.failures, t.repository, t.suite, t.name, t.file, t.first_seen, t.last_seen,
      t.last_outcome, t.duration_ms::float8 AS duration_ms, t.flakes, t.flakes_of, t.last_flake_at, t.owners, t.owned_by, ${quarantineColumns}
    FROM page JOIN test t ON t.id = page.id ${joinQuarantine(now)} ORDER BY page.sort_key DESC, page.id DESC`.execute(
    deps.db,
  );
  const page = toPage(rows, filters.limit, (row) => ({ sort, key: row.sort_key, id: row.id }));
  const broken = await brokenTests(
    deps.db,
    caller.tenant,
    page.rows.map(({ id }) => id),
    { branch: filters.branch, most: 1 },
  );
  return { items: page.rows.map((row) => toSummary(row, now, broken.get(row.id)?.[0] ?? null)), next: page.next };
}

/** Whole numbers, most first: what is known to be flaky before what is suspected, each by its score in millionths; then what fails most. */
const sortKeys: Readonly<Record<Filters['sort'], (flakySince: Date) => RawBuilder<string>>> = {
  flaky: (since) => sql`(CASE WHEN t.last_flake_at >= ${since} THEN
      (CASE WHEN t.flakes >= ${MIN_FLAKES} THEN 10000000 ELSE 0 END) + 1000000 * t.flakes::bigint / greatest(t.flakes_of, t.flakes, 1)
    ELSE 0 END)::bigint * 1000 + least(coalesce(f.n, 0), 999)`,
  failures: () => sql`coalesce(f.n, 0)::bigint`,
  duration: () => sql`(coalesce(t.duration_ms, 0)::float8 * 1000)::bigint`,
  lastSeen: () => sql`(extract(epoch FROM t.last_seen) * 1000)::bigint`,
};

function condition(tenant: string, filters: Filters, flakySince: Date): RawBuilder<boolean> {
  const all: RawBuilder<boolean>[] = [sql`t.tenant = ${tenant}`];
  if (filters.repository) all.push(sql`t.repository = ANY(${filters.repository})`);
  if (filters.owner)
    all.push(sql`(t.owners && ${filters.owner} OR ('nobody' = ANY(${filters.owner}) AND t.owners = '{}'))`);
  const states = (filters.state ?? []).map((state) => inState(state, flakySince));
  if (states.length > 0) all.push(sql`(${sql.join(states, sql` OR `)})`);
  for (const word of wordsOf(filters.q ?? '')) all.push(sql`t.words LIKE ${likePattern(word)}`);
  return sql`${sql.join(all, sql` AND `)}`;
}

function inState(state: 'failing' | 'flaky' | 'quarantined', flakySince: Date): RawBuilder<boolean> {
  if (state === 'failing') return sql`t.last_outcome IN ('failed', 'error')`;
  return state === 'flaky' ? sql`t.last_flake_at >= ${flakySince}` : sql`q.id IS NOT NULL`;
}
