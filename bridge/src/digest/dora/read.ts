import type { Deployed, Landed, Past } from '../../domain/dora';
import { rawQuery, type Tx } from '../../store/database';
import { cut, firstLine } from '../../translate/text';
import type { Due } from './due';

/** One environment of a repository that is due. */
export interface Scope extends Due {
  environment: string;
}

export interface DeployedRow extends Deployed {
  production: boolean;
  runId: string | null;
}

export interface LandedRow extends Landed {
  author: unknown;
  url: string | null;
}

/**
 * When a commit came to its branch, and which that is: with the merge of its change, or by itself. What was deployed before it was merged was still on the
 * branch of its change.
 */
const LANDING = `
  LEFT JOIN commit c ON c.tenant = d.tenant AND c.repository = d.repository AND c.sha = d.sha
  LEFT JOIN LATERAL (
    SELECT ch.merged_at, ch.base_branch, ch.head_branch FROM change ch
    WHERE ch.tenant = d.tenant AND ch.repository = d.repository AND ch.merge_sha IN (d.sha, c.landed_with) AND ch.merged_at IS NOT NULL
    ORDER BY ch.merge_sha = d.sha DESC, ch.number LIMIT 1) m ON true`;
const LANDED_AT = 'CASE WHEN m.merged_at <= d.finished_at THEN m.merged_at ELSE c.committed_at END';
const BRANCH = `CASE WHEN m.merged_at <= d.finished_at THEN coalesce(m.base_branch, c.branch)
  WHEN m.merged_at IS NOT NULL THEN coalesce(m.head_branch, '') ELSE c.branch END`;

interface DeploymentRow {
  id: string;
  production: boolean;
  sha: string;
  task: string | null;
  run_id: string | null;
  finished_at: Date;
  landed_at: Date | null;
  branch: string | null;
}

const deploymentColumns = `d.id, d.production, d.sha, d.task, d.run_id, d.finished_at, ${LANDED_AT} AS landed_at, ${BRANCH} AS branch`;

const deployedOf = (row: DeploymentRow): DeployedRow => ({
  id: row.id,
  production: row.production,
  sha: row.sha,
  task: row.task,
  runId: row.run_id,
  branch: row.branch,
  finishedAt: row.finished_at.getTime(),
  landedAt: row.landed_at?.getTime() ?? null,
});

/** Environments that were deployed to since a time, or are in the evidence since then. */
export async function environmentsOf(tx: Tx, { tenant, repository, since }: Due): Promise<string[]> {
  const rows = await rawQuery<{ environment: string }>(
    tx,
    `SELECT environment FROM deployment WHERE tenant = $1 AND repository = $2 AND result = 'success' AND finished_at >= $3
     UNION SELECT environment FROM dora_deployment WHERE tenant = $1 AND repository = $2 AND finished_at >= $3 ORDER BY 1`,
    [tenant, repository, since],
  );
  return rows.map((row) => row.environment);
}

/**
 * When what ran before `since` was first deployed, its redeploys passed over: what comes after it decides whether that was rolled back.
 */
export async function stepBack(tx: Tx, { tenant, repository, environment, since }: Scope): Promise<Date> {
  const [row] = await rawQuery<{ finished_at: Date | null }>(
    tx,
    `WITH last AS (
       SELECT sha, finished_at FROM deployment
       WHERE tenant = $1 AND repository = $2 AND environment = $3 AND result = 'success' AND finished_at < $4
       ORDER BY finished_at DESC, id DESC LIMIT 1),
     other AS (
       SELECT d.finished_at FROM deployment d, last
       WHERE d.tenant = $1 AND d.repository = $2 AND d.environment = $3 AND d.result = 'success' AND d.finished_at < last.finished_at AND d.sha <> last.sha
       ORDER BY d.finished_at DESC LIMIT 1)
     SELECT min(d.finished_at) AS finished_at FROM deployment d, last
     WHERE d.tenant = $1 AND d.repository = $2 AND d.environment = $3 AND d.result = 'success' AND d.sha = last.sha
       AND d.finished_at <= last.finished_at AND d.finished_at > coalesce((SELECT finished_at FROM other), '-infinity')`,
    [tenant, repository, environment, since],
  );
  return row?.finished_at ?? since;
}

