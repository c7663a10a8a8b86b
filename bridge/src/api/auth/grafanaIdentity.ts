import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** A person, or a machine identity of Grafana, as its signature vouches for them. */
export interface GrafanaIdentity {
  issuer: string;
  orgId: string;
  /** `user:<id>`, `service-account:<id>`, … Only users may write. */
  subject: string;
  login: string;
  role: 'Viewer' | 'Editor' | 'Admin' | 'None';
  expiresAt: Date;
}

export type VerifyIdentity = (jwt: string) => Promise<GrafanaIdentity>;

const Claims = z.object({
  sub: z.string().regex(/^[a-z-]+:[\w-]+$/),
  exp: z.number(),
  role: z.enum(['Viewer', 'Editor', 'Admin', 'None']).catch('None'),
  username: z.string().optional(),
  email: z.string().optional(),
});

/** Grafana writes its root URL with a slash at the end or without one, as it was configured. */
const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** Where Grafana publishes the keys that sign its identity tokens. */
export const jwksUrlOf = (issuer: string): string => `${withoutSlash(issuer)}/api/signing-keys/keys`;

/**
 * Checks an `X-Grafana-Id` token: signature (ES256 only), issuer, expiry, and one audience `org:<id>`. Throws jose's errors or zod's;
 * the caller turns all of them into one answer.
 */
export function identityVerifier(options: { issuer: string; keys: JWTVerifyGetKey; now: () => Date }): VerifyIdentity {
  const issuer = withoutSlash(options.issuer);
  return async (jwt) => {
    const { payload } = await jwtVerify(jwt, options.keys, {
      algorithms: ['ES256'],
      issuer: [issuer, `${issuer}/`],
      requiredClaims: ['exp', 'sub', 'aud'],
      currentDate: options.now(),
      clockTolerance: 10,
    });
    const claims = Claims.parse(payload);
    return {
      issuer,
      orgId: orgOf(payload),
      subject: claims.sub,
      login: claims.username ?? claims.email ?? claims.sub,
      role: claims.role,
      expiresAt: new Date(claims.exp * 1000),
    };
  };
}

function orgOf(payload: JWTPayload): string {
  const audiences = Array.isArray(payload.aud) ? payload.aud : [payload.aud ?? ''];
  const orgs = audiences.flatMap((audience) => /^org:(\d{1,18})$/.exec(audience)?.[1] ?? []);
  const [org] = orgs;
  if (org === undefined || orgs.length !== 1) throw new Error('The token names no organisation, or several.');
  return org;
}

const MAX_JWKS_BYTES = 100_000;

/** Grafana's keys, fetched when first needed and again for an unknown key id, at most every 30 s; kept ten minutes. */
export function remoteKeys(url: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(url), {
    timeoutDuration: 3_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    // The address is the operator's own; a redirect would let what answers there choose another.
    [customFetch]: async (address, init) => {
      const response = await fetch(address, { ...init, redirect: 'error' });
      const text = await boundedText(response, MAX_JWKS_BYTES);
      return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
    },
  });
}

/** Reads a body up to `limit` bytes; throws past that. */
export async function boundedText(response: Response, limit: number): Promise<string> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const chunk = z.instanceof(Uint8Array).parse(part.value);
    bytes += chunk.byteLength;
    if (bytes > limit) {
      await reader?.cancel();
      throw new Error(`The answer of ${response.url} is larger than ${limit} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
