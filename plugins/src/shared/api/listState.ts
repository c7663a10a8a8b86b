export const noIds: ReadonlySet<string> = new Set();

/** Puts a live entity into rows: a known one is replaced where it stands; an unknown one is not moved in under the pointer. */
export function mergeLive<T extends { id: string }>(
  rows: readonly T[],
  entity: T,
): { rows: readonly T[]; known: boolean } {
  const at = rows.findIndex(({ id }) => id === entity.id);
  return at === -1 ? { rows, known: false } : { rows: rows.with(at, entity), known: true };
}

/** The rows with one more page; what moved between the pages meanwhile stays where it was first. */
export function addPage<T extends { id: string }>(rows: readonly T[], page: readonly T[]): readonly T[] {
  const known = new Set(rows.map(({ id }) => id));
  return [...rows, ...page.filter(({ id }) => !known.has(id))];
}
