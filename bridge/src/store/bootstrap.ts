import type { Database, Tx } from './database';
import { addToken, lockTenants, makeTenant, type FirstCredentials, type NewTenant } from './tenants';

export interface BootstrapOptions extends NewTenant {
  grafanaToken?: string;
  grafanaHookSecret?: string;
  seal: (secret: Buffer) => Buffer;
}

/** Makes a tenant with a project, its DSN key and an API token, unless there is a tenant already. Returns null then. */
export async function bootstrap(db: Database, options: BootstrapOptions): Promise<FirstCredentials | null> {
  return db.transaction().execute(async (tx) => {
    await lockTenants(tx);
    const existing = await tx.selectFrom('tenant').select('id').limit(1).executeTakeFirst();
    if (existing) return null;
    const made = await makeTenant(tx, options);
    if (options.grafanaToken !== undefined)
      await addToken(tx, {
        tenant: options.tenant,
        name: 'provisioned data source',
        kind: 'grafana',
        secret: options.grafanaToken,
      });
    if (options.grafanaHookSecret !== undefined) await addAlertHook(tx, options, options.grafanaHookSecret);
    await tx
      .insertInto('audit')
      .values({ tenant: options.tenant, actor: 'bridge', action: 'bootstrap', subject: `tenant:${options.tenant}` })
      .execute();
    return made;
  });
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
