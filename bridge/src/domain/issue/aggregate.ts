import type { ErrorEvent } from '@summit/contracts';

/** An event as its issue sees it. Times in milliseconds since the epoch. */
export interface Occurrence {
  occurredMs: number;
  level: ErrorEvent['level'];
  release: string | null;
  environment: string | null;
  /** 16 bytes in hex. */
  userKey: string | null;
  dimensions: ReadonlyMap<string, string>;
}

/** What a batch of events adds to one issue. */
export interface IssueDelta {
  count: number;
  firstSeenMs: number;
  lastSeenMs: number;
  /** Of the batch's latest event. */
  level: ErrorEvent['level'];
  environment: string | null;
  firstRelease: string | null;
  lastRelease: string | null;
  users: Set<string>;
  /** Events by the hour in which they happened. */
  hours: Map<number, number>;
  releases: Map<string, { count: number; firstSeenMs: number; lastSeenMs: number }>;
  /** Events by dimension and value. */
  tags: Map<string, Map<string, number>>;
}

const HOUR_MS = 3_600_000;

/** Folds events of one issue; their order does not matter, except among events of the same millisecond. */
export function aggregate(occurrences: readonly Occurrence[]): IssueDelta {
  const delta: IssueDelta = {
    count: 0,
    firstSeenMs: Infinity,
    lastSeenMs: -Infinity,
    level: 'error',
    environment: null,
    firstRelease: null,
    lastRelease: null,
    users: new Set(),
    hours: new Map(),
    releases: new Map(),
    tags: new Map(),
  };
  for (const occurrence of occurrences) add(delta, occurrence);
  return delta;
}

function add(delta: IssueDelta, event: Occurrence): void {
  delta.count += 1;
  if (event.occurredMs < delta.firstSeenMs) {
    delta.firstSeenMs = event.occurredMs;
    delta.firstRelease = event.release;
  }
  if (event.occurredMs >= delta.lastSeenMs) {
    delta.lastSeenMs = event.occurredMs;
    delta.lastRelease = event.release;
    delta.environment = event.environment;
    delta.level = event.level;
  }
  if (event.userKey !== null) delta.users.add(event.userKey);
  const hour = Math.floor(event.occurredMs / HOUR_MS) * HOUR_MS;
  delta.hours.set(hour, (delta.hours.get(hour) ?? 0) + 1);
  if (event.release !== null) addRelease(delta, event.release, event.occurredMs);
  for (const [key, value] of event.dimensions) {
    const values = delta.tags.get(key) ?? new Map<string, number>();
    values.set(value, (values.get(value) ?? 0) + 1);
    delta.tags.set(key, values);
  }
}

function addRelease(delta: IssueDelta, version: string, ms: number): void {
  const release = delta.releases.get(version) ?? { count: 0, firstSeenMs: ms, lastSeenMs: ms };
  release.count += 1;
  release.firstSeenMs = Math.min(release.firstSeenMs, ms);
  release.lastSeenMs = Math.max(release.lastSeenMs, ms);
  delta.releases.set(version, release);
}
