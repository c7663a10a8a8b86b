const MINUTE_MS = 60_000;

/** Client clocks that are off by less are left alone: that much can be a slow network or a queue. */
const DRIFT_FROM_MS = 55 * MINUTE_MS;

/** Times further back are a broken clock rather than a late event. */
const OLDEST_MS = 30 * 24 * 60 * MINUTE_MS;

/** Float seconds since the epoch, or RFC 3339 text (UTC when it names no zone), as milliseconds; undefined for anything else. */
export function parseTime(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? textMs(value) : undefined;
  return ms !== undefined && Number.isFinite(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
}

function textMs(value: string): number | undefined {
  if (value.length > 40 || value.length === 0) return undefined;
  if (/^\d{1,11}(\.\d{1,12})?$/.test(value)) return Number(value) * 1000;
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(value) || value.length <= 10;
  return Date.parse(zoned ? value : `${value}Z`);
}

/** By how much the client's clock is behind (positive) or ahead; 0 when it is right enough or unknown. */
export function clockDriftMs(sentAt: unknown, receivedMs: number): number {
  const sentMs = parseTime(sentAt);
  if (sentMs === undefined) return 0;
  const drift = receivedMs - sentMs;
  return Math.abs(drift) >= DRIFT_FROM_MS ? drift : 0;
}

/** When an event happened: its own time with the drift taken out, never after it was received, and never more than 30 days before. */
export function occurredMs(timestamp: unknown, driftMs: number, receivedMs: number): number {
  const ms = parseTime(timestamp);
  if (ms === undefined) return receivedMs;
  const corrected = ms + driftMs;
  if (corrected > receivedMs || corrected < receivedMs - OLDEST_MS) return receivedMs;
  return Math.round(corrected);
}
