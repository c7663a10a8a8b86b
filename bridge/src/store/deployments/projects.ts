import { rawQuery, type Database, type Tx } from '../database';

/** A deployment, as far as it decides which errors are its own. */
export interface DeployedTo {
  tenant: string;
  repository: string;
  environment: string;
  sha: string;
}

export interface ProjectOf {
  id: string;
  slug: string;
  /** When the project was made, and when its first error happened: before that nothing would have been counted. */
  createdAt: Date;
  firstErrorAt: Date | null;
}

/** So many deployments to the same place tell which projects are the repository's. */
const LOOK_BACK = 50;

/**
 * The projects whose errors a deployment can change: those with a release of its commit, or of a commit that was deployed from the same repository
 * lately; and the one that is called after the repository.
 */
export async function projectsOf(db: Database | Tx, deployment: DeployedTo): Promise<ProjectOf[]> {
  const rows = await rawQuery<{ id: string; slug: string; created_at: Date; first_error_at: Date | null }>(
    db,
    `WITH shas AS (
       SELECT $4::text AS sha UNION
       SELECT sha FROM (
         SELECT d.sha FROM deployment d WHERE d.tenant = $1 AND d.repository = $2 AND d.environment = $3 AND d.result = 'success'
         ORDER BY d.finished_at DESC LIMIT ${LOOK_BACK}) lately)
     SELECT p.id, p.slug, p.created_at, (SELECT min(i.first_seen) FROM issue i WHERE i.tenant = $1 AND i.project_id = p.id) AS first_error_at
     FROM project p
     WHERE p.tenant = $1 AND (p.slug = split_part($2, '/', -1) OR EXISTS (
       SELECT FROM shas s CROSS JOIN LATERAL (SELECT left(s.sha, n) AS part FROM generate_series(7, length(s.sha)) AS n) short
       JOIN release r ON r.tenant = $1 AND r.sha = short.part WHERE r.project_id = p.id))
     ORDER BY p.slug`,
    [deployment.tenant, deployment.repository, deployment.environment, deployment.sha],
  );
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    createdAt: row.created_at,
    firstErrorAt: row.first_error_at,
  }));
}
