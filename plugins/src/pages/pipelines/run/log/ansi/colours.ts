import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { CSSProperties } from 'react';
import type { TerminalColour, TextStyle } from './sgr';

/** WCAG AA for text of this size. */
export const LEAST_CONTRAST = 4.5;

/** Black, red, green, yellow, blue, magenta, cyan, white: as Grafana names them. */
const names = ['', 'red', 'green', 'yellow', 'blue', 'purple', '', ''] as const;
const CYAN = '#2fb8c5';

const toHex = (value: number): string =>
  Math.max(0, Math.min(255, Math.round(value)))
    .toString(16)
    .padStart(2, '0');

/** The 216 colours of the cube and the 24 greys of the 256-colour palette. */
function indexed(code: number): string {
  if (code >= 232) return `#${toHex(8 + (code - 232) * 10).repeat(3)}`;
  const level = (part: number): string => toHex(part === 0 ? 0 : 55 + part * 40);
  const cube = code - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

/** A colour moved towards black or white, as little as it takes to be read on `background`. */
export function readable(colour: string, background: string): string {
  const contrast = (candidate: string) => colorManipulator.getContrastRatio(candidate, background);
  if (contrast(colour) >= LEAST_CONTRAST) return colour;
  const lighter = contrast('#ffffff') >= contrast('#000000');
  for (let share = 0.1; share < 1; share += 0.1) {
    const moved = lighter ? colorManipulator.lighten(colour, share) : colorManipulator.darken(colour, share);
    if (contrast(moved) >= LEAST_CONTRAST) return moved;
  }
  return lighter ? '#ffffff' : '#000000';
}

export interface TerminalPalette {
  readonly background: string;
  /** Behind lines that are chosen. */
  readonly chosen: string;
  readonly text: string;
  /** The look of a piece of text; each text has the contrast of AA on what is behind it. */
  readonly styleOf: (style: TextStyle) => CSSProperties;
}

const partsOf = (colour: string): number[] => (colorManipulator.asRgbString(colour).match(/[\d.]+/g) ?? []).map(Number);

/** A colour as one without transparency, as it looks on another. */
const laidOn = (colour: string, ground: string): string => {
  const [red = 0, green = 0, blue = 0, alpha = 1] = partsOf(colour);
  const behind = partsOf(ground);
  const mixed = [red, green, blue].map((part, index) => part * alpha + (behind[index] ?? 0) * (1 - alpha));
  return `#${mixed.map(toHex).join('')}`;
};

/** Terminal colours from Grafana's theme: the sixteen named ones are its own, and all are moved until they can be read. */
export function terminalPalette(theme: GrafanaTheme2): TerminalPalette {
  const { colors } = theme;
  const background = laidOn(colors.background.primary, colors.background.canvas);
  // Lines that are chosen lie on this: what can be read there can be read on the page.
  const chosen = laidOn(colors.action.selected, background);
  const text = laidOn(colors.text.primary, background);
  const secondary = laidOn(colors.text.secondary, background);
  const known = new Map<string, CSSProperties>();

  /** Black stays black as a background; as a text it is the page's own quiet colour. */
  const named = (code: number, behind: boolean): string => {
    const base = code % 8;
    if (base === 0) return behind && code === 0 ? '#000000' : secondary;
    if (base === 7) return behind ? (code === 7 ? '#bfbfbf' : '#ffffff') : text;
    const colour = base === 6 ? CYAN : theme.visualization.getColorByName(names[base] ?? 'text');
    return code < 8 ? colour : colorManipulator.lighten(colour, 0.2);
  };
  const resolve = (colour: TerminalColour, behind: boolean): string =>
    typeof colour === 'string' ? colour : colour < 16 ? named(colour, behind) : indexed(colour);

  const make = (style: TextStyle): CSSProperties => {
    const front = style.fg === undefined ? text : resolve(style.fg, false);
    const back = style.bg === undefined ? (style.inverse ? background : chosen) : resolve(style.bg, true);
    const [fg, bg] = style.inverse ? [back, front] : [front, back];
    const boxed = style.inverse === true || style.bg !== undefined;
    const quiet = style.dim && style.fg === undefined ? secondary : fg;
    const lines = [...(style.underline ? ['underline'] : []), ...(style.strike ? ['line-through'] : [])];
    return {
      color: readable(style.hidden ? text : quiet, bg),
      ...(boxed ? { backgroundColor: bg } : {}),
      ...(style.bold ? { fontWeight: theme.typography.fontWeightBold } : {}),
      ...(style.italic ? { fontStyle: 'italic' } : {}),
      ...(lines.length > 0 ? { textDecoration: lines.join(' ') } : {}),
    };
  };

  return {
    background,
    chosen,
    text,
    styleOf: (style) => {
      const key = JSON.stringify(style);
      const found = known.get(key) ?? make(style);
      known.set(key, found);
      return found;
    },
  };
}
