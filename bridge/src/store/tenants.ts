import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from './database';
import { bindOrganisation } from './grafanaOrgs';

/** What a new tenant begins with; the token is shown once and kept only as its hash. */
export interface FirstCredentials {
  tenant: string;
  projectId: string;
  publicKey: string;
  token: string;
}

export interface NewTenant {
  tenant: string;
  /** Slug and name of its first project. */
  project: string;
  /** Random where it is left out. */
  dsnKey?: string;
  token?: string;
}

/** The tenant cannot be made as it was asked for; the message is one line for the person who asked. */
export class TenantRefused extends Error {}

/** One at a time makes tenants and binds organisations to them: several bridges may start at once. Until the end of the transaction. */
export async function lockTenants(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('summit.bootstrap'))`.execute(tx);
}

/** A tenant with its first project, a DSN key of that, and an API token that may do everything. The tenant must not be there yet. */
export async function makeTenant(tx: Tx, wanted: NewTenant): Promise<FirstCredentials> {
  const { tenant } = wanted;
  await tx.insertInto('tenant').values({ id: tenant, name: tenant }).execute();
  const { id } = await tx
    .insertInto('project')
    .values({ tenant, slug: wanted.project, name: wanted.project })
    .returning('id')
    .executeTakeFirstOrThrow();
  const publicKey = wanted.dsnKey ?? randomBytes(16).toString('hex');
  await tx.insertInto('dsn_key').values({ public_key: publicKey, project_id: id, tenant }).execute();
  const { secret } = await addToken(tx, { tenant, name: 'first token', kind: 'service', secret: wanted.token });
  return { tenant, projectId: id, publicKey, token: secret };
}

export interface WantedToken {
  tenant: string;
  name: string;
  kind: 'service' | 'grafana';
  /** Everything but sending telemetry, where they are left out. */
  scopes?: readonly string[];
  /** Random where it is left out. */
  secret?: string;
}

/** Adds an API token; of the secret only the hash is kept. */
export async function addToken(tx: Tx, wanted: WantedToken): Promise<{ id: string; secret: string }> {
  const { tenant, name, kind, scopes = ['read', 'write', 'admin'] } = wanted;
  const secret = wanted.secret ?? `summit_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(secret, 'utf8').digest();
  const { id } = await tx
    .insertInto('token')
    .values({ tenant, name, kind, scopes: [...new Set(scopes)], hash })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, secret };
}

/**
 * Makes one more tenant beside those that are there, and with `organisation` binds an organisation of a Grafana to it. All of it or nothing:
 * throws TenantRefused where the name or the organisation is taken, or where the first start has not made its own tenant yet (it makes none
 * beside others).
 */
export async function addTenant(
  db: Database,
  wanted: NewTenant & { actor: string; organisation?: { issuer: string; orgId: string } },
): Promise<FirstCredentials> {
  return db.transaction().execute(async (tx) => {
    await lockTenants(tx);
    const tenants = await tx.selectFrom('tenant').select('id').execute();
    if (tenants.length === 0) throw new TenantRefused('the first tenant is made by the first start of the bridge');
    if (tenants.some(({ id }) => id === wanted.tenant))
      throw new TenantRefused(`there is a tenant ${wanted.tenant} already`);
    const made = await makeTenant(tx, wanted);
    const record = (action: string, subject: string, detail: Record<string, unknown>) =>
      tx
        .insertInto('audit')
        .values({ tenant: wanted.tenant, actor: wanted.actor, action, subject, detail: JSON.stringify(detail) })
        .execute();
    await record('tenant.create', `tenant:${wanted.tenant}`, { project: wanted.project });
    if (wanted.organisation) {
      const { issuer, orgId } = wanted.organisation;
      const { owner } = await bindOrganisation(tx, { issuer, orgId, tenant: wanted.tenant });
      if (owner !== wanted.tenant)
        throw new TenantRefused(`organisation ${orgId} of ${issuer} is bound to the tenant ${owner}; unbind it there`);
      await record('grafana_org.bind', orgId, { issuer, orgId: Number(orgId) });
    }
    return made;
  });
}

export interface TenantSummary {
  id: string;
  createdAt: Date;
  projects: number;
  /** Organisations of a Grafana whose people are of this tenant. */
  organisations: { issuer: string; orgId: string }[];
}

/** All tenants, the oldest first. */
export async function listTenants(db: Database): Promise<TenantSummary[]> {
  const [tenants, organisations] = await Promise.all([
    db
      .selectFrom('tenant')
      .select((of) => [
        'id',
        'created_at',
        of
          .selectFrom('project')
          .whereRef('project.tenant', '=', 'tenant.id')
          .select(sql<number>`count(*)::int`.as('count'))
          .as('projects'),
      ])
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
    db.selectFrom('grafana_org').selectAll().orderBy('issuer').orderBy('org_id').execute(),
  ]);
  return tenants.map(({ id, created_at, projects }) => ({
    id,
    createdAt: created_at,
    projects: projects ?? 0,
    organisations: organisations
      .filter(({ tenant }) => tenant === id)
      .map(({ issuer, org_id }) => ({ issuer, orgId: org_id })),
  }));
}
