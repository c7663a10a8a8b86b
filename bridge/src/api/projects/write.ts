import type { NewProject } from '@summit/contracts';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Tx } from '../../store/database';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { ApiError } from '../errors';
import type { ProjectRow } from './rows';

/** A slug from a name: `My Shop!` is `my-shop`. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '') || 'project';

/** Makes a project with its first DSN key. A slug that was asked for and is taken is a conflict; one made from the name gets a number. */
export async function createProject(tx: Tx, caller: Caller, wanted: z.output<typeof NewProject>): Promise<ProjectRow> {
  const base = wanted.slug ?? slugOf(wanted.name);
  const candidates = wanted.slug
    ? [base]
    : [base, ...Array.from({ length: 20 }, (_, n) => `${base.slice(0, 46)}-${n + 2}`)];
  for (const slug of candidates) {
    const row = await tx
      .insertInto('project')
      .values({ tenant: caller.tenant, slug, name: wanted.name, platform: wanted.platform ?? null })
      .onConflict((conflict) => conflict.columns(['tenant', 'slug']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) continue;
    await audit(tx, caller, 'project.create', row.id, { slug });
    await createKey(tx, caller, row, 'default');
    return row;
  }
  throw new ApiError(409, `There is a project with the slug "${base}" already.`);
}

export async function createKey(tx: Tx, caller: Caller, project: ProjectRow, label: string): Promise<string> {
  const publicKey = randomBytes(16).toString('hex');
  await tx
    .insertInto('dsn_key')
    .values({ public_key: publicKey, project_id: project.id, tenant: caller.tenant, label })
    .execute();
  await audit(tx, caller, 'project.key.create', project.id, { publicKey, label });
  return publicKey;
}

/** Revokes a key; false when the project has no such one. Revoking it again changes nothing. */
export async function revokeKey(
  tx: Tx,
  caller: Caller,
  project: ProjectRow,
  publicKey: string,
  now: Date,
): Promise<boolean> {
  const key = await tx
    .selectFrom('dsn_key')
    .select('revoked_at')
    .where('tenant', '=', caller.tenant)
    .where('project_id', '=', project.id)
    .where('public_key', '=', publicKey)
    .forUpdate()
    .executeTakeFirst();
  if (!key) return false;
  if (key.revoked_at) return true;
  await tx.updateTable('dsn_key').set({ revoked_at: now }).where('public_key', '=', publicKey).execute();
  await audit(tx, caller, 'project.key.revoke', project.id, { publicKey });
  return true;
}
