import type { Scope } from '@summit/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors';
import type { Caller } from './caller';
import type { GrafanaIdentity, VerifyIdentity } from './grafanaIdentity';
import { bearerOf } from './secret';
import type { TokenLookup, TokenRow } from './tokens';

export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Caller>;

export interface AuthenticateOptions {
  tokens: TokenLookup;
  /** Null when GRAFANA_ISSUER is not set: then no grafana token is accepted. */
  verifyIdentity: VerifyIdentity | null;
  /** The tenant that an organisation of a Grafana was bound to, or null. */
  tenantOfOrg(issuer: string, orgId: string): Promise<string | null>;
  /** Told why an identity was refused; the caller is not. */
  refused(reason: unknown): void;
}

/** What a role may do. Viewers read, editors act, admins configure. */
const roleScopes: Readonly<Record<GrafanaIdentity['role'], readonly Scope[]>> = {
  None: [],
  Viewer: ['read'],
  Editor: ['read', 'write'],
  Admin: ['read', 'write', 'admin'],
};

const unauthorised = (detail: string, causes: readonly string[] = []): ApiError =>
  new ApiError(401, detail, causes, { 'www-authenticate': 'Bearer' });

/** Turns the headers of a call into its caller, or throws the 401 or 403 to answer. */
export function authenticator(options: AuthenticateOptions): Authenticate {
  return async (headers) => {
    const secret = bearerOf(headers.authorization);
    const token = secret ? await options.tokens.find(secret) : null;
    // One answer for none, malformed, unknown, revoked and expired: it tells a guesser nothing.
    if (!token) throw unauthorised('A valid API token is needed: Authorization: Bearer <token>.');
    if (token.kind === 'service') return serviceCaller(token);
    return grafanaCaller(token, await identityOf(headers, options), options);
  };
}

const serviceCaller = (token: TokenRow): Caller => ({
  tenant: token.tenant,
  tokenId: token.id,
  kind: 'service',
  scopes: token.scopes,
  actor: `service:${token.name}`,
  displayName: token.name,
  role: null,
  subject: null,
  expiresAt: token.expiresAt,
});

async function identityOf(headers: IncomingHttpHeaders, options: AuthenticateOptions): Promise<GrafanaIdentity> {
  if (!options.verifyIdentity)
    throw unauthorised('Tokens of kind grafana are not accepted here.', ['GRAFANA_ISSUER is not set on the bridge.']);
  const jwt = headers['x-grafana-id'];
  if (typeof jwt !== 'string' || jwt === '')
    throw unauthorised('This token is for a Grafana data source: it needs the identity that Grafana signs.', [
      'The header X-Grafana-Id is missing.',
    ]);
  try {
    return await options.verifyIdentity(jwt);
  } catch (error) {
    options.refused(error);
    throw unauthorised('The identity in X-Grafana-Id is not valid.', [
      'Its signature, issuer, audience or expiry was not accepted; the log of the bridge and the connection doctor say which.',
    ]);
  }
}

async function grafanaCaller(
  token: TokenRow,
  identity: GrafanaIdentity,
  options: AuthenticateOptions,
): Promise<Caller> {
  const tenant = await options.tenantOfOrg(identity.issuer, identity.orgId);
  if (tenant !== token.tenant)
    throw new ApiError(403, 'This Grafana organisation is not bound to the tenant of the token.', [
      `An admin binds organisation ${identity.orgId} with a service token: POST /api/v1/grafana-orgs {"orgId": ${identity.orgId}}.`,
    ]);
  const person = identity.subject.startsWith('user:');
  const allowed = roleScopes[identity.role].filter((scope) => person || scope === 'read');
  return {
    tenant: token.tenant,
    tokenId: token.id,
    kind: 'grafana',
    scopes: token.scopes.filter((scope) => allowed.includes(scope)),
    actor: `${person ? 'user' : 'machine'}:${identity.login}`,
    displayName: identity.login,
    role: identity.role,
    subject: identity.subject,
    expiresAt: token.expiresAt && token.expiresAt < identity.expiresAt ? token.expiresAt : identity.expiresAt,
  };
}

/** Throws the 403 that names the missing scope. */
export function requireScope(caller: Caller, scope: Exclude<Scope, 'ingest'>): void {
  if (caller.scopes.includes(scope)) return;
  throw new ApiError(403, `This call needs the scope "${scope}".`, [
    caller.role === null
      ? `The token has: ${caller.scopes.join(', ') || 'none'}.`
      : `The role ${caller.role} and the token together allow: ${caller.scopes.join(', ') || 'nothing'}.`,
  ]);
}
