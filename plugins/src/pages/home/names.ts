/** Names as kept or typed: none empty, none twice, as many as the bridge takes. */
export const cleanNames = (names: readonly string[]): string[] =>
  [...new Set(names.map((name) => name.trim()).filter((name) => name !== '' && name.length <= 200))].slice(0, 20);

/** What was kept; anything else is none. */
export function parseNames(kept: string | null): string[] {
  if (kept === null) return [];
  try {
    const value: unknown = JSON.parse(kept);
    return Array.isArray(value) ? cleanNames(value.filter((name) => typeof name === 'string')) : [];
  } catch {
    return [];
  }
}
