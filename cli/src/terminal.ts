/** What a command says: facts to stdout, everything else to stderr, so that `$(summit traceparent)` holds nothing but that. */
export interface Terminal {
  say: (line: string) => void;
  warn: (line: string) => void;
}

/** The person asked for something that is not there. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** A terminal that never shows these texts, whoever repeats them. */
export function terminal(
  out: (text: string) => void,
  err: (text: string) => void,
  secrets: readonly (string | undefined)[],
): Terminal {
  const hidden = secrets.filter((secret) => secret !== undefined && secret.length >= 4);
  const plain = (line: string): string =>
    hidden.reduce<string>((text, secret) => text.replaceAll(secret ?? '', '***'), line).replace(CONTROLS, ' ');
  return { say: (line) => out(`${plain(line)}\n`), warn: (line) => err(`summit: ${plain(line)}\n`) };
}

/** A server's words may not move the cursor, and CI systems read commands from lines of their own. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/g;
