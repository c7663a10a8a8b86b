import { randomUUID } from 'node:crypto';
import type { Database } from '../../../store/database';
import { dayOf, ensurePartitions } from '../../../store/partitions';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface ToldDeployment {
  id: string;
  sha: string;
  finishedAt: Date;
  tenant?: string;
  createdAt?: Date;
  environment?: string;
  repository?: string;
  result?: string | null;
  task?: string;
}

/** A deployment to production that took a minute, but for what is said otherwise. */
export async function tellDeployment(db: Database, told: ToldDeployment): Promise<void> {
  const { environment = 'production', result = 'success', finishedAt } = told;
  await db
    .insertInto('deployment')
    .values({
      tenant: told.tenant ?? 'one',
      id: told.id,
      provider: 'github',
      repository: told.repository ?? 'demo/shop',
      environment,
      production: environment === 'production',
      state: result ?? 'in_progress',
      result,
      task: told.task ?? null,
      sha: told.sha,
      created_at: told.createdAt ?? new Date(finishedAt.getTime() - MINUTE),
      updated_at: finishedAt,
      finished_at: result === null ? null : finishedAt,
    })
    .execute();
}

export async function tellProject(db: Database, tenant: string, slug: string, createdAt: Date): Promise<string> {
  await db
    .insertInto('tenant')
    .values({ id: tenant, name: tenant })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const values = { tenant, slug, name: slug, created_at: createdAt };
  return (await db.insertInto('project').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

export interface ToldIssue {
  tenant?: string;
  projectId: string;
  title: string;
  firstSeen: Date;
  level?: string;
  regressedAt?: Date;
}

export async function tellIssue(db: Database, told: ToldIssue): Promise<string> {
  const row = await db
    .insertInto('issue')
    .values({
      tenant: told.tenant ?? 'one',
      project_id: told.projectId,
      short_id: `S-${randomUUID()}`,
      title: told.title,
      level: told.level ?? 'error',
      platform: 'node',
      first_seen: told.firstSeen,
      last_seen: told.firstSeen,
      regressed_at: told.regressedAt ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export interface ToldEvents {
  tenant?: string;
  projectId: string;
  issueId: string;
  at: readonly Date[];
  environment?: string | null;
  level?: string;
}

export async function tellEvents(db: Database, told: ToldEvents): Promise<void> {
  await ensurePartitions(
    db,
    told.at.map((at) => dayOf(at)),
  );
  await db
    .insertInto('event')
    .values(
      told.at.map((at) => ({
        tenant: told.tenant ?? 'one',
        project_id: told.projectId,
        event_id: randomUUID(),
        issue_id: told.issueId,
        received_at: at,
        occurred_at: at,
        title: 'x',
        level: told.level ?? 'error',
        platform: 'node',
        environment: told.environment === undefined ? 'production' : told.environment,
        blob_id: 0,
      })),
    )
    .execute();
}

/** So many moments, evenly from `from` for `ms`. */
export const spread = (from: Date, ms: number, count: number): Date[] =>
  Array.from({ length: count }, (_, index) => new Date(from.getTime() + ((index + 0.5) * ms) / count));
