import { Decompress, decompress } from 'fzstd';

/** A frame may ask for a window of gigabytes; encoders use 8 MiB at most unless told otherwise. */
const WINDOW_BYTES = 8 * 1024 * 1024;
const MAGIC = 0xfd2fb528;
/** Blocks are 128 KiB of content, less where a sender flushes. The decoder pays for each, so a body of millions of empty ones is a bomb too. */
const MAX_BLOCKS = 8192;

interface Frame {
  bytes: Buffer;
  blocks: number;
  /** Size of the content, where the frame says it. */
  contentBytes: number | undefined;
}

/**
 * Inflates zstd (RFC 8878). Node has it from 22.15 on; the decoder used until then allocates whatever a frame announces, so each frame's
 * header is read and held to the ceiling first.
 *
 * @throws RangeError when the content is larger than `maxBytes` or in more blocks than encoders make, Error when it is damaged
 */
export function inflateZstd(body: Buffer, maxBytes: number): Buffer {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const frame of framesOf(body, maxBytes)) {
    const content =
      frame.contentBytes === undefined ? unsized(frame.bytes, maxBytes - total) : sized(frame, maxBytes - total);
    total += content.length;
    parts.push(content);
  }
  return Buffer.concat(parts);
}

function sized(frame: Frame, room: number): Uint8Array {
  const bytes = frame.contentBytes ?? 0;
  if (bytes > room) throw new RangeError('too large');
  return bytes === 0 ? new Uint8Array(0) : decompress(frame.bytes, new Uint8Array(bytes));
}

function unsized(frame: Buffer, room: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((chunk) => {
    total += chunk.length;
    if (total > room) throw new RangeError('too large');
    chunks.push(chunk.slice());
  });
  stream.push(frame, true);
  return Buffer.concat(chunks);
}

/** Frames from end to end; skippable ones are left out. */
function framesOf(body: Buffer, maxBytes: number): Frame[] {
  if (body.length === 0) throw new Error('empty');
  const frames: Frame[] = [];
  let at = 0;
  let blocks = 0;
  while (at < body.length) {
    const magic = body.readUInt32LE(at);
    if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
      at += 8 + body.readUInt32LE(at + 4);
      continue;
    }
    if (magic !== MAGIC) throw new Error('not zstd');
    const frame = frameAt(body, at, maxBytes, MAX_BLOCKS - blocks);
    frames.push(frame);
    blocks += frame.blocks;
    at += frame.bytes.length;
  }
  return frames;
}

/** Walks over a frame's blocks to its end. */
function frameAt(body: Buffer, start: number, maxBytes: number, maxBlocks: number): Frame {
  const descriptor = body.readUInt8(start + 4);
  const singleSegment = (descriptor & 0x20) !== 0;
  let at = start + 5;
  if (!singleSegment) {
    const window = body.readUInt8(at);
    const base = 2 ** (10 + (window >> 3));
    if (base + (base / 8) * (window & 7) > Math.max(WINDOW_BYTES, maxBytes)) throw new RangeError('window too large');
    at += 1;
  }
  at += [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const contentBytes = contentSize(body, at, sizeBytes);
  if (contentBytes !== undefined && contentBytes > maxBytes) throw new RangeError('too large');
  at += sizeBytes;
  let blocks = 0;
  for (let last = false; !last;) {
    blocks += 1;
    if (blocks > maxBlocks) throw new RangeError('too many blocks');
    const block = body.readUIntLE(at, 3);
    last = (block & 1) === 1;
    // A block of one repeated byte (type 1) is that byte, whatever its size.
    at += 3 + (((block >> 1) & 3) === 1 ? 1 : block >> 3);
  }
  at += (descriptor & 4) === 0 ? 0 : 4;
  if (at > body.length) throw new Error('cut');
  return { bytes: body.subarray(start, at), blocks, contentBytes };
}

function contentSize(body: Buffer, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined;
  if (bytes === 8) return Number(body.readBigUInt64LE(at));
  return body.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}
