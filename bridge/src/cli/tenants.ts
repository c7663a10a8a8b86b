import type { Config } from '../config/settings';
import { localUrl } from '../process/address';
import { credentialLines, lastUrl } from '../process/credentials';
import type { Database } from '../store/database';
import { addTenant, listTenants } from '../store/tenants';

type TenantConfig = Pick<Config, 'GRAFANA_ISSUER' | 'HOST' | 'PORT' | 'PUBLIC_URL' | 'DATABASE_URL' | 'DATA_DIR'>;
type Print = (line: string) => void;

/** One line for each tenant, the oldest first. */
export async function listCommand(db: Database, print: Print): Promise<void> {
  const tenants = await listTenants(db);
  if (tenants.length === 0) print('there is no tenant yet; the first start of the bridge makes one');
  for (const { id, createdAt, projects, organisations } of tenants) {
    const bound = organisations.map(({ issuer, orgId }) => `  organisation ${orgId} of ${issuer}`).join('');
    print(`${id}  ${createdAt.toISOString()}  ${projects} ${projects === 1 ? 'project' : 'projects'}${bound}`);
  }
}

/** Makes a tenant and prints what belongs to it, as the first start does; the token is not shown again. */
export async function createCommand(
  db: Database,
  config: TenantConfig,
  wanted: { tenant: string; project: string; orgId?: number },
  print: Print,
): Promise<void> {
  const { orgId } = wanted;
  if (orgId !== undefined && config.GRAFANA_ISSUER === undefined)
    throw new Error('GRAFANA_ISSUER is not set: there is no Grafana to bind an organisation of');
  const made = await addTenant(db, {
    tenant: wanted.tenant,
    project: wanted.project,
    actor: 'cli',
    ...(orgId !== undefined &&
      config.GRAFANA_ISSUER !== undefined && {
        organisation: { issuer: config.GRAFANA_ISSUER, orgId: String(orgId) },
      }),
  });
  print(`tenant: ${made.tenant}`);
  for (const line of credentialLines(await urlOf(config), made)) print(line);
}

/** Where senders reach the bridge: as it is set, as it was when it was started last (on a free port, perhaps), or as it would be. */
async function urlOf(config: TenantConfig): Promise<string> {
  const last = config.DATABASE_URL === undefined ? await lastUrl(config.DATA_DIR) : null;
  return config.PUBLIC_URL ?? last ?? localUrl(config.HOST, config.PORT);
}
