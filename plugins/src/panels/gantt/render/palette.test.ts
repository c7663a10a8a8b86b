import { colorManipulator, createTheme } from '@grafana/data';

import { STATUSES } from '../model/status';
import { paletteOf } from './palette';

describe.each(['dark', 'light'] as const)('in the %s theme', (mode) => {
  const palette = paletteOf(createTheme({ colors: { mode } }));

  it('icons and words of every status can be read on the background', () => {
    for (const status of STATUSES) {
      expect(colorManipulator.getContrastRatio(palette.status[status].ink, palette.background)).toBeGreaterThanOrEqual(
        4.5,
      );
    }
  });

  it('text can be read on every solid bar', () => {
    for (const status of STATUSES) {
      const { fill, texture } = palette.status[status];
      if (texture !== 'hatch' && texture !== 'outline') {
        expect(colorManipulator.getContrastRatio(palette.on(fill), fill, palette.background)).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('no two statuses look alike without their colour, but for the icon of cancelled and the waiting of queued', () => {
    const texture = (status: (typeof STATUSES)[number]): string => palette.status[status].texture;
    expect(
      new Set((['success', 'failed', 'running', 'timed_out', 'skipped', 'queued'] as const).map(texture)).size,
    ).toBe(6);
  });
});

it('sizes fonts in pixels, which is all a canvas knows', () => {
  const { font, fontSmall } = paletteOf(createTheme());
  expect([font, fontSmall].every((text) => /^\d+ \d+px /.test(text))).toBe(true);
});
