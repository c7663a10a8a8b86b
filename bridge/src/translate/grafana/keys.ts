import { createHash } from 'node:crypto';

/** An index holds entries of some 2,700 bytes; a key is one part of them. */
const MAX_BYTES = 500;

/**
 * Parts → one text that no other parts have: JSON, for a group key holds the values of labels, which may hold any separator. A long one is its
 * hash, which cannot be taken for JSON.
 */
export function keyText(...parts: readonly (string | number)[]): string {
  const json = JSON.stringify(parts);
  return Buffer.byteLength(json) <= MAX_BYTES ? json : `sha256:${createHash('sha256').update(json).digest('hex')}`;
}
