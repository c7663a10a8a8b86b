import { rawQuery, type Database, type Tx } from '../database';

/** Which events count, and between which moments (milliseconds). */
export interface Around {
  tenant: string;
  /** Whose errors are compared, and whose are only listed. */
  compared: readonly string[];
  listed: readonly string[];
  environment: string;
  /** Events without an environment are taken for production's. */
  production: boolean;
  before: { from: number; to: number };
  after: { from: number; to: number };
  pieces: number;
}

export interface IssueAround {
  id: string;
  shortId: string;
  title: string;
  level: string;
  status: string;
  isNew: boolean;
  regressed: boolean;
  before: number;
  after: number;
}

export interface ErrorsAround {
  /** Events in each piece of the windows. */
  before: number[];
  after: number[];
  issues: IssueAround[];
  issuesTotal: number;
  newIssues: number;
  regressedIssues: number;
}

interface Row {
  pieces: Record<string, number> | null;
  issues_total: number;
  new_issues: number;
  regressed_issues: number;
  id: string | null;
  short_id: string;
  title: string;
  level: string;
  status: string;
  is_new: boolean;
  regressed: boolean;
  before: number;
  after: number;
}

/**
 * Counts the errors around a deployment, by piece of the windows and by issue. What happened while it was under way counts for neither window, but makes
 * an issue new, or one that came back. Environments are the same where they differ in capitals alone.
 */
export async function errorsAround(db: Database | Tx, around: Around, most: number): Promise<ErrorsAround> {
  const rows = await rawQuery<Row>(
    db,
    `WITH grouped AS (
       SELECT e.issue_id, side.name AS side,
         CASE WHEN side.name <> 'during' AND e.project_id = ANY($2::bigint[])
           THEN least($10 - 1, floor(extract(epoch FROM e.occurred_at - side.begins) / extract(epoch FROM side.ends - side.begins) * $10))::int END AS piece,
         count(*)::int AS n
       FROM event e JOIN (VALUES ('before', $6::timestamptz, $7::timestamptz), ('during', $7, $8), ('after', $8, $9)) AS side (name, begins, ends)
         ON e.occurred_at >= side.begins AND e.occurred_at < side.ends
       -- Nothing happens after it was received: older days need not be looked at.
       WHERE e.tenant = $1 AND e.project_id = ANY($3::bigint[]) AND e.received_at >= $6::timestamptz - interval '1 minute'
         AND e.occurred_at >= $6 AND e.occurred_at < $9
         AND (lower(e.environment) = lower($4) OR (e.environment IS NULL AND $5))
       GROUP BY 1, 2, 3),
     pieces AS (
       SELECT jsonb_object_agg(side || ' ' || piece, n) AS pieces
       FROM (SELECT side, piece, sum(n) AS n FROM grouped WHERE piece IS NOT NULL GROUP BY side, piece) p),
     met AS (
       SELECT issue_id, coalesce(sum(n) FILTER (WHERE side = 'before'), 0)::int AS before, coalesce(sum(n) FILTER (WHERE side = 'after'), 0)::int AS after
       FROM grouped GROUP BY issue_id),
     known AS (
       SELECT i.id, i.short_id, i.title, i.level, i.status, m.before, m.after, i.first_seen >= $7 AS is_new,
         i.first_seen < $7 AND i.regressed_at >= $7 AND i.regressed_at < $9 AS regressed
       FROM met m JOIN issue i ON i.tenant = $1 AND i.id = m.issue_id),
     totals AS (
       SELECT count(*)::int AS issues_total, (count(*) FILTER (WHERE is_new))::int AS new_issues, (count(*) FILTER (WHERE regressed))::int AS regressed_issues
       FROM known),
     top AS (
       SELECT * FROM known ORDER BY is_new DESC, regressed IS TRUE DESC, abs(after - before) DESC, id LIMIT $11)
     SELECT pieces.pieces, totals.*, top.* FROM pieces CROSS JOIN totals LEFT JOIN top ON true
     ORDER BY top.is_new DESC, top.regressed IS TRUE DESC, abs(top.after - top.before) DESC, top.id`,
    [
      around.tenant,
      around.compared,
      [...new Set([...around.compared, ...around.listed])],
      around.environment,
      around.production,
      ...[around.before.from, around.before.to, around.after.from, around.after.to].map((at) => new Date(at)),
      around.pieces,
      most,
    ],
  );
  const [first] = rows;
  const inPieces = (side: string): number[] =>
    Array.from({ length: around.pieces }, (_, piece) => first?.pieces?.[`${side} ${piece}`] ?? 0);
  return {
    before: inPieces('before'),
    after: inPieces('after'),
    issues: rows.flatMap((row) => (row.id === null ? [] : [issueOf(row, row.id)])),
    issuesTotal: first?.issues_total ?? 0,
    newIssues: first?.new_issues ?? 0,
    regressedIssues: first?.regressed_issues ?? 0,
  };
}

const issueOf = (row: Row, id: string): IssueAround => ({
  id,
  shortId: row.short_id,
  title: row.title,
  level: row.level,
  status: row.status,
  isNew: row.is_new,
  regressed: row.regressed === true,
  before: row.before,
  after: row.after,
});
