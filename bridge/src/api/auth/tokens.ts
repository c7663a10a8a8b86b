import { Scope } from '@summit/contracts';
import type { Database } from '../../store/database';
import { hashSecret } from './secret';

export interface TokenRow {
  id: string;
  tenant: string;
  name: string;
  kind: 'service' | 'grafana';
  scopes: readonly Scope[];
  expiresAt: Date | null;
}

export interface TokenLookup {
  /** The live token with this secret; null for one that is unknown, revoked or expired, which look the same to a caller. */
  find(secret: string): Promise<TokenRow | null>;
  /** Forgets what was looked up, so that a revocation over this bridge holds at once. */
  forget(): void;
}

interface Cached {
  row: TokenRow | null;
  at: number;
}

/** Another bridge learns of a revocation within this time. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 5_000;
const LAST_USED_EVERY_MS = 60_000;

/** Looks tokens up by the hash of their secret. Answers are kept for ten seconds, misses too, so that guessing costs the database little. */
export function tokenLookup(db: Database, now: () => Date): TokenLookup {
  const cache = new Map<string, Cached>();
  const usedAt = new Map<string, number>();

  async function query(hash: Buffer): Promise<TokenRow | null> {
    const row = await db
      .selectFrom('token')
      .select(['id', 'tenant', 'name', 'kind', 'scopes', 'expires_at', 'revoked_at'])
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (!row || row.revoked_at) return null;
    const scopes = row.scopes.map((scope) => Scope.parse(scope));
    return { id: row.id, tenant: row.tenant, name: row.name, kind: row.kind, scopes, expiresAt: row.expires_at };
  }

  /** Once a minute is exact enough for "last used", and spares a write on each call. */
  function touch(id: string, at: number): void {
    if (at - (usedAt.get(id) ?? 0) < LAST_USED_EVERY_MS) return;
    usedAt.set(id, at);
    db.updateTable('token')
      .set({ last_used_at: new Date(at) })
      .where('id', '=', id)
      .execute()
      .catch(() => usedAt.delete(id));
  }

  return {
    async find(secret) {
      const hash = hashSecret(secret);
      const key = hash.toString('base64');
      const at = now().getTime();
      let cached = cache.get(key);
      if (!cached || at - cached.at > CACHE_MS) {
        cached = { row: await query(hash), at };
        // The oldest goes first: a Map keeps the order of insertion.
        if (cache.size >= CACHE_SIZE)
          for (const oldest of [...cache.keys()].slice(0, CACHE_SIZE / 10)) cache.delete(oldest);
        cache.delete(key);
        cache.set(key, cached);
      }
      const { row } = cached;
      if (!row || (row.expiresAt && row.expiresAt.getTime() <= at)) return null;
      touch(row.id, at);
      return row;
    },
    forget: () => cache.clear(),
  };
}
