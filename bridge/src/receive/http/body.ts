import type { IncomingMessage } from 'node:http';
import type { MemoryBudget } from './memory';
import { busy, Refusal } from './refusal';

/** A body in memory; `release` gives its bytes back to the budget. */
export interface HeldBody {
  bytes: Buffer;
  release(): void;
}

/** The sender went away before its request was whole; there is nobody to answer. */
export class Aborted extends Error {}

/**
 * Reads a request's body. Refuses with 413 what announces, or turns out, to be larger than `ceiling`, and with 503 what does not fit into
 * memory now.
 */
export function readBody(req: IncomingMessage, ceiling: number, memory: MemoryBudget): Promise<HeldBody> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => new Refusal(413, `The request is larger than ${ceiling} bytes.`);
    const announced = Number(req.headers['content-length'] ?? 0);
    if (announced > ceiling) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    const state = { bytes: 0, ended: false };
    // Made when it is needed: a request that went well closes too, and an error's stack costs more than reading the body.
    const fail = (error: () => Error) => {
      if (state.ended) return;
      state.ended = true;
      memory.give(state.bytes);
      chunks.length = 0;
      reject(error());
    };
    req.on('data', (chunk: Buffer) => {
      if (state.ended) return;
      if (state.bytes + chunk.length > ceiling) return fail(tooLarge);
      if (!memory.take(chunk.length)) return fail(() => busy('Too many requests are under way.'));
      state.bytes += chunk.length;
      chunks.push(chunk);
    });
    req.once('end', () => {
      if (state.ended) return;
      state.ended = true;
      const [first] = chunks;
      const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks, state.bytes);
      resolve({ bytes, release: once(() => memory.give(state.bytes)) });
    });
    req.once('close', () => fail(() => new Aborted('the sender closed the connection')));
    req.once('error', () => fail(() => new Aborted('the connection broke')));
  });
}

function once(work: () => void): () => void {
  const state = { done: false };
  return () => {
    if (state.done) return;
    state.done = true;
    work();
  };
}
