import type { IncomingMessage } from 'node:http';
import { ApiError, badRequest } from '../errors';

const LIMIT_BYTES = 256 * 1024;

/**
 * The JSON body of a request, or undefined when there is none. JSON only (415), small only (413), never compressed (415): what is large
 * has doors of its own. `__proto__` keys are dropped by zod's object schemas, which copy known keys alone.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!announcesBody(request.headers)) return undefined;
  const text = await readText(request);
  if (text === '') return undefined;
  try {
    return JSON.parse(text, storable);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw badRequest('The body is not JSON.', [error instanceof Error ? error.message : String(error)]);
  }
}

function announcesBody(headers: IncomingMessage['headers']): boolean {
  const length = headers['content-length'];
  if (length === '0' || (length === undefined && headers['transfer-encoding'] === undefined)) return false;
  if (Number(length ?? 0) > LIMIT_BYTES) throw tooLarge();
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    throw new ApiError(415, 'The body must be JSON: Content-Type: application/json.');
  if (headers['content-encoding'] !== undefined) throw new ApiError(415, 'The body must not be compressed.');
  return true;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.byteLength;
    if (bytes > LIMIT_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const tooLarge = (): ApiError =>
  new ApiError(413, `The body is larger than ${LIMIT_BYTES} bytes.`, [], { connection: 'close' });

/** PostgreSQL keeps neither NUL nor half of a surrogate pair in text; refused here, they are not an error of the database later. */
function storable(key: string, value: unknown): unknown {
  for (const text of [key, value])
    if (typeof text === 'string' && (text.includes('\0') || /\p{Surrogate}/u.test(text)))
      throw badRequest('The body is not what this call takes.', [
        `${key || 'body'}: must not hold NUL or half a character`,
      ]);
  return value;
}
