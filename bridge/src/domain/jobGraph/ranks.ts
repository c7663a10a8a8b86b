import type { DeclaredJob } from '@summit/contracts';

/**
 * How many needs lie behind each key at most: 0 without any. A need that nothing declares counts as one. Keys that lie in a circle, or wait for one, have
 * no rank.
 */
export function ranksOf(declared: readonly DeclaredJob[]): Map<string, number> {
  const left = new Map<string, number>();
  const waiting = new Map<string, string[]>();
  const ranks = new Map<string, number>();
  const keys = new Set(declared.map(({ key }) => key));
  for (const { key, needs } of declared) {
    const known = [...new Set((needs ?? []).map((need) => need.key))].filter((need) => keys.has(need));
    left.set(key, known.length);
    for (const need of known) {
      const others = waiting.get(need);
      if (others) others.push(key);
      else waiting.set(need, [key]);
    }
  }
  let free = [...left].flatMap(([key, count]) => (count === 0 ? [key] : []));
  for (let rank = 0; free.length > 0; rank++) {
    const next: string[] = [];
    for (const key of free) {
      ranks.set(key, rank);
      for (const other of waiting.get(key) ?? []) {
        const count = (left.get(other) ?? 0) - 1;
        left.set(other, count);
        if (count === 0) next.push(other);
      }
    }
    free = next;
  }
  return ranks;
}
