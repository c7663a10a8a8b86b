import { EncodingError, inflate } from '../encoding';

/** The body of the store endpoint: event JSON as it is, or in the base64 (and zlib) that SDKs before content encodings sent. */
export function decodeStoreBody(body: Buffer, maxBytes: number): Buffer {
  let start = 0;
  while (start < body.length && WHITESPACE.has(body[start] ?? 0)) start += 1;
  if (body[start] === OPENING_BRACE || !isBase64(body)) return body;
  const decoded = Buffer.from(body.toString('latin1'), 'base64');
  if (decoded[0] === OPENING_BRACE) return decoded;
  try {
    return inflate(decoded, 'deflate', maxBytes);
  } catch (error) {
    if (error instanceof EncodingError && error.problem === 'too_large') throw error;
    return body;
  }
}

const OPENING_BRACE = 0x7b;
const WHITESPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

function isBase64(body: Buffer): boolean {
  return (
    body.length > 0 &&
    /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(body.toString('latin1', 0, Math.min(body.length, 256)).replace(/=+\s*$/, ''))
  );
}
