import type { StyledText, TextStyle } from './sgr';

export interface ShownText {
  readonly text: string;
  readonly style: TextStyle;
  readonly found: boolean;
}

/** Where a text holds a word, as the bridge finds it: without regard to case unless asked to. */
export function foundIn(
  text: string,
  word: string,
  matchCase: boolean,
): readonly (readonly [from: number, to: number])[] {
  if (word === '') return [];
  const [hay, needle] = matchCase ? [text, word] : [text.toLowerCase(), word.toLowerCase()];
  // Letters that grow when they become small would shift all behind them.
  if (hay.length !== text.length) return [];
  const found: (readonly [number, number])[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length))
    found.push([at, at + needle.length]);
  return found;
}

/** Pieces of a line cut where what was searched for begins and ends. */
export function highlighted(
  pieces: readonly StyledText[],
  found: readonly (readonly [from: number, to: number])[],
): ShownText[] {
  const shown: ShownText[] = [];
  let at = 0;
  let next = 0;
  for (const { text, style } of pieces) {
    let from = 0;
    while (from < text.length) {
      while ((found[next]?.[1] ?? Infinity) <= at + from) next++;
      const [start, end] = found[next] ?? [Infinity, Infinity];
      const inside = start <= at + from;
      const to = Math.min(text.length, (inside ? end : start) - at);
      shown.push({ text: text.slice(from, to), style, found: inside });
      from = to;
    }
    at += text.length;
  }
  return shown;
}
