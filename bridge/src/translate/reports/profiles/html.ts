const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** The text of a piece of HTML that a tool wrote. */
export const plainText = (html: string): string =>
  html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

/** What stands between `from` and the next `to` behind it, at or after `start`; undefined where either is missing. */
export function between(text: string, from: string, to: string, start = 0): { inner: string; end: number } | undefined {
  const at = text.indexOf(from, start);
  if (at < 0) return undefined;
  const end = text.indexOf(to, at + from.length);
  return end < 0 ? undefined : { inner: text.slice(at + from.length, end), end: end + to.length };
}
