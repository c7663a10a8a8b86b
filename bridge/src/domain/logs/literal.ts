/** Escapes that stand for one character or for a place, and take no more of the expression than themselves. */
const CLASSES = 'dDwWsSbBtnrvf';
const SYNTAX = '^$\\.*+?()[]{}|/';

/**
 * The longest piece of text that whatever matches the expression (JavaScript's, with the flag `u`) must hold, or '' where none is seen. It looks at the
 * outermost sequence alone: groups and classes end a piece, alternatives at the top and escapes with something behind them give up.
 */
export function literalOf(expression: string): string {
  const characters = Array.from(expression);
  const pieces: string[] = [];
  let piece: string[] = [];
  const end = (): void => {
    pieces.push(piece.join(''));
    piece = [];
  };
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '|') return '';
    if (character === '\\') {
      const escaped = characters[++at] ?? '';
      if (SYNTAX.includes(escaped)) piece.push(escaped);
      else if (CLASSES.includes(escaped)) end();
      else return '';
    } else if (character === '(' || character === '[') {
      end();
      at = closedAt(characters, at);
    } else if ('*?{'.includes(character)) {
      // The one in front may be missing.
      piece.pop();
      end();
      if (character === '{') at = characters.indexOf('}', at);
    } else if ('+.^$'.includes(character)) end();
    else piece.push(character);
  }
  end();
  return pieces.reduce((longest, next) => (next.length > longest.length ? next : longest));
}

/** Where the group or class that opens at `from` closes. The expression is valid: every one does. */
function closedAt(characters: readonly string[], from: number): number {
  let depth = 0;
  let isClass = false;
  for (let at = from; at < characters.length; at++) {
    const character = characters[at];
    if (character === '\\') at += 1;
    else if (isClass) isClass = character !== ']';
    else if (character === '[') isClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0 && !isClass) return at;
  }
  return characters.length;
}