/** Successful deployments of a scope, oldest first: those before `news`, `limit` more, and all of the same moment as the last. */
export async function readDeployed(tx: Tx, scope: Scope, news: Date, limit: number): Promise<DeployedRow[]> {
  const rows = await rawQuery<DeploymentRow>(
    tx,
    `SELECT ${deploymentColumns} FROM (
       SELECT * FROM deployment WHERE tenant = $1 AND repository = $2 AND environment = $3 AND result = 'success' AND finished_at >= $4
       ORDER BY finished_at FETCH FIRST ($6::bigint + (
         SELECT count(*) FROM deployment
         WHERE tenant = $1 AND repository = $2 AND environment = $3 AND result = 'success' AND finished_at >= $4 AND finished_at < $5)) ROWS WITH TIES) d ${LANDING}`,
    [scope.tenant, scope.repository, scope.environment, scope.since, news, limit],
  );
  return rows.map(deployedOf);
}

/** What is known of the environment before the scope begins. */
export async function readPast(tx: Tx, scope: Scope, deployed: readonly Deployed[]): Promise<Past> {
  const key = [scope.tenant, scope.repository, scope.environment, scope.since];
  const [previous] = await rawQuery<DeploymentRow>(
    tx,
    `SELECT ${deploymentColumns} FROM (
       SELECT * FROM deployment WHERE tenant = $1 AND repository = $2 AND environment = $3 AND result = 'success' AND finished_at < $4
       ORDER BY finished_at DESC, id DESC LIMIT 1) d ${LANDING}`,
    key,
  );
  const reached = await rawQuery<{ branch: string | null; landed_at: Date }>(
    tx,
    `SELECT branch, max(landed_at) AS landed_at FROM dora_deployment
     WHERE tenant = $1 AND repository = $2 AND environment = $3 AND finished_at < $4 AND landed_at IS NOT NULL
       AND coalesce(branch, '') = ANY($5::text[])
     GROUP BY branch`,
    [...key, [...new Set(deployed.map((one) => one.branch ?? ''))]],
  );
  const shas = [...new Set([...deployed.map((one) => one.sha), ...(previous ? [previous.sha] : [])])];
  const first = await rawQuery<{ sha: string; finished_at: Date }>(
    tx,
    `SELECT sha, min(finished_at) AS finished_at FROM deployment
     WHERE tenant = $1 AND repository = $2 AND environment = $3 AND result = 'success' AND finished_at < $4 AND sha = ANY($5)
     GROUP BY sha`,
    [...key, shas],
  );
  const shipped = await rawQuery<{ key: string }>(
    tx,
    `SELECT key FROM dora_change
     WHERE tenant = $1 AND repository = $2 AND environment = $3 AND deployed_at < $4 AND sha = ANY($5)`,
    [...key, shas],
  );
  const failures = await rawQuery<{ failed_at: Date; recovered_at: Date | null }>(
    tx,
    `SELECT failed_at, recovered_at FROM dora_deployment
     WHERE tenant = $1 AND repository = $2 AND environment = $3 AND finished_at < $4 AND failure IS NOT NULL
       AND failed_at > $4 - interval '30 days' AND (recovered_at IS NULL OR recovered_at >= $4)
     ORDER BY failed_at DESC LIMIT 1000`,
    key,
  );
  return {
    previous: previous ? deployedOf(previous) : null,
    reachedAt: new Map(reached.map((row) => [row.branch, row.landed_at.getTime()])),
    firstDeployedAt: new Map(first.map((row) => [row.sha, row.finished_at.getTime()])),
    shipped: new Set(shipped.map((row) => row.key)),
    failures: failures.map((row) => ({
      failedAt: row.failed_at.getTime(),
      recoveredAt: row.recovered_at?.getTime() ?? null,
    })),
  };
}

interface LandedRowOfSql {
  number: string | null;
  sha: string;
  branch: string | null;
  title: string | null;
  labels: string[];
  head_branch: string | null;
  author: unknown;
  url: string | null;
  landed_at: Date;
  opened_at: Date | null;
  first_commit_at: Date | null;
}

/** Of a branch that carries on for longer, older commits belong to earlier changes. */
const BRANCH_AGE = "interval '90 days'";

/**
 * The first commit of a change: of what landed with it and is no other change's, of its heads, and of its branch since the change before that had the same.
 */
