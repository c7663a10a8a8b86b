import { colorManipulator, createTheme } from '@grafana/data';
import { LEAST_CONTRAST, readable, terminalPalette } from './colours';

const themes = [createTheme({ colors: { mode: 'dark' } }), createTheme({ colors: { mode: 'light' } })];

describe.each(themes)('in the $name theme', (theme) => {
  const palette = terminalPalette(theme);
  const contrastOf = (style: Parameters<typeof palette.styleOf>[0]): number => {
    const { color, backgroundColor } = palette.styleOf(style);
    const behind = backgroundColor === undefined ? [palette.background, palette.chosen] : [backgroundColor];
    return Math.min(...behind.map((ground) => colorManipulator.getContrastRatio(String(color), ground)));
  };

  it('every text of the 256 colours can be read on the page, chosen or not', () => {
    for (let fg = 0; fg < 256; fg++) {
      expect(contrastOf({ fg })).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(contrastOf({ fg, inverse: true })).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    }
  });

  it('so can plain, dim and loud text on every coloured ground', () => {
    for (let bg = 0; bg < 256; bg++) {
      for (const style of [{ bg }, { bg, dim: true }, { bg, fg: 7 }, { bg, fg: bg }]) {
        expect(contrastOf(style)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }
    }
  });

  it('tells the eight colours apart', () => {
    const seen = [1, 2, 3, 4, 5, 6].map((fg) => String(palette.styleOf({ fg }).color));
    expect(new Set(seen).size).toBe(6);
    expect(seen).not.toContain(palette.text);
  });
});

it('leaves a colour that can be read as it is', () => {
  expect(readable('#ffffff', '#000000')).toBe('#ffffff');
});
