import type { Found } from './model';

/** What would save most time first; by name where that is the same. */
export const rank = (found: readonly Found[]): Found[] =>
  [...found].sort(
    (a, b) => b.savesMs - a.savesMs || (JSON.stringify([a.kind, a.job]) < JSON.stringify([b.kind, b.job]) ? -1 : 1),
  );
