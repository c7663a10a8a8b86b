import type { DsnKey, Project } from '@summit/contracts';
import { sql, type Selectable } from 'kysely';
import type { Database } from '../../store/database';
import type { DsnKeyTable, ProjectTable } from '../../store/tables';
import { notFound } from '../errors';
import { isoOf } from '../rows';
import { textOf } from '../validId';

export type ProjectRow = Selectable<ProjectTable>;

/** The address that SDKs take: key and project in one URL. */
export function dsnOf(publicUrl: string, publicKey: string, projectId: string): string {
  const url = new URL(publicUrl);
  url.username = publicKey;
  return `${url.toString().replace(/\/+$/, '')}/${projectId}`;
}

/** Finds a project by id or slug. */
export async function findProject(db: Database, tenant: string, id: string): Promise<ProjectRow> {
  const text = textOf(id);
  const row =
    text === null
      ? undefined
      : await db
          .selectFrom('project')
          .selectAll()
          .where('tenant', '=', tenant)
          .where((build) => build.or([build('slug', '=', text), build(sql<string>`id::text`, '=', text)]))
          // A slug made of digits could look like another project's id: the id wins.
          .orderBy(sql`id::text = ${text}`, 'desc')
          .limit(1)
          .executeTakeFirst();
  if (!row) throw notFound('project');
  return row;
}

export const keysOf = (
  db: Database,
  tenant: string,
  projectIds: readonly string[],
): Promise<Selectable<DsnKeyTable>[]> =>
  projectIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('dsn_key')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('project_id', 'in', projectIds)
        .orderBy('created_at')
        .orderBy('public_key')
        .execute();

export const toKey = (publicUrl: string, row: Selectable<DsnKeyTable>): DsnKey => ({
  publicKey: row.public_key,
  label: row.label,
  dsn: dsnOf(publicUrl, row.public_key, row.project_id),
  createdAt: row.created_at.toISOString(),
  revokedAt: isoOf(row.revoked_at),
});

export const toProject = (row: ProjectRow, keys: DsnKey[]): Project => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  platform: row.platform,
  createdAt: row.created_at.toISOString(),
  keys,
});
