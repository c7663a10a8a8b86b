/** Whether a path matches; both are given in parts, without slashes at the ends. */
export type PathMatcher = (parts: readonly string[]) => boolean;

/**
 * A pattern of a path, part by part: `*` and `?` within a part, `**` for any number of parts. A step back goes to the last star alone, as it may
 * because whatever an earlier star could take, the last one can: the time is at most that of comparing each part with each.
 */
export function pathMatcher(pattern: readonly string[]): PathMatcher {
  const wanted = pattern.map((part) => (part === '**' ? null : partMatcher(part)));
  return (parts) => {
    const matches = (at: number, part: number): boolean => wanted[at]?.(parts[part] ?? '') === true;
    return matchStarred(wanted.length, parts.length, (at) => wanted[at] === null, matches);
  };
}

/** One part of a path: `*` is any text, `?` any character, and a backslash takes the next one as it is. */
export function partMatcher(glob: string): (text: string) => boolean {
  const signs = [...glob.matchAll(/\\(.)|(\*)|(\?)|([^])/gsu)].map(([whole, escaped, star, any]) => ({
    star: star !== undefined,
    any: any !== undefined,
    text: escaped ?? whole,
  }));
  if (!signs.some(({ star, any }) => star || any)) {
    const plain = signs.map(({ text }) => text).join('');
    return (text) => text === plain;
  }
  return (text) => {
    const letters = [...text];
    const matches = (at: number, letter: number): boolean =>
      signs[at]?.any === true || signs[at]?.text === letters[letter];
    return matchStarred(signs.length, letters.length, (at) => signs[at]?.star === true, matches);
  };
}

/** Compares a sequence with a pattern in which some places stand for any number of items. */
function matchStarred(
  wanted: number,
  given: number,
  isStar: (at: number) => boolean,
  matches: (at: number, item: number) => boolean,
): boolean {
  const state = { at: 0, item: 0, star: -1, from: 0 };
  while (state.item < given) {
    if (state.at < wanted && isStar(state.at)) {
      state.star = state.at++;
      state.from = state.item;
    } else if (state.at < wanted && matches(state.at, state.item)) {
      state.at++;
      state.item++;
    } else if (state.star >= 0) {
      state.at = state.star + 1;
      state.item = ++state.from;
    } else return false;
  }
  while (state.at < wanted && isStar(state.at)) state.at++;
  return state.at === wanted;
}