const FIRST_COMMIT = `least(
  (SELECT min(k.committed_at) FROM commit k WHERE k.tenant = ch.tenant AND k.repository = ch.repository AND k.landed_with = ch.merge_sha
     AND NOT EXISTS (SELECT FROM change_head o WHERE o.tenant = k.tenant AND o.repository = k.repository AND o.sha = k.sha AND o.number <> ch.number)),
  (SELECT min(k.committed_at) FROM change_head h JOIN commit k ON k.tenant = h.tenant AND k.repository = h.repository AND k.sha = h.sha
   WHERE h.tenant = ch.tenant AND h.repository = ch.repository AND h.number = ch.number),
  (SELECT min(k.committed_at) FROM commit k WHERE k.tenant = ch.tenant AND k.repository = ch.repository AND k.branch = ch.head_branch
     AND ch.head_branch <> ch.base_branch AND k.committed_at > ch.created_at - ${BRANCH_AGE} AND k.committed_at <= ch.merged_at
     AND k.committed_at > coalesce((
       SELECT max(p.merged_at) FROM change p WHERE p.tenant = ch.tenant AND p.repository = ch.repository AND p.head_branch = ch.head_branch
         AND p.number <> ch.number AND p.merged_at < ch.merged_at), '-infinity')))`;

/**
 * Changes that were merged, and commits that came without one, after what ran before and not after the newest commit deployed; and those that landed with a
 * commit that was deployed, whenever that was.
 */
export async function readLanded(
  tx: Tx,
  scope: Scope,
  deployed: readonly Deployed[],
  reachedAt: ReadonlyMap<string | null, number>,
): Promise<LandedRow[]> {
  const cuts = deployed.flatMap(({ landedAt }) => (landedAt === null ? [] : [landedAt]));
  if (cuts.length === 0) return [];
  // Nothing of a branch is known to run before its first deployment: that one's own landing is where the others begin.
  const begins = deployed.flatMap(({ branch, landedAt }) =>
    landedAt === null ? [] : [reachedAt.get(branch) ?? landedAt],
  );
  const from = new Date(begins.reduce((a, b) => Math.min(a, b)));
  const to = new Date(cuts.reduce((a, b) => Math.max(a, b)));
  const parameters = [scope.tenant, scope.repository, from, to, [...new Set(deployed.map((one) => one.sha))]];
  const changes = await rawQuery<LandedRowOfSql>(
    tx,
    `SELECT ch.number, ch.merge_sha AS sha, ch.base_branch AS branch, ch.title, ch.labels, ch.head_branch, ch.author, ch.url,
       ch.merged_at AS landed_at, ch.created_at AS opened_at, ${FIRST_COMMIT} AS first_commit_at
     FROM change ch
     WHERE ch.tenant = $1 AND ch.repository = $2 AND ch.merge_sha IS NOT NULL AND ch.merged_at IS NOT NULL
       AND ((ch.merged_at > $3 AND ch.merged_at <= $4) OR ch.merge_sha = ANY($5))`,
    parameters,
  );
  const commits = await rawQuery<LandedRowOfSql>(
    tx,
    `SELECT NULL AS number, c.sha, c.branch, c.message AS title, '{}'::text[] AS labels, NULL AS head_branch, c.author, c.url,
       c.committed_at AS landed_at, NULL::timestamptz AS opened_at, c.committed_at AS first_commit_at
     FROM commit c
     WHERE c.tenant = $1 AND c.repository = $2 AND c.branch IS NOT NULL
       AND ((c.committed_at > $3 AND c.committed_at <= $4) OR (c.sha = ANY($5) AND c.committed_at IS NOT NULL))
       AND NOT EXISTS (SELECT FROM change ch WHERE ch.tenant = c.tenant AND ch.repository = c.repository AND ch.merge_sha IN (c.sha, c.landed_with))
       AND NOT EXISTS (SELECT FROM change_head h JOIN change ch ON (ch.tenant, ch.provider, ch.repository, ch.number) = (h.tenant, h.provider, h.repository, h.number)
                       WHERE h.tenant = c.tenant AND h.repository = c.repository AND h.sha = c.sha AND ch.head_branch IS DISTINCT FROM c.branch)`,
    parameters,
  );
  return [...changes, ...commits].map(landedOf);
}

const TITLE_LENGTH = 300;

function landedOf(row: LandedRowOfSql): LandedRow {
  const number = row.number === null ? null : Number(row.number);
  return {
    key: number === null ? row.sha : `#${number}`,
    number,
    sha: row.sha,
    branch: row.branch,
    title: cut(firstLine(row.title ?? '') ?? '', TITLE_LENGTH),
    labels: row.labels,
    headBranch: row.head_branch,
    landedAt: row.landed_at.getTime(),
    openedAt: row.opened_at?.getTime() ?? null,
    firstCommitAt: row.first_commit_at?.getTime() ?? null,
    author: row.author,
    url: row.url,
  };
}
