import { rawQuery, type Database } from './database';
import { openable } from './sealKey';

interface DsnKey {
  tenant: string;
  projectId: string;
}

interface HookKey {
  tenant: string;
  provider: string;
  secrets: readonly Buffer[];
}

/** The keys of all doors, kept in memory; reads of it never wait. */
export interface LoadedKeys {
  dsn(publicKey: string): DsnKey | undefined;
  hook(id: string): HookKey | undefined;
  /** Reads them again; what another bridge changed is also found by itself, within seconds. */
  refresh(): Promise<void>;
  close(): void;
}

const pollMs = 3_000;

/**
 * Loads DSN keys and webhook secrets and keeps them fresh. Secrets that cannot be opened (a bridge with another SUMMIT_SECRET_KEY sealed them since
 * the start) are left out and reported, so that the others still work.
 */
export async function loadDoorKeys(
  db: Database,
  open: (sealed: Buffer) => Buffer,
  report: (what: string) => void,
): Promise<LoadedKeys> {
  const state = { dsn: new Map<string, DsnKey>(), hooks: new Map<string, HookKey>(), reported: new Set<string>() };

  const openHook = (row: { id: string; tenant: string; provider: string; secrets: Buffer[] }) => {
    const secrets = openable(row.secrets, open);
    state.hooks.set(row.id, { tenant: row.tenant, provider: row.provider, secrets });
    const shut = row.secrets.length - secrets.length;
    if (shut === 0 || state.reported.has(row.id)) return;
    report(`${shut} of the ${row.secrets.length} secrets of hook ${row.id} do not open with this key`);
    state.reported.add(row.id);
  };

  // Readings overlap: one that began before a change must not undo what one that began after it found.
  const readings = { begun: 0, taken: 0 };
  const refresh = async () => {
    const reading = (readings.begun += 1);
    const keys = await rawQuery<{ public_key: string; tenant: string; project_id: string }>(
      db,
      'SELECT public_key, tenant, project_id FROM dsn_key WHERE revoked_at IS NULL',
      [],
    );
    const hooks = await rawQuery<{ id: string; tenant: string; provider: string; secrets: Buffer[] }>(
      db,
      'SELECT id, tenant, provider, secrets FROM hook WHERE revoked_at IS NULL',
      [],
    );
    if (reading < readings.taken) return;
    readings.taken = reading;
    state.dsn = new Map(keys.map((row) => [row.public_key, { tenant: row.tenant, projectId: row.project_id }]));
    state.hooks = new Map();
    hooks.forEach(openHook);
  };

  await refresh();
  // While the database is away the doors keep the keys they have; they answer 503 anyway.
  const timer = setInterval(() => void refresh().catch(() => undefined), pollMs);
  timer.unref();
  return {
    dsn: (publicKey) => state.dsn.get(publicKey),
    hook: (id) => state.hooks.get(id),
    refresh,
    close: () => clearInterval(timer),
  };
}
