import { rangeUtil } from '@grafana/data';

/** A time of the URL (`now-24h`, milliseconds or RFC 3339) as RFC 3339; undefined where it is none of them. */
export function moment(text: string | undefined, now: number): string | undefined {
  if (!text || text === 'now') return undefined;
  if (text.startsWith('now')) {
    const raw = rangeUtil.convertRawToRange({ from: text, to: 'now' });
    return raw.from.isValid() ? raw.from.toISOString() : undefined;
  }
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && at <= now + 366 * 86_400_000 ? new Date(at).toISOString() : undefined;
}
