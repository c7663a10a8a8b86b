import { rawQuery, type Database, type Tx } from '../database';

export interface NextDeployment {
  id: string;
  createdAt: Date;
  finishedAt: Date;
}

/** The first deployment that succeeded at the same place after the one given. */
export async function nextDeployment(
  db: Database | Tx,
  deployment: { tenant: string; id: string; repository: string; environment: string; finishedAt: Date },
): Promise<NextDeployment | null> {
  const [row] = await rawQuery<{ id: string; created_at: Date; finished_at: Date }>(
    db,
    `SELECT id, created_at, finished_at FROM deployment
     WHERE tenant = $1 AND repository = $2 AND environment = $3 AND result = 'success' AND (finished_at, id) > ($4, $5)
     ORDER BY finished_at, id LIMIT 1`,
    [deployment.tenant, deployment.repository, deployment.environment, deployment.finishedAt, deployment.id],
  );
  return row ? { id: row.id, createdAt: row.created_at, finishedAt: row.finished_at } : null;
}
