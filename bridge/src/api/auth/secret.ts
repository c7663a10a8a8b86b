import { createHash, randomBytes } from 'node:crypto';

/** A new API token. 256 random bits: nothing to guess, so SHA-256 is hash enough. The prefix lets secret scanners find a leaked one. */
export const newSecret = (): string => `summit_${randomBytes(32).toString('base64url')}`;

export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

/** The token of an `Authorization: Bearer` header, or null. Bounded, so that no megabyte is hashed for nothing. */
export function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer ([\x21-\x7e]{16,300})$/i.exec(header ?? '');
  return match?.[1] ?? null;
}
