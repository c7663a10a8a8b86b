import type { Database } from '../../store/database';
import type { ApiLog } from '../deps';
import type { Unreadable } from '../unreadable';
import { toChanges, type Change } from './changes';
import { feedEnd, isExpired, readFeed, type FeedRow } from './feed';
import { isAfter, type Position } from './position';

export interface Subscriber {
  tenant: string;
  /** Changes in order, and the place that is reached after them. */
  deliver(changes: readonly Change[], reached: Position): void;
  /** The place asked for is too old: the client has to load anew. */
  reset(reached: Position): void;
}

export interface Hub {
  /** Joins at `from`, or at the end for null; resolves with the way to leave. */
  subscribe(subscriber: Subscriber, from: Position | null): Promise<() => void>;
  /** Looks at the feed at once: something was written. */
  wake(): void;
  close(): void;
}

export interface HubOptions {
  db: Database;
  now: () => Date;
  log: ApiLog;
  unreadable: Unreadable;
  pollMs?: number;
}

const ROWS_PER_READ = 1_000;
/** A client that missed more than this loads its lists faster than it reads what happened to them. */
const MAX_CATCH_UP = 2_000;

interface Joined {
  subscriber: Subscriber;
  /** What is at or before this place comes from its own catching up, not from the hub. */
  from: Position;
  /** Changes that came while it was catching up. */
  waiting: { changes: readonly Change[]; reached: Position }[] | null;
}

/**
 * One reader of the change feed for all clients of this bridge: it polls while somebody listens, loads what changed once a tenant, and
 * hands it to that tenant's clients.
 */
export function changeHub({ db, now, log, unreadable, pollMs = 250 }: HubOptions): Hub {
  const joined = new Set<Joined>();
  let readUpTo: Position | null = null;
  let timer: NodeJS.Timeout | null = null;
  let reading = false;
  let again = false;
  let closed = false;

  function schedule(delayMs: number): void {
    if (timer || closed || joined.size === 0) return;
    timer = setTimeout(() => {
      timer = null;
      void tick();
    }, delayMs);
    timer.unref();
  }

  async function tick(): Promise<void> {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    let more = false;
    try {
      more = await readOnce();
    } catch (error) {
      log.warn({ err: error }, 'the change feed could not be read; trying again');
    }
    reading = false;
    // Nobody listens: the place is forgotten, and whoever comes next starts at the end then.
    if (joined.size === 0) readUpTo = null;
    schedule(more || again ? 0 : pollMs);
    again = false;
  }

  /** Reads and hands out one batch; true when there may be more. */
  async function readOnce(): Promise<boolean> {
    if (readUpTo === null) return false;
    const end = await feedEnd(db);
    const rows = await readFeed(db, readUpTo, ROWS_PER_READ);
    const last = rows.at(-1);
    // Fewer rows than asked for: the feed was read to its end as it stood before, and idle clients move on with it.
    const reached = last && rows.length === ROWS_PER_READ ? last : later(end, last ?? readUpTo);
    readUpTo = later(reached, readUpTo);
    const listeners = [...joined];
    const tenants = new Set(listeners.map((one) => one.subscriber.tenant));
    for (const tenant of tenants) await handOut(tenant, rows, listeners, readUpTo);
    return rows.length === ROWS_PER_READ;
  }

  async function handOut(tenant: string, rows: readonly FeedRow[], listeners: readonly Joined[], reached: Position) {
    const own = rows.filter((row) => row.tenant === tenant);
    const changes = own.length === 0 ? [] : await toChanges(db, tenant, own, now(), unreadable);
    for (const one of listeners) {
      if (one.subscriber.tenant !== tenant || !joined.has(one)) continue;
      const unseen = changes.filter((change) => isAfter(change.position, one.from));
      if (one.waiting) one.waiting.push({ changes: unseen, reached });
      else one.subscriber.deliver(unseen, reached);
    }
  }

  async function catchUp(one: Joined, from: Position): Promise<void> {
    const { subscriber } = one;
    const rows = (await isExpired(db, from))
      ? null
      : await readFeed(db, from, MAX_CATCH_UP + 1, { tenant: subscriber.tenant, upTo: one.from });
    if (rows === null || rows.length > MAX_CATCH_UP) subscriber.reset(one.from);
    else subscriber.deliver(await toChanges(db, subscriber.tenant, rows, now(), unreadable), one.from);
  }

  return {
    async subscribe(subscriber, from) {
      // Nobody listened until now: what was read last may be long ago.
      while (readUpTo === null || joined.size === 0) {
        const end = await feedEnd(db);
        readUpTo = readUpTo === null ? end : later(end, readUpTo);
        if (joined.size === 0) break;
      }
      const one: Joined = { subscriber, from: readUpTo, waiting: from === null ? null : [] };
      joined.add(one);
      schedule(pollMs);
      const leave = (): void => void joined.delete(one);
      try {
        if (from === null) subscriber.deliver([], one.from);
        else await catchUp(one, from);
      } catch (error) {
        leave();
        throw error;
      }
      for (const batch of one.waiting ?? []) subscriber.deliver(batch.changes, batch.reached);
      one.waiting = null;
      return leave;
    },
    wake() {
      if (joined.size === 0 || closed) return;
      if (timer) clearTimeout(timer);
      timer = null;
      void tick();
    },
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
      joined.clear();
    },
  };
}

const later = (a: Position, b: Position): Position => (isAfter(a, b) ? a : b);
