import { signIn, type SignKind } from '../../domain/failureCause';
import { CHUNK_BYTES, CHUNK_LINES, type ChunkLine } from '../../domain/logs/chunk';
import type { Annotation } from '../../translate/logs/annotations';
import type { GroupChange } from '../../translate/logs/groups';
import { endLog, readText, type LogSink } from '../../translate/logs/reader';
import type { BuildLog } from './log';

/** What a part holds: lines from `firstLine` on, with what was found in them. */
export interface ReadPart {
  firstLine: number;
  lines: ChunkLine[];
  groups: GroupChange[];
  annotations: Annotation[];
  /** Lines that show trouble of the machine or the network: the last of them. */
  signs: { line: number; kind: SignKind; text: string }[];
  /** Lines past what is kept of one log. */
  dropped: number;
}

/** Text is read in pieces of this size, between which others have their turn. */
const PIECE = 128 * 1024;
/** Of one part: a file of nothing but line feeds must not fill the memory. */
const MAX_PART_LINES = 500_000;

/** Reads the text of the next part; `log` is changed. Past `maxBytes` of a log nothing more of it is kept, which its last line says. */
export async function readPart(
  log: BuildLog,
  text: string,
  options: { final: boolean; maxBytes: number; note?: string },
): Promise<ReadPart> {
  const part: ReadPart = {
    firstLine: log.state.lines + 1,
    lines: [],
    groups: [],
    annotations: [],
    signs: [],
    dropped: 0,
  };
  const sink = sinkOf(log, part, options.maxBytes);
  if (options.note !== undefined) readText(`${options.note}\n`, log.state, sink);
  for (let from = 0; from < text.length; from += PIECE) {
    readText(text.slice(from, from + PIECE), log.state, sink);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (options.final) endLog(log.state, sink);
  // What was dropped has no number, nor has a group that began there.
  log.state.lines -= part.dropped;
  if (part.dropped > 0) log.state.groups = log.state.groups.filter(({ from }) => from <= log.state.lines);
  return part;
}

function sinkOf(log: BuildLog, part: ReadPart, maxBytes: number): LogSink {
  const isFull = { since: log.bytes >= maxBytes };
  const end = (line: ChunkLine, why: string): void => {
    isFull.since = true;
    log.state.lines += 1;
    part.lines.push({ at: line.at, plain: `… ${why}`, colours: [] });
  };
  return {
    line(line) {
      if (isFull.since) {
        part.dropped += 1;
        return;
      }
      part.lines.push(line);
      noteSign(part, line.plain);
      log.bytes += Buffer.byteLength(line.plain) + 1;
      if (log.bytes >= maxBytes) end(line, `The log is longer than ${maxBytes} bytes; what follows is not kept.`);
      else if (part.lines.length >= MAX_PART_LINES)
        end(line, `A part of the log has more than ${MAX_PART_LINES} lines; what follows in it is not kept.`);
    },
    group(change) {
      if (part.dropped === 0) part.groups.push(change);
    },
    annotation(annotation) {
      if (part.dropped > 0) return;
      part.annotations.push(annotation);
      if (annotation.level === 'error') log.errors += 1;
      else log.warnings += 1;
    },
  };
}

/** What ended a job is told near the end of its log: of many signs the last are kept. */
export const MAX_SIGNS = 20;
const MAX_SIGN_TEXT = 500;

function noteSign(part: ReadPart, plain: string): void {
  const kind = signIn(plain);
  if (kind === null) return;
  if (part.signs.length === MAX_SIGNS) part.signs.shift();
  part.signs.push({ line: part.firstLine + part.lines.length - 1, kind, text: plain.slice(0, MAX_SIGN_TEXT) });
}

/** Lines in pieces that are a chunk each. */
export function chunksOf(lines: readonly ChunkLine[]): ChunkLine[][] {
  const chunks: ChunkLine[][] = [];
  let chunk: ChunkLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    if (chunk.length >= CHUNK_LINES || bytes >= CHUNK_BYTES) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(line);
    bytes += line.plain.length + 1;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
