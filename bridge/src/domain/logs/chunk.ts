import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** A colour code at an offset of a line: `params` is what stands between `ESC [` and `m`. */
export type Colour = readonly [offset: number, params: string];

export interface ChunkLine {
  /** Milliseconds since the epoch. */
  at: number | null;
  /** Without colours, and without a line feed. */
  plain: string;
  colours: readonly Colour[];
}

/** How blobs of chunks say what they are. */
export const CHUNK_FORMAT = 'log-chunk';
/** A chunk is full with so many lines, or so much text. */
export const CHUNK_LINES = 4_000;
export const CHUNK_BYTES = 512 * 1024;

/** Times as differences to the one before; colours by line, offset and code. */
const Extra = z.object({
  at: z.array(z.number().nullable()),
  colours: z.array(z.tuple([z.number(), z.number(), z.string()])),
});

const HEAD_BYTES = 4;
/** Twice as fast as zlib's usual one, for a tenth more bytes. */
const LEVEL = 3;
/** A chunk's last line may be long. */
const MAX_STEP = 2 * CHUNK_BYTES;
const gunzipped = promisify(gunzip);

/** In one step as large as what comes out, which gzip says at its end: by steps of zlib's usual 16 KiB it takes several times as long. */
const unzip = (zipped: Buffer): Promise<Buffer> => gunzipped(zipped, { chunkSize: stepOf(zipped) });
const stepOf = (zipped: Buffer): number =>
  Math.min(Math.max(zipped.length < 18 ? 0 : zipped.readUInt32LE(zipped.length - 4) + 1, 1_024), MAX_STEP);

/**
 * Lines as one blob: the length of the first part, the plain text, then times and colours, each compressed. A search needs the text alone, and
 * what it looks for may have a colour in its midst. Who has joined the lines already gives `plain`.
 */
export function encodeChunk(lines: readonly ChunkLine[], plain = plainOf(lines)): Buffer {
  const at: (number | null)[] = [];
  const colours: [number, number, string][] = [];
  let last = 0;
  for (const [index, line] of lines.entries()) {
    at.push(line.at === null ? null : line.at - last);
    last = line.at ?? last;
    for (const [offset, params] of line.colours) colours.push([index, offset, params]);
  }
  const text = gzipSync(plain, { level: LEVEL });
  const extra = gzipSync(JSON.stringify({ at, colours } satisfies z.input<typeof Extra>), { level: LEVEL });
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(text.length);
  return Buffer.concat([head, text, extra]);
}

/** The lines joined by line feeds, without colours. */
export const plainOf = (lines: readonly ChunkLine[]): string => lines.map(({ plain }) => plain).join('\n');

/** The lines of a chunk. Throws when the blob is damaged. */
export async function decodeChunk(blob: Buffer): Promise<ChunkLine[]> {
  const [text, extra] = await Promise.all([unzip(textOf(blob)), unzip(extraOf(blob))]);
  return joined(text.toString('utf8'), extra.toString('utf8'));
}

/** As `decodeChunk`, on the thread that asks. */
export const decodeChunkNow = (blob: Buffer): ChunkLine[] =>
  joined(gunzipSync(textOf(blob)).toString('utf8'), gunzipSync(extraOf(blob)).toString('utf8'));

/** How many of a blob's first bytes hold all of its text. */
export const textBytesOf = (blob: Buffer): number => HEAD_BYTES + blob.readUInt32LE(0);

/** The plain text of a chunk, of which `textBytesOf` bytes are enough: its lines joined by line feeds. */
export const textOfChunk = async (blob: Buffer): Promise<string> => (await unzip(textOf(blob))).toString('utf8');

const textOf = (blob: Buffer): Buffer => blob.subarray(HEAD_BYTES, textBytesOf(blob));
const extraOf = (blob: Buffer): Buffer => blob.subarray(textBytesOf(blob));

function joined(text: string, extra: string): ChunkLine[] {
  const { at, colours } = Extra.parse(JSON.parse(extra));
  const byLine = new Map<number, Colour[]>();
  for (const [line, offset, params] of colours) {
    const list = byLine.get(line);
    if (list) list.push([offset, params]);
    else byLine.set(line, [[offset, params]]);
  }
  let last = 0;
  return text.split('\n').map((plain, index) => {
    const delta = at[index] ?? null;
    if (delta !== null) last += delta;
    return { at: delta === null ? null : last, plain, colours: byLine.get(index) ?? [] };
  });
}

/** A line with its colours in it. */
export function coloured({ plain, colours }: Pick<ChunkLine, 'plain' | 'colours'>): string {
  if (colours.length === 0) return plain;
  const parts: string[] = [];
  let from = 0;
  for (const [offset, params] of colours) {
    parts.push(plain.slice(from, offset), `\u001b[${params}m`);
    from = offset;
  }
  parts.push(plain.slice(from));
  return parts.join('');
}
