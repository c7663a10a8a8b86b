import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from './database';

export interface BootstrapOptions {
  tenant: string;
  project: string;
  dsnKey?: string;
  token?: string;
  grafanaToken?: string;
  grafanaHookSecret?: string;
  seal: (secret: Buffer) => Buffer;
}

/** What the first start made; secrets are shown once and kept only as hashes. */
export interface FirstCredentials {
  tenant: string;
  projectId: string;
  publicKey: string;
  token: string;
}

/** Makes a tenant with a project, its DSN key and an API token, unless there is a tenant already. Returns null then. */
export async function bootstrap(db: Database, options: BootstrapOptions): Promise<FirstCredentials | null> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('summit.bootstrap'))`.execute(tx);
    const existing = await tx.selectFrom('tenant').select('id').limit(1).executeTakeFirst();
    if (existing) return null;
    await tx.insertInto('tenant').values({ id: options.tenant, name: options.tenant }).execute();
    const { id } = await tx
      .insertInto('project')
      .values({ tenant: options.tenant, slug: options.project, name: options.project })
      .returning('id')
      .executeTakeFirstOrThrow();
    const publicKey = options.dsnKey ?? randomBytes(16).toString('hex');
    await tx.insertInto('dsn_key').values({ public_key: publicKey, project_id: id, tenant: options.tenant }).execute();
    const token = options.token ?? `summit_${randomBytes(32).toString('base64url')}`;
    await addToken(tx, options.tenant, 'first token', 'service', token);
    if (options.grafanaToken !== undefined)
      await addToken(tx, options.tenant, 'provisioned data source', 'grafana', options.grafanaToken);
    if (options.grafanaHookSecret !== undefined) await addAlertHook(tx, options, options.grafanaHookSecret);
    await tx
      .insertInto('audit')
      .values({ tenant: options.tenant, actor: 'bridge', action: 'bootstrap', subject: `tenant:${options.tenant}` })
      .execute();
    return { tenant: options.tenant, projectId: id, publicKey, token };
  });
}

async function addToken(
  tx: Tx,
  tenant: string,
  name: string,
  kind: 'service' | 'grafana',
  secret: string,
): Promise<void> {
  const hash = createHash('sha256').update(secret, 'utf8').digest();
  await tx
    .insertInto('token')
    .values({ tenant, name, kind, scopes: ['read', 'write', 'admin'], hash })
    .execute();
}

async function addAlertHook(tx: Tx, options: BootstrapOptions, secret: string): Promise<void> {
  await tx
    .insertInto('hook')
    .values({
      id: 'alerts',
      tenant: options.tenant,
      provider: 'grafana',
      name: 'Provisioned contact point',
      secrets: [options.seal(Buffer.from(secret))],
    })
    .execute();
}
