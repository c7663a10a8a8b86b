import {
  CHUNK_FORMAT,
  decodeChunkNow,
  encodeChunk,
  plainOf,
  textBytesOf,
  type ChunkLine,
} from '../../domain/logs/chunk';
import { trigramsOf } from '../../domain/logs/trigrams';
import type { Blobs } from '../../store/blobs';
import { rawQuery, type Tx } from '../../store/database';
import type { Annotation } from '../../translate/logs/annotations';
import type { GroupChange } from '../../translate/logs/groups';
import { bulk } from '../shared/bulk';
import type { BuildLog } from './log';
import { chunksOf, MAX_SIGNS, type ReadPart } from './read';

/** A last chunk of fewer lines is written again with those that follow: a log that comes line by line is not a chunk a line. */
const SMALL = 500;
const MAX_GROUPS = 10_000;
/** Errors past these are counted, and seen in the text. */
export const MAX_ANNOTATIONS = 2_000;

interface LastChunk {
  first_line: number;
  received_at: Date;
  blob_id: string;
}

/** Stores the lines of a part behind those that are there. */
export async function storeLines(tx: Tx, blobs: Blobs, log: BuildLog, part: ReadPart, receivedAt: Date): Promise<void> {
  if (part.lines.length === 0) return;
  const { lines, firstLine } = await withTail(tx, blobs, log, part);
  let first = firstLine;
  for (const chunk of chunksOf(lines)) {
    const plain = plainOf(chunk);
    const body = encodeChunk(chunk, plain);
    const blobId = await blobs.put(tx, { tenant: log.tenant, receivedAt, encoding: '', format: CHUNK_FORMAT, body });
    const { firstAt, lastAt } = timesOf(chunk);
    await rawQuery(
      tx,
      `INSERT INTO log_chunk (log_id, first_line, last_line, first_at, last_at, received_at, blob_id, text_bytes, trigrams) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        log.id,
        first,
        first + chunk.length - 1,
        firstAt,
        lastAt,
        receivedAt,
        blobId,
        textBytesOf(body),
        trigramsOf(plain),
      ],
    );
    first += chunk.length;
  }
}

/** Takes back the last chunk where it is small. One whose blob is gone (its time was over) stays as it is. */
async function withTail(
  tx: Tx,
  blobs: Blobs,
  log: BuildLog,
  part: ReadPart,
): Promise<{ lines: readonly ChunkLine[]; firstLine: number }> {
  const [last] = await rawQuery<LastChunk>(
    tx,
    `SELECT first_line, received_at, blob_id FROM log_chunk WHERE log_id = $1 AND last_line = $2 AND last_line - first_line + 1 < $3`,
    [log.id, part.firstLine - 1, SMALL],
  );
  if (!last) return part;
  const ref = { id: last.blob_id, receivedAt: last.received_at };
  const stored = (await blobs.getAll(tx, log.tenant, [ref])).get(ref.id);
  if (!stored) return part;
  await rawQuery(tx, 'DELETE FROM log_chunk WHERE log_id = $1 AND first_line = $2', [log.id, last.first_line]);
  await blobs.remove(tx, log.tenant, [ref]);
  return { lines: decodeChunkNow(stored.body).concat(part.lines), firstLine: last.first_line };
}

export function timesOf(lines: readonly ChunkLine[]): { firstAt: Date | null; lastAt: Date | null } {
  const first = lines.find(({ at }) => at !== null)?.at ?? null;
  const last = lines.findLast(({ at }) => at !== null)?.at ?? null;
  return { firstAt: first === null ? null : new Date(first), lastAt: last === null ? null : new Date(last) };
}

/** Groups that a part opened, and those that it closed, which earlier parts may have opened. */
export async function storeGroups(
  tx: Tx,
  log: BuildLog,
  { groups: changes, lines, firstLine }: ReadPart,
): Promise<void> {
  const byKey = new Map<string, GroupChange>();
  for (const change of changes) {
    const key = `${change.from}/${change.depth}`;
    const isNew = change.from >= firstLine && !byKey.has(key);
    if (isNew && log.groups >= MAX_GROUPS) continue;
    if (isNew) log.groups += 1;
    byKey.set(key, change);
  }
  const rows = [...byKey.values()];
  await bulk(
    tx,
    rows.map(({ from, to, name, depth }) => {
      const at = lines[from - firstLine]?.at ?? null;
      return { log_id: log.id, from_line: from, depth, to_line: to, name, at: at === null ? null : new Date(at) };
    }),
    'log_id bigint, from_line int, depth int, to_line int, name text, at timestamptz',
    (x) => `
      INSERT INTO log_group (log_id, from_line, depth, to_line, name, at)
      SELECT log_id, from_line, depth, to_line, name, at FROM ${x} ORDER BY from_line, depth
      ON CONFLICT (log_id, from_line, depth) DO UPDATE SET to_line = excluded.to_line`,
  );
}

/** What is kept of the annotations of a part; the rest is counted. */
export function keptAnnotations(log: BuildLog, annotations: readonly Annotation[]): readonly Annotation[] {
  return annotations.slice(0, Math.max(0, MAX_ANNOTATIONS - log.annotations));
}

export async function storeAnnotations(
  tx: Tx,
  log: BuildLog,
  annotations: readonly { annotation: Annotation; issueId: string | null }[],
): Promise<void> {
  const rows = annotations.map(({ annotation, issueId }, index) => ({
    log_id: log.id,
    n: log.annotations + index,
    line: annotation.line,
    level: annotation.level,
    tool: annotation.tool,
    file: annotation.file,
    row_number: annotation.row,
    column_number: annotation.column,
    code: annotation.code,
    message: annotation.message,
    issue_id: issueId,
  }));
  log.annotations += rows.length;
  await bulk(
    tx,
    rows,
    `log_id bigint, n int, line int, level text, tool text, file text, row_number int, column_number int, code text, message text,
     issue_id bigint`,
    (x) => `
      INSERT INTO log_annotation (log_id, n, line, level, tool, file, row_number, column_number, code, message, issue_id)
      SELECT log_id, n, line, level, tool, file, row_number, column_number, code, message, issue_id FROM ${x}`,
  );
}

/** The last signs of the log stay, whichever part they came in. */
export async function storeSigns(tx: Tx, log: BuildLog, { signs }: ReadPart): Promise<void> {
  if (signs.length === 0) return;
  await bulk(
    tx,
    signs.map((sign) => ({ log_id: log.id, ...sign })),
    'log_id bigint, line int, kind text, text text',
    (x) => `INSERT INTO log_sign (log_id, line, kind, text) SELECT log_id, line, kind, text FROM ${x}`,
  );
  await rawQuery(
    tx,
    `DELETE FROM log_sign WHERE log_id = $1 AND line < (SELECT line FROM log_sign WHERE log_id = $1 ORDER BY line DESC OFFSET $2 LIMIT 1)`,
    [log.id, MAX_SIGNS - 1],
  );
}
