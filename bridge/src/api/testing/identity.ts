import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for the one part of Grafana that the bridge asks: its signing keys, over real HTTP, and identities signed with them. */
export interface TestGrafana {
  issuer: string;
  /** How often the keys were fetched. */
  fetches(): number;
  sign(
    claims?: JWTPayload,
    options?: { keyId?: string; foreignKey?: boolean; algorithm?: 'ES256' | 'HS256' },
  ): Promise<string>;
  close(): Promise<void>;
}

/** What Grafana signs for an administrator of organisation 1. */
export const personClaims = (issuer: string, now: Date): JWTPayload => ({
  iss: `${issuer}/`,
  sub: 'user:7',
  aud: 'org:1',
  iat: Math.floor(now.getTime() / 1000),
  exp: Math.floor(now.getTime() / 1000) + 600,
  role: 'Admin',
  username: 'ada',
  email: 'ada@example.org',
});

export async function startTestGrafana(now: () => Date = () => new Date()): Promise<TestGrafana> {
  const own = await generateKeyPair('ES256', { extractable: true });
  const foreign = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' };
  const state = { fetches: 0 };
  const server = createServer((request, response) => {
    if (request.url !== '/api/signing-keys/keys') {
      response.writeHead(404).end();
      return;
    }
    state.fetches++;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    issuer,
    fetches: () => state.fetches,
    sign: (claims = {}, { keyId = 'own', foreignKey = false, algorithm = 'ES256' } = {}) =>
      new SignJWT({ ...personClaims(issuer, now()), ...claims })
        .setProtectedHeader({ alg: algorithm, kid: keyId, typ: 'jwt' })
        .sign(
          algorithm === 'HS256' ? Buffer.from(JSON.stringify(jwk)) : foreignKey ? foreign.privateKey : own.privateKey,
        ),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
