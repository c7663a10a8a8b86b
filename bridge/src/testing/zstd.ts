/** zstd frames made by hand (RFC 8878): Node 20 has no encoder. */
const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const maxBlock = 128 * 1024;

function block(last: boolean, type: 0 | 1, size: number): Buffer {
  const header = (size << 3) | (type << 1) | (last ? 1 : 0);
  return Buffer.from([header & 0xff, (header >> 8) & 0xff, (header >> 16) & 0xff]);
}

/** The data in raw blocks, in a frame that names its size. */
export function zstdStored(data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length || at === 0; at += maxBlock) {
    const part = data.subarray(at, at + maxBlock);
    blocks.push(block(at + maxBlock >= data.length, 0, part.length), part);
  }
  // Descriptor: content size of four bytes, single segment.
  return Buffer.concat([magic, Buffer.from([0xa0]), size, ...blocks]);
}

/** `bytes` zeros in run-length blocks, in a frame that does not name its size: four bytes for each 128 KiB. */
export function zstdBomb(bytes: number): Buffer {
  const count = Math.ceil(bytes / maxBlock);
  const blocks = Array.from({ length: count }, (_, i) =>
    Buffer.concat([block(i === count - 1, 1, maxBlock), Buffer.from([0])]),
  );
  // Window descriptor: exponent 10, that is 1 MiB.
  return Buffer.concat([magic, Buffer.from([0x00, 0x50]), ...blocks]);
}
