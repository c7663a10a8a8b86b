import type { Config } from '../config/settings';
import { bootstrap } from '../store/bootstrap';
import type { Database } from '../store/database';
import { bindFirstOrganisation } from '../store/firstOrganisation';
import type { Seal } from '../store/sealed';
import { credentialLines, keepCredentials } from './credentials';
import type { OpenStore } from './openStore';

/** Makes and prints the first tenant's credentials, once. */
export async function firstStart(
  config: Config,
  store: Pick<OpenStore, 'embedded'>,
  db: Database,
  seal: Seal,
  publicUrl: string,
): Promise<void> {
  const first = await bootstrap(db, {
    tenant: config.BOOTSTRAP_TENANT,
    project: config.BOOTSTRAP_PROJECT,
    dsnKey: config.BOOTSTRAP_DSN_KEY,
    token: config.BOOTSTRAP_TOKEN,
    grafanaToken: config.BOOTSTRAP_GRAFANA_TOKEN,
    grafanaHookSecret: config.BOOTSTRAP_GRAFANA_HOOK_SECRET,
    seal: (secret) => seal.seal(secret),
  });
  if (config.GRAFANA_ISSUER !== undefined && config.BOOTSTRAP_GRAFANA_TOKEN !== undefined)
    await bindFirstOrganisation(db, { tenant: config.BOOTSTRAP_TENANT, issuer: config.GRAFANA_ISSUER });
  if (first) process.stdout.write(`${credentialLines(publicUrl, first).join('\n')}\n`);
  if (store.embedded) await keepCredentials(config.DATA_DIR, first, publicUrl);
}
