import { MAX_LOG_LINES, type LogLine, type LogLines, type LogPosition } from '@summit/contracts';
import { sql } from 'kysely';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';
import { coloured, decodeChunk, type ChunkLine } from '../../domain/logs/chunk';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { moment } from '../paging/parameters';
import { chunksOf, findLog, readChunks } from './rows';

export const LineRange = z.object({
  from: z.coerce.number().int().min(1).default(1),
  count: z.coerce.number().int().min(1).max(MAX_LOG_LINES).default(1_000),
});

export interface LogIds {
  id: string;
  logId: string;
}

export async function linesOfLog(
  deps: ApiDeps,
  caller: Caller,
  ids: LogIds,
  { from, count }: z.output<typeof LineRange>,
): Promise<LogLines> {
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const lines = await linesBetween(deps, caller.tenant, log.id, from, from + count - 1);
  return { from, total: log.lines, lines: lines.map(toLine) };
}

const toLine = (line: ChunkLine): LogLine => ({
  at: line.at === null ? null : new Date(line.at).toISOString(),
  text: coloured(line),
});

async function linesBetween(
  deps: ApiDeps,
  tenant: string,
  logId: string,
  from: number,
  to: number,
): Promise<ChunkLine[]> {
  const chunks = await chunksOf(deps.db, logId, from, to);
  const blobs = await readChunks(deps.db, deps.blobs, tenant, chunks);
  const read = await Promise.all(blobs.map(decodeChunk));
  const first = chunks[0]?.first_line ?? from;
  return read.flat().slice(from - first, to - first + 1);
}

export const SeekTime = z.object({ at: moment });

/** The first line at or after a time: the chunk by its times, the line within it. */
export async function seekInLog(
  deps: ApiDeps,
  caller: Caller,
  ids: LogIds,
  { at }: z.output<typeof SeekTime>,
): Promise<LogPosition> {
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const { rows } = await sql<{ first_line: number; last_line: number }>`
    SELECT first_line, last_line FROM log_chunk WHERE log_id = ${log.id} AND last_at >= ${at}
    ORDER BY first_line LIMIT 1`.execute(deps.db);
  const [chunk] = rows;
  const last = { line: Math.max(1, log.lines) };
  if (!chunk) return last;
  const lines = await linesBetween(deps, caller.tenant, log.id, chunk.first_line, chunk.last_line);
  const wanted = Date.parse(at);
  const found = lines.findIndex((line) => line.at !== null && line.at >= wanted);
  return found === -1 ? last : { line: chunk.first_line + found };
}

/** Chunks read at once for a download: some megabytes, however long the log is. */
const AT_ONCE = 4;

/** The log as a file: its text without colours, written as fast as it is taken. */
export async function downloadLog(
  deps: ApiDeps,
  caller: Caller,
  ids: LogIds,
): Promise<(response: ServerResponse) => void> {
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const chunks = await chunksOf(deps.db, log.id);
  const first = await readChunks(deps.db, deps.blobs, caller.tenant, chunks.slice(0, 1));
  const name = (log.job_name ?? log.job).replace(/[^\w.-]+/g, '_').slice(0, 80) || 'build';
  const write = async (response: ServerResponse): Promise<void> => {
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.log"`,
    });
    for (const blob of first) await writeChunk(response, blob);
    for (let at = 1; at < chunks.length && !response.destroyed; at += AT_ONCE)
      for (const blob of await readChunks(deps.db, deps.blobs, caller.tenant, chunks.slice(at, at + AT_ONCE)))
        await writeChunk(response, blob);
    response.end();
  };
  return (response) =>
    void write(response).catch((error: unknown) => {
      deps.log.warn({ err: error, log: log.id }, 'a download of a log broke off');
      response.destroy();
    });
}

async function writeChunk(response: ServerResponse, blob: Buffer): Promise<void> {
  if (response.destroyed) return;
  const text = (await decodeChunk(blob)).map(({ plain }) => `${plain}\n`).join('');
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
