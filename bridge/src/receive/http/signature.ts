import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Signs for nobody: an unknown door costs what a known one costs, and its answer is the same. */
const nobody = Buffer.alloc(32, 'unknown door');

/**
 * Whether any of `secrets` made `signature`, hex of HMAC-SHA-256 over `parts`. All secrets are tried, always, so that the time says neither
 * which one matched nor whether the door exists.
 */
export function signedByAny(secrets: readonly Buffer[], parts: readonly Buffer[], signature: string): boolean {
  return hmacMatchesAny(secrets, parts, /^[0-9a-f]{64}$/i.test(signature) ? Buffer.from(signature, 'hex') : ZEROS);
}

/** The same of a signature that is bytes already. */
export function hmacMatchesAny(secrets: readonly Buffer[], parts: readonly Buffer[], signature: Buffer): boolean {
  const given = signature.length === ZEROS.length ? signature : ZEROS;
  return anyOf(secrets, (secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of parts) hmac.update(part);
    return timingSafeEqual(hmac.digest(), given);
  });
}

/** Whether `given` is one of the secrets itself; of whatever length, in the same time. */
export function equalsAny(secrets: readonly Buffer[], given: Buffer): boolean {
  const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  const hash = sha256(given);
  return anyOf(secrets, (secret) => timingSafeEqual(sha256(secret), hash));
}

const ZEROS = Buffer.alloc(32);

function anyOf(secrets: readonly Buffer[], matches: (secret: Buffer) => boolean): boolean {
  const matched = (secrets.length > 0 ? secrets : [nobody]).filter(matches).length;
  return matched > 0 && secrets.length > 0;
}
