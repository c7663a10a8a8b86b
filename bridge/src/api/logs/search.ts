import { MAX_LOG_MATCHES, type LogMatches } from '@summit/contracts';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { textOfChunk } from '../../domain/logs/chunk';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { ApiError, badRequest } from '../errors';
import type { LogIds } from './lines';
import { chunksOf, findLog, readChunks, type ChunkRow } from './rows';

const flag = z.enum(['true', 'false']).default('false');
export const LogQuery = z.object({ q: z.string().min(1).max(500), regex: flag, case: flag });

/** Chunks fetched by one question; the next are on their way while these are searched. */
const AT_ONCE = 24;
/** How long an expression may take with one chunk, and with a log. */
const CHUNK_MS = 100;
const LOG_MS = 5_000;

/**
 * The lines that match, chunk by chunk: inflating goes on beside this thread, which is held for a millisecond or so a chunk. There is no engine of linear
 * time here, so an expression that takes long is given up: V8 looks for the end of its time as it backtracks.
 */
export async function searchLog(
  deps: ApiDeps,
  caller: Caller,
  ids: LogIds,
  query: z.output<typeof LogQuery>,
): Promise<LogMatches> {
  const matcher = query.regex === 'true' ? byExpression(query) : byText(query);
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const chunks = await chunksOf(deps.db, log.id);
  const found = { total: 0, lines: [] as number[] };
  const batches = Array.from({ length: Math.ceil(chunks.length / AT_ONCE) }, (_, n) =>
    chunks.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
  const fetch = (batch: ChunkRow[] | undefined) =>
    batch === undefined ? Promise.resolve([]) : textsOf(deps, caller.tenant, batch);
  let next = fetch(batches[0]);
  for (const [n, batch] of batches.entries()) {
    const texts = await next;
    next = fetch(batches[n + 1]);
    // Whatever ends this search, nobody waits for what was fetched ahead.
    next.catch(() => undefined);
    for (const [index, text] of texts.entries()) {
      const first = batch[index]?.first_line ?? 0;
      matcher(await text, (line) => {
        found.total += 1;
        if (found.lines.length < MAX_LOG_MATCHES) found.lines.push(first + line);
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { ...found, more: found.total > found.lines.length };
}

async function textsOf(deps: ApiDeps, tenant: string, batch: readonly ChunkRow[]): Promise<Promise<string>[]> {
  const texts = (await readChunks(deps.db, deps.blobs, tenant, batch)).map(textOfChunk);
  for (const text of texts) text.catch(() => undefined);
  return texts;
}

/** Tells each line of a text, counted from 0, that matches. */
type Matcher = (text: string, match: (line: number) => void) => void;

function byText(query: { q: string; case: string }): Matcher {
  const isExact = query.case === 'true';
  const wanted = isExact ? query.q : query.q.toLowerCase();
  return (given, match) => {
    const text = isExact ? given : given.toLowerCase();
    let line = 0;
    let counted = 0;
    for (let at = text.indexOf(wanted); at !== -1;) {
      for (let end = text.indexOf('\n', counted); end !== -1 && end < at; end = text.indexOf('\n', counted)) {
        line += 1;
        counted = end + 1;
      }
      match(line);
      const end = text.indexOf('\n', at);
      if (end === -1) return;
      at = text.indexOf(wanted, end);
    }
  };
}

function byExpression(query: { q: string; case: string }): Matcher {
  const expression = compiled(query.q, query.case === 'true' ? 'u' : 'iu');
  let spentMs = 0;
  return (text, match) => {
    const lines: number[] = [];
    const find = (): void => {
      for (const [index, line] of text.split('\n').entries()) if (expression.test(line)) lines.push(index);
    };
    const began = performance.now();
    within(find);
    spentMs += performance.now() - began;
    if (spentMs > LOG_MS) throw tooSlow();
    for (const line of lines) match(line);
  };
}

function compiled(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw badRequest('The expression is not valid.', [error instanceof Error ? error.message : String(error)]);
  }
}

/** Runs work that is cut off when its time is over. */
function within(find: () => void): void {
  try {
    runInNewContext('find()', { find }, { timeout: CHUNK_MS });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw tooSlow();
    throw error;
  }
}

const tooSlow = (): ApiError =>
  badRequest('The expression takes too long.', [
    'Repetitions within repetitions do, such as (a+)+. Say it more simply.',
  ]);
