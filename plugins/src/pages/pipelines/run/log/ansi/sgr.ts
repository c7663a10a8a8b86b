/** A colour as terminals name it: 0–255 of the palette (the first 16 are the theme's), or `#rrggbb`. */
export type TerminalColour = number | string;

export interface TextStyle {
  readonly fg?: TerminalColour;
  readonly bg?: TerminalColour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
  readonly hidden?: boolean;
}

export interface StyledText {
  readonly text: string;
  readonly style: TextStyle;
}

/** Past this many changes of colour a line is no text for people, and the rest of it stays as it is coloured then. */
const MOST_PIECES = 2000;

const plain: TextStyle = {};

const on: Readonly<Record<number, Partial<TextStyle>>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  8: { hidden: true },
  9: { strike: true },
  21: { underline: true },
};

const off: Readonly<Record<number, readonly (keyof TextStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  28: ['hidden'],
  29: ['strike'],
  39: ['fg'],
  49: ['bg'],
};

const isByte = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 255;

const hex = (parts: readonly number[]): string =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** The colour after 38 or 48, and how many codes it took. Nothing where the sequence is broken. */
function extended(codes: readonly number[]): { colour?: TerminalColour; taken: number } {
  const [mode, ...rest] = codes;
  if (mode === 5) return { taken: 2, ...(isByte(rest[0]) ? { colour: rest[0] } : {}) };
  if (mode !== 2) return { taken: codes.length };
  const rgb = rest.slice(0, 3);
  return { taken: 4, ...(rgb.length === 3 && rgb.every(isByte) ? { colour: hex(rgb) } : {}) };
}

/** Colours 30–37, 40–47 and their bright ones. */
function basic(code: number): Partial<TextStyle> | undefined {
  const within = (from: number) => code >= from && code < from + 8;
  if (within(30)) return { fg: code - 30 };
  if (within(40)) return { bg: code - 40 };
  if (within(90)) return { fg: code - 90 + 8 };
  if (within(100)) return { bg: code - 100 + 8 };
  return undefined;
}

function without(style: TextStyle, names: readonly (keyof TextStyle)[]): TextStyle {
  const next: { -readonly [Name in keyof TextStyle]: TextStyle[Name] } = { ...style };
  for (const name of names) delete next[name];
  return next;
}

function withCodes(style: TextStyle, codes: readonly number[]): TextStyle {
  let next = style;
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if (code === 0) next = plain;
    else if (code === 38 || code === 48) {
      const { colour, taken } = extended(codes.slice(at + 1));
      if (colour !== undefined) next = { ...next, [code === 38 ? 'fg' : 'bg']: colour };
      at += taken;
    } else next = { ...without(next, off[code] ?? []), ...on[code], ...basic(code) };
  }
  return next;
}

/** `1;31` as numbers; colons part the pieces of one colour, where a colour space of its own (`38:2::r:g:b`) is left out. */
const codesOf = (parameters: string): number[] =>
  parameters
    .replace(/([34]8:2):[^:;]*:(?=\d*:\d*:\d*)/g, '$1:')
    .split(/[;:]/)
    .map((part) => (part === '' ? 0 : Number(part)));

/**
 * A line with SGR sequences (`ESC [ … m`, ECMA-48 8.3.117) as pieces of text with a style each. Each line begins plain, for lines are shown out of
 * their order. Codes that are not known change nothing.
 */
export function styledText(line: string): StyledText[] {
  const pieces: StyledText[] = [];
  // eslint-disable-next-line no-control-regex -- the sequences begin with ESC
  const sequence = /\u001b\[([\d;:]*)m/g;
  let style = plain;
  let from = 0;
  const push = (to: number) => {
    if (to > from) pieces.push({ text: line.slice(from, to), style });
  };
  for (let found = sequence.exec(line); found; found = sequence.exec(line)) {
    push(found.index);
    from = sequence.lastIndex;
    if (pieces.length < MOST_PIECES) style = withCodes(style, codesOf(found[1] ?? ''));
  }
  push(line.length);
  return pieces;
}

/** The words of a line alone. */
export const plainText = (line: string): string =>
  styledText(line)
    .map(({ text }) => text)
    .join('');
