/** `type(scope)!: subject` of Conventional Commits 1.0.0 (https://www.conventionalcommits.org/en/v1.0.0/). */
const HEADER = /^([a-z][a-z-]{0,29})(?:\(([^()]{1,100})\))?(!)?: +(\S.*)$/i;

export interface Header {
  type: string;
  scope: string | null;
  breaking: boolean;
  subject: string;
}

/** Reads the first line of a message or a title; null where it is not in that form. */
export function headerOf(line: string): Header | null {
  const match = HEADER.exec(line);
  if (!match?.[1] || match[4] === undefined) return null;
  return { type: match[1], scope: match[2] ?? null, breaking: match[3] === '!', subject: match[4] };
}

/** What its footer `BREAKING CHANGE:` (or `BREAKING-CHANGE:`) says, up to the next footer or empty line; null without one. */
export function breakingNoteOf(message: string): string | null {
  const lines = message.split('\n');
  // The first line is the title, which says it by `!`.
  const at = lines.findIndex((line, index) => index > 0 && /^BREAKING[ -]CHANGE(?:: | #)/.test(line));
  if (at < 0) return null;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() === '' || /^[A-Za-z][A-Za-z-]{0,49}(?:: | #)/.test(line));
  const first = (lines[at] ?? '').replace(/^BREAKING[ -]CHANGE(?:: | #)/, '');
  return [first, ...rest.slice(0, end < 0 ? undefined : end)]
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

/** What its footers say it closes or belongs to: `Closes #12`, `Refs: SHOP-7`, one line each. */
export const footersOf = (message: string): string[] =>
  message
    .split('\n')
    .slice(1)
    .filter((line) =>
      /^(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|references|see|related(?: to)?|part of|issue)\b[: #]/i.test(
        line,
      ),
    );
