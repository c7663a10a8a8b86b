import type { Scope } from '@summit/contracts';
import { bearerOf } from './secret';
import type { TokenLookup } from './tokens';

const uploadScopes: readonly Scope[] = ['ingest', 'write'];

/**
 * Who sends a report, from the token alone. Builds upload, so it takes a token of kind service: one of kind grafana is a person's browser.
 */
export const uploaderOf =
  (tokens: TokenLookup) =>
  async (authorization: string | undefined): Promise<{ tenant: string; mayUpload: boolean } | null> => {
    const secret = bearerOf(authorization);
    const token = secret === null ? null : await tokens.find(secret);
    if (!token) return null;
    const mayUpload = token.kind === 'service' && uploadScopes.some((scope) => token.scopes.includes(scope));
    return { tenant: token.tenant, mayUpload };
  };
