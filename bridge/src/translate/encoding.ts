import { promisify } from 'node:util';
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate as inflateZlib,
  inflateRaw,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import { inflateZstd } from './zstd';

/** One step of inflating holds a usual event whole: fewer, larger steps cost a third less than zlib's 16 KiB. */
const CHUNK_BYTES = 64 * 1024;

/**
 * A gzip body ends with its inflated size: a step as large as that, and a byte that tells zlib it is done, allocates nothing in vain, which the
 * garbage collector would have to follow. It is only a hint, so it is bounded.
 */
function gzipChunkBytes(body: Buffer): number {
  const hint = body.length < 18 ? 0 : body.readUInt32LE(body.length - 4) + 1;
  return Math.min(Math.max(hint, 16 * 1024), 4 * CHUNK_BYTES);
}

/** A body that cannot be inflated, or that is larger than allowed once it is. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  constructor(
    readonly problem: 'corrupt' | 'too_large' | 'unknown_encoding',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Inflates a body whose Content-Encoding was accepted at the door. One layer only.
 *
 * @param encoding '', gzip, deflate, br or zstd
 * @param maxBytes ceiling of the inflated size; held while inflating, so a bomb costs no more memory than this
 * @throws {EncodingError}
 */
export function inflate(body: Buffer, encoding: string, maxBytes: number): Buffer {
  try {
    switch (encoding) {
      case '':
        return body;
      case 'gzip':
        return gunzipSync(body, { maxOutputLength: maxBytes, chunkSize: gzipChunkBytes(body) });
      case 'deflate':
        return deflated(body, maxBytes);
      case 'br':
        return brotliDecompressSync(body, { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES });
      case 'zstd':
        return inflateZstd(body, maxBytes);
      default:
        throw new EncodingError('unknown_encoding', `The encoding ${encoding.slice(0, 20)} is not known.`);
    }
  } catch (error) {
    throw encodingError(error, encoding, maxBytes);
  }
}

const aside = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  zlib: promisify(inflateZlib),
  raw: promisify(inflateRaw),
};

/** As `inflate`, beside the thread that asks for it; zstd, for which there is no such way on every Node, on it. */
export async function inflateAside(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const options = { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES };
  try {
    switch (encoding) {
      case 'gzip':
        return await aside.gzip(body, options);
      case 'deflate':
        return await (hasZlibHeader(body) ? aside.zlib : aside.raw)(body, options);
      case 'br':
        return await aside.br(body, options);
      default:
        return inflate(body, encoding, maxBytes);
    }
  } catch (error) {
    throw encodingError(error, encoding, maxBytes);
  }
}

function encodingError(error: unknown, encoding: string, maxBytes: number): EncodingError {
  if (error instanceof EncodingError) return error;
  // What reads past the end of a cut body is a RangeError too, with a code of its own.
  const isTooLarge =
    codeOf(error) === 'ERR_BUFFER_TOO_LARGE' || (error instanceof RangeError && codeOf(error) !== 'ERR_OUT_OF_RANGE');
  return isTooLarge
    ? new EncodingError('too_large', `The body is larger than ${maxBytes} bytes when inflated.`)
    : new EncodingError('corrupt', `The body is not valid ${encoding}.`);
}

/** HTTP's "deflate" is zlib, but some clients send raw deflate: the first byte tells. */
function deflated(body: Buffer, maxBytes: number): Buffer {
  const options = { maxOutputLength: maxBytes, chunkSize: CHUNK_BYTES };
  return hasZlibHeader(body) ? inflateSync(body, options) : inflateRawSync(body, options);
}

const hasZlibHeader = (body: Buffer): boolean =>
  ((body[0] ?? 0) & 0x0f) === 8 && (((body[0] ?? 0) << 8) | (body[1] ?? 0)) % 31 === 0;

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
