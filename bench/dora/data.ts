import { rawQuery, type Database } from '../../bridge/src/store/database';

export const DEPLOYMENTS = 100_000;
export const REPOSITORIES = 40;
const INCIDENTS = 2_000;
/** The year in which all of it happens. */
export const FROM = '2025-10-01T00:00:00Z';
export const TO = '2026-10-01T00:00:00Z';

const repository = (n: string): string => `'company/service-' || lpad((${n} % ${REPOSITORIES})::text, 2, '0')`;
const sha = (n: string): string => `md5('a' || ${n}) || left(md5('b' || ${n}), 8)`;
/** Each 25th of a repository goes back to the commit of the one before the last. */
const commitOf = `CASE WHEN n / ${REPOSITORIES} % 25 = 24 THEN n - 2 * ${REPOSITORIES} ELSE n END`;
const at = (n: string): string => `'${FROM}'::timestamptz + ${n} * interval '1 year' / ${DEPLOYMENTS}`;

/** Two teams by pattern, and one by ten names. */
const TEAMS = ['All', 'Tens', 'Named'] as const;

/** A year of a company: commits, two changes for each deployment, rollbacks, and incidents that name the run of a deployment. */
export async function fill(db: Database, tenant: string, report: (what: string) => void): Promise<void> {
  const insert = async (what: string, statement: string): Promise<void> => {
    const started = performance.now();
    await rawQuery(db, statement, [tenant]);
    report(`${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  };
  await insert(
    `${DEPLOYMENTS} commits`,
    `INSERT INTO commit (tenant, sha, provider, repository, message, author, committed_at, branch, landed_with)
     SELECT $1, ${sha('n')}, 'github', ${repository('n')}, 'Change ' || n, '{"name": "author"}', ${at('n')} - interval '1 hour', 'main', ${sha('n')}
     FROM generate_series(0, ${DEPLOYMENTS - 1}) AS n`,
  );
  await insert(
    `${REPOSITORIES} repositories, ${TEAMS.length} teams`,
    `WITH r AS (
       INSERT INTO repository (tenant, provider, full_name, url)
       SELECT $1, 'github', ${repository('n')}, '' FROM generate_series(0, ${REPOSITORIES - 1}) AS n)
     INSERT INTO team (tenant, name, repositories)
     SELECT $1, 'All', ARRAY['company/*'] UNION ALL SELECT $1, 'Tens', ARRAY['company/service-1*', 'company/service-2*']
     UNION ALL SELECT $1, 'Named', array_agg(${repository('n')}) FROM generate_series(0, 9) AS n`,
  );
  await insert(
    `${2 * DEPLOYMENTS} changes`,
    `INSERT INTO change (tenant, provider, repository, number, title, state, author, head_branch, base_branch, merge_sha, created_at, merged_at, updated_at)
     SELECT $1, 'github', ${repository('n')}, 2 * n + k, 'Change ' || n, 'merged', '{"name": "author"}', 'feature/' || n || '-' || k, 'main',
       CASE k WHEN 0 THEN ${sha('n')} ELSE md5('c' || n) || left(md5('d' || n), 8) END,
       ${at('n')} - interval '2 hours' - (n % 97) * interval '1 hour', ${at('n')} - interval '1 hour' - k * interval '1 minute', ${at('n')}
     FROM generate_series(0, ${DEPLOYMENTS - 1}) AS n, generate_series(0, 1) AS k`,
  );
  await insert(
    `${DEPLOYMENTS} deployments`,
    `INSERT INTO deployment (tenant, id, provider, repository, environment, production, state, result, sha, run_id, run_reported, created_at, updated_at, finished_at)
     SELECT $1, 'github-' || n, 'github', ${repository('n')}, 'production', true, 'success', 'success', ${sha(commitOf)}, 'github-' || n || '-1', true,
       ${at('n')} - interval '5 minutes', ${at('n')}, ${at('n')}
     FROM generate_series(0, ${DEPLOYMENTS - 1}) AS n`,
  );
  await insert(
    `${INCIDENTS} incidents`,
    `WITH i AS (
       INSERT INTO incident (tenant, id, title, severity, status, created_at, updated_at, resolved_at, created_by)
       SELECT $1, md5('incident' || n)::uuid, 'Checkout fails', 'high', 'resolved', ${at('n')} + interval '4 minutes', ${at('n')},
         ${at('n')} + (10 + n % 300) * interval '1 minute', 'bench'
       FROM generate_series(0, ${DEPLOYMENTS - 1}, ${DEPLOYMENTS / INCIDENTS}) AS n)
     INSERT INTO incident_link (tenant, incident_id, kind, entity_id, reason)
     SELECT $1, md5('incident' || n)::uuid, 'run', 'github-' || n || '-1', 'named' FROM generate_series(0, ${DEPLOYMENTS - 1}, ${DEPLOYMENTS / INCIDENTS}) AS n`,
  );
}
