/** The words of a free text search, lower-cased; each must occur. A quoted part is one word. At most eight count. */
export function wordsOf(query: string): string[] {
  const words = [...query.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  return words
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '"')
    .slice(0, 8);
}

/** A LIKE pattern for "contains `word`", with LIKE's own signs taken literally. */
export const likePattern = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;
