import type { Pool } from 'pg';
import { isOutage } from '../store/outage';
import { insertDeliveries, insertPlain, type CountedItem, type NewInboxItem } from './statements';

export type { CountedItem, NewInboxItem } from './statements';

/** `stored` and `duplicate` are acknowledgements: the row, or an earlier one of the same delivery, is committed. */
export type Appended = 'stored' | 'duplicate';

/** Not stored, through no fault of the request: answer 503 and let the client come again. */
export class InboxUnavailable extends Error {
  override readonly name = 'InboxUnavailable';
}

export interface Inbox {
  /** Resolves after the row is committed. Rejects with InboxUnavailable when it is not, or may not be. */
  append(item: NewInboxItem): Promise<Appended>;
  /** Counts a request that is answered but not kept. */
  count(item: CountedItem): Promise<void>;
  /** What waits for its commit now. */
  waiting(): { requests: number; bytes: number };
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

export interface InboxOptions {
  pool: Pool;
  batchRows: number;
  batchBytes: number;
  maxWaitingRequests: number;
  maxWaitingBytes: number;
  /** Called after each commit that stored something. */
  onStored: (rows: number) => void;
  onError?: (error: unknown) => void;
}

type Work =
  | {
      kind: 'plain';
      item: NewInboxItem;
      bytes: number;
      done: (result: Appended) => void;
      failed: (error: Error) => void;
    }
  | {
      kind: 'keyed';
      item: NewInboxItem;
      bytes: number;
      done: (result: Appended) => void;
      failed: (error: Error) => void;
    }
  | { kind: 'count'; counted: CountedItem; bytes: number; done: () => void; failed: (error: Error) => void };

/**
 * The durable queue's door. What arrives while one insert is under way is the next insert: under load batches grow by themselves, and a
 * lone request waits for nobody.
 */
export function openInbox(options: InboxOptions): Inbox {
  const state = { queue: [] as Work[], requests: 0, bytes: 0, running: false, away: false, idle: [] as (() => void)[] };

  const push = (work: Work): void => {
    if (state.requests >= options.maxWaitingRequests || state.bytes + work.bytes > options.maxWaitingBytes) {
      work.failed(new InboxUnavailable('too many requests wait to be stored'));
      return;
    }
    state.requests += 1;
    state.bytes += work.bytes;
    state.queue.push(work);
    if (!state.running) {
      state.running = true;
      setImmediate(() => void run());
    }
  };

  const run = async (): Promise<void> => {
    while (state.queue.length > 0) {
      const batch = takeBatch(state.queue, options);
      await storeBatch(batch, { ...options, onAway: () => (state.away = true) });
      // Each batch would find out by itself, one after the other, and the last request wait for the sum of that.
      const left = state.away ? state.queue.splice(0) : [];
      for (const work of left) work.failed(new InboxUnavailable('the database does not answer'));
      state.away = false;
      state.requests -= batch.length + left.length;
      state.bytes -= bytesOf(batch) + bytesOf(left);
    }
    state.running = false;
    for (const wake of state.idle.splice(0)) wake();
  };

  return {
    append: (item) =>
      new Promise((done, failed) => {
        const kind = item.deliveryKeys && item.deliveryKeys.length > 0 ? 'keyed' : 'plain';
        push({ kind, item, bytes: item.body.length, done, failed });
      }),
    count: (counted) => new Promise((done, failed) => push({ kind: 'count', counted, bytes: 0, done, failed })),
    waiting: () => ({ requests: state.requests, bytes: state.bytes }),
    idle: () => (state.running ? new Promise((wake) => state.idle.push(wake)) : Promise.resolve()),
  };
}

const bytesOf = (works: readonly Work[]): number => works.reduce((sum, work) => sum + work.bytes, 0);

function takeBatch(queue: Work[], limits: { batchRows: number; batchBytes: number }): Work[] {
  let rows = 0;
  let bytes = 0;
  for (const work of queue) {
    if (rows > 0 && (rows >= limits.batchRows || bytes + work.bytes > limits.batchBytes)) break;
    rows += 1;
    bytes += work.bytes;
  }
  return queue.splice(0, rows);
}

/** What storing needs beside the works. `onAway` is told when the database could not be asked at all. */
type StoreOptions = InboxOptions & { onAway: () => void };

async function storeBatch(batch: readonly Work[], options: StoreOptions): Promise<void> {
  const plain = batch.filter((work) => work.kind === 'plain');
  const counted = batch.filter((work) => work.kind === 'count');
  const keyed = batch.filter((work) => work.kind === 'keyed');
  if (plain.length + counted.length > 0) await storePlain([...plain, ...counted], options);
  if (keyed.length > 0) await storeKeyed(keyed, options);
}

async function storePlain(works: readonly Work[], options: StoreOptions): Promise<void> {
  const items = works.flatMap((work) => (work.kind === 'plain' ? [work.item] : []));
  const counted = works.flatMap((work) => (work.kind === 'count' ? [work.counted] : []));
  try {
    await insertPlain(options.pool, items, counted);
  } catch (error) {
    return failOrSplit(works, error, options, storePlain);
  }
  for (const work of works) {
    if (work.kind === 'count') work.done();
    else work.done('stored');
  }
  if (items.length > 0) options.onStored(items.length);
}

type Keyed = Extract<Work, { kind: 'keyed' }>;

/** Repeats within one batch follow the first of them: the statement must not meet one key twice. */
async function storeKeyed(works: readonly Keyed[], options: StoreOptions): Promise<void> {
  const seen = new Set<string>();
  const firsts: Keyed[] = [];
  const repeats: Keyed[] = [];
  for (const work of works) {
    const keys = (work.item.deliveryKeys ?? []).map((key) => `${work.item.hookId} ${key.toString('latin1')}`);
    (keys.some((key) => seen.has(key)) ? repeats : firsts).push(work);
    for (const key of keys) seen.add(key);
  }
  try {
    const fresh = await insertDeliveries(
      options.pool,
      firsts.map((work) => work.item),
    );
    const stored = fresh.filter(Boolean).length;
    if (stored > 0) options.onStored(stored);
    firsts.forEach((work, i) => work.done(fresh[i] ? 'stored' : 'duplicate'));
  } catch (error) {
    return failOrSplit(works, error, options, (some) => storeKeyed(some.filter(isKeyed), options));
  }
  if (repeats.length > 0) await countRepeats(repeats, options);
}

async function countRepeats(repeats: readonly Keyed[], options: StoreOptions): Promise<void> {
  const counted = repeats.map(({ item }) => ({
    tenant: item.tenant,
    source: item.source,
    state: 'deduplicated' as const,
  }));
  try {
    await insertPlain(options.pool, [], counted);
    for (const work of repeats) work.done('duplicate');
  } catch (error) {
    await failOrSplit(repeats, error, options, (some) => countRepeats(some.filter(isKeyed), options));
  }
}

function isKeyed(work: Work): work is Keyed {
  return work.kind === 'keyed';
}

/**
 * A value that PostgreSQL cannot hold (class 22) fails the whole insert; stored one by one, it fails alone. Anything else is the database's
 * state, and the same for all.
 */
async function failOrSplit(
  works: readonly Work[],
  error: unknown,
  options: StoreOptions,
  store: (works: readonly Work[], options: StoreOptions) => Promise<void>,
): Promise<void> {
  if (works.length > 1 && sqlState(error).startsWith('22')) {
    for (const work of works) await store([work], options);
    return;
  }
  if (isOutage(error)) options.onAway();
  options.onError?.(error);
  for (const work of works) work.failed(new InboxUnavailable('the database did not store the request'));
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
