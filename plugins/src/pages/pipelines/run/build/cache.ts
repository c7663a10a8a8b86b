import type { CacheUse } from '@summit/contracts';

/** The share of work that was found done; null where nothing was looked for. */
export const hitRate = (cache: CacheUse | null): number | null =>
  cache === null || cache.hits + cache.misses === 0 ? null : cache.hits / (cache.hits + cache.misses);

/** `12 points lower than before`: a difference of two shares, in words; nothing where they are alike. */
export function rateChange(now: number | null, before: number | null): string {
  if (now === null || before === null) return '';
  const points = Math.round((now - before) * 100);
  if (points === 0) return 'as before';
  return `${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'} ${points > 0 ? 'higher' : 'lower'} than before`;
}
