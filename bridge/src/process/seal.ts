import { join } from 'node:path';
import type { Config } from '../config/settings';
import type { Database } from '../store/database';
import { keyOfDirectory, sealWith, type Seal } from '../store/sealed';
import { refuseForeignKey } from '../store/sealKey';

type KeyConfig = Pick<Config, 'SUMMIT_SECRET_KEY' | 'DATA_DIR'>;

/** The seal of webhook secrets, with the operator's key or the one generated in the data directory. */
export async function sealOf(config: KeyConfig): Promise<Seal> {
  return sealWith(config.SUMMIT_SECRET_KEY ?? (await keyOfDirectory(config.DATA_DIR)));
}

/** The same, checked to open what the database holds. Throws KeyRefused. */
export async function openSeal(config: KeyConfig, db: Database): Promise<Seal> {
  const seal = await sealOf(config);
  const generated = `the key in ${join(config.DATA_DIR, 'secret.key')} (SUMMIT_SECRET_KEY is not set)`;
  await refuseForeignKey(db, seal, config.SUMMIT_SECRET_KEY === undefined ? generated : 'SUMMIT_SECRET_KEY');
  return seal;
}
