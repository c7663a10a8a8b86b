import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NewInboxItem } from '../../inbox/statements';
import { answerJson, answerRefusal } from '../http/answer';
import { Aborted, readBody, type HeldBody } from '../http/body';
import { type Brought, refusalOf } from '../http/failure';
import type { MemoryBudget } from '../http/memory';
import { busy, Refusal } from '../http/refusal';
import type { DoorsDeps } from '../ports';
import { allowed } from './allowed';

/** What is kept of an upload; whose it is, its token says. */
export type Kept = Pick<NewInboxItem, 'source' | 'encoding' | 'meta' | 'body'>;

/** What tells one kind of upload from another. */
export interface Upload {
  /** As a sentence about several begins: `Reports`. */
  name: string;
  brought: Brought;
  /** Methods of the address, for who used another than POST. */
  allow: string;
  maxBytes: number;
  /** Reads what address and headers say, before the body is; returns what makes of the body what is kept. Both throw Refusal. */
  begin: () => (bytes: Buffer) => Kept | Promise<Kept>;
}

/** Serves one upload: authenticate, limit, read, append, and answer once the row is committed. */
export async function serveUpload(
  req: IncomingMessage,
  res: ServerResponse,
  deps: DoorsDeps,
  memory: MemoryBudget,
  upload: Upload,
): Promise<void> {
  let held: HeldBody | null = null;
  try {
    if (req.method !== 'POST')
      throw new Refusal(405, `${upload.name} are sent with POST.`, [], { allow: upload.allow });
    const { tenant } = allowed(await deps.uploader(req.headers.authorization));
    const reason = deps.closed();
    if (reason !== null) throw busy(reason);
    const keep = upload.begin();
    held = await readBody(req, upload.maxBytes, memory);
    // No delivery keys: the digest knows what comes twice. What became a dead letter is taken when it comes again.
    await deps.inbox.append({ tenant, projectId: null, hookId: null, ...(await keep(held.bytes)) });
    answerJson(res, 202, { status: 'accepted' });
  } catch (error) {
    if (error instanceof Aborted) return;
    answerRefusal(req, res, refusalOf(error, deps, upload.brought));
  } finally {
    held?.release();
  }
}
