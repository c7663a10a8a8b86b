/** At most `length` UTF-16 units of a text, and never half a character: PostgreSQL refuses those. */
export const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** The subject of a commit message. */
export const firstLine = (text: string | undefined): string | undefined => text?.split('\n', 1)[0];
