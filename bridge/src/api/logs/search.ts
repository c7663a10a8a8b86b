import { MAX_LOG_MATCHES, type LogMatches } from '@summit/contracts';
import { z } from 'zod';
import { textOfChunk } from '../../domain/logs/chunk';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import type { LogIds } from './lines';
import { byExpression, byText } from './matchers';
import { chunksWith, findLog, readChunks, type ChunkRow } from './rows';

const flag = z.enum(['true', 'false']).default('false');
export const LogQuery = z.object({ q: z.string().min(1).max(500), regex: flag, case: flag });

/** Chunks fetched by one question; the next are on their way while these are searched. */
const AT_ONCE = 24;

/**
 * The lines that match, of those chunks that may hold any: until as many are found as are answered. Inflating goes on beside this thread, which is held for
 * a millisecond or so a chunk.
 */
export async function searchLog(
  deps: ApiDeps,
  caller: Caller,
  ids: LogIds,
  query: z.output<typeof LogQuery>,
): Promise<LogMatches> {
  const isExact = query.case === 'true';
  const matcher = query.regex === 'true' ? byExpression(query.q, isExact) : byText(query.q, isExact);
  const log = await findLog(deps.db, caller, ids.id, ids.logId);
  const lines: number[] = [];
  for await (const { first, text } of textsOf(deps, caller.tenant, await chunksWith(deps.db, log.id, matcher.needs))) {
    matcher.find(text, (line) => lines.push(first + line));
    if (lines.length > MAX_LOG_MATCHES)
      return { total: MAX_LOG_MATCHES, lines: lines.slice(0, MAX_LOG_MATCHES), more: true };
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { total: lines.length, lines, more: false };
}

/** The texts of chunks in their order, fetched ahead. */
async function* textsOf(
  deps: ApiDeps,
  tenant: string,
  chunks: readonly ChunkRow[],
): AsyncGenerator<{ first: number; text: string }> {
  const batches = Array.from({ length: Math.ceil(chunks.length / AT_ONCE) }, (_, n) =>
    chunks.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
  let next = inflated(deps, tenant, batches[0] ?? []);
  for (const [n, batch] of batches.entries()) {
    const texts = await next;
    next = inflated(deps, tenant, batches[n + 1] ?? []);
    // Whatever ends this search, nobody waits for what was fetched ahead.
    next.catch(() => undefined);
    for (const [index, text] of texts.entries()) yield { first: batch[index]?.first_line ?? 0, text: await text };
  }
}

async function inflated(deps: ApiDeps, tenant: string, batch: readonly ChunkRow[]): Promise<Promise<string>[]> {
  if (batch.length === 0) return [];
  const texts = (await readChunks(deps.db, deps.blobs, tenant, batch)).map(textOfChunk);
  for (const text of texts) text.catch(() => undefined);
  return texts;
}
