import type { Scope, TokenKind } from '@summit/contracts';
import type { z } from 'zod';

/** Who calls, as the bridge itself established it: tenant and rights never come from anything the caller may choose. */
export interface Caller {
  tenant: string;
  tokenId: string;
  kind: z.infer<typeof TokenKind>;
  /** What this call may do: the token's scopes, cut to the person's role for a `grafana` token. */
  scopes: readonly Scope[];
  /** For the audit log: `service:<token name>` or `user:<login>`. */
  actor: string;
  /** As people see it beside a comment: the login, or the token's name. */
  displayName: string;
  /** Grafana's role and the signed subject; null for a service token. */
  role: string | null;
  subject: string | null;
  /** When the identity ends; null when it does not. A stream ends then. */
  expiresAt: Date | null;
}
