/** A colour code at an offset of the plain text: `params` is what stands between `ESC [` and `m`. */
export type Colour = readonly [offset: number, params: string];

export interface CleanText {
  /** Without any control sequence. */
  plain: string;
  colours: readonly Colour[];
}

/**
 * Control sequences of ECMA-48 and what terminals add: CSI, strings (OSC, DCS, SOS, PM, APC) up to BEL or ST, charset choices, lone escapes; then
 * control characters that are not a tab. A string that never ends stops at the end of its line.
 */
const SEQUENCES =
  // eslint-disable-next-line no-control-regex
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// eslint-disable-next-line no-control-regex
const ANY = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const MAX_COLOURS = 2_000;
const NONE: readonly Colour[] = [];

/** Takes a line apart: what it says, and where it changes colour. The line holds no line feed. */
export function clean(line: string): CleanText {
  if (!ANY.test(line)) return { plain: line, colours: NONE };
  const colours: Colour[] = [];
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  const add = (text: string): void => {
    if (text === '') return;
    parts.push(text);
    length += text.length;
  };
  for (const match of line.matchAll(SEQUENCES)) {
    add(line.slice(from, match.index));
    from = match.index + match[0].length;
    const params = match[1];
    if (match[2] !== 'm' || params === undefined || !/^[\d;:]*$/.test(params)) continue;
    if (colours.length < MAX_COLOURS) colours.push([length, params]);
  }
  add(line.slice(from));
  return { plain: parts.join(''), colours };
}

/**
 * What is left on a terminal of a line that was written over: the last of its states that shows anything. Progress bars write hundreds of them.
 */
export function lastState(line: string): string {
  if (!line.includes('\r')) return line;
  const states = line.split('\r');
  for (let at = states.length - 1; at > 0; at--) {
    const state = states[at] ?? '';
    if (clean(state).plain.trim() !== '') return state;
  }
  return states[0] ?? '';
}
