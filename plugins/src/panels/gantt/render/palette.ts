import type { GrafanaTheme2 } from '@grafana/data';

import { STATUSES, type Status } from '../model/status';

/** How a bar is filled, so that a status can be told without its colour. */
export type Texture = 'solid' | 'hatch' | 'stripes' | 'cross' | 'dots' | 'outline';

export interface StatusStyle {
  readonly fill: string;
  readonly texture: Texture;
  /** Colour of icon and of text beside the bar; has contrast on the background. */
  readonly ink: string;
}

/** Every colour and font the chart draws with; all from Grafana's theme. */
export interface Palette {
  readonly isDark: boolean;
  readonly background: string;
  readonly raised: string;
  readonly text: string;
  readonly textDim: string;
  readonly textDisabled: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly hover: string;
  readonly selected: string;
  readonly focus: string;
  readonly critical: string;
  readonly match: string;
  readonly shade: string;
  readonly status: Readonly<Record<Status, StatusStyle>>;
  readonly services: readonly string[];
  readonly font: string;
  readonly fontSmall: string;
  readonly fontStrong: string;
  readonly radius: number;
  /** Text colour that can be read on a fill. */
  readonly on: (fill: string) => string;
}

const TEXTURES: Readonly<Record<Status, Texture>> = {
  unknown: 'solid',
  queued: 'hatch',
  running: 'stripes',
  success: 'solid',
  failed: 'cross',
  cancelled: 'hatch',
  skipped: 'outline',
  timed_out: 'dots',
};

/** Picks the chart's colours from a Grafana theme. */
export const paletteOf = (theme: GrafanaTheme2): Palette => {
  const { colors, typography, visualization } = theme;
  const named = (name: string): string => visualization.getColorByName(name);
  const fills: Readonly<Record<Status, string>> = {
    unknown: colors.emphasize(colors.background.secondary, theme.isDark ? 0.32 : 0.28),
    queued: colors.text.disabled,
    running: named('blue'),
    success: named('semi-dark-green'),
    failed: named('semi-dark-red'),
    cancelled: colors.text.disabled,
    skipped: colors.border.strong,
    timed_out: named('orange'),
  };
  const inks: Readonly<Record<Status, string>> = {
    unknown: colors.text.secondary,
    queued: colors.text.secondary,
    running: colors.info.text,
    success: colors.success.text,
    failed: colors.error.text,
    cancelled: colors.text.secondary,
    skipped: colors.text.secondary,
    timed_out: colors.warning.text,
  };
  const style = (status: Status): StatusStyle => ({
    fill: fills[status],
    texture: TEXTURES[status],
    ink: inks[status],
  });
  const size = pixels(typography.bodySmall.fontSize, typography.htmlFontSize);
  return {
    isDark: theme.isDark,
    background: colors.background.primary,
    raised: colors.background.secondary,
    text: colors.text.primary,
    textDim: colors.text.secondary,
    textDisabled: colors.text.disabled,
    line: colors.border.weak,
    lineStrong: colors.border.medium,
    hover: colors.action.hover,
    selected: colors.action.selected,
    focus: colors.primary.main,
    critical: colors.text.maxContrast,
    match: colors.warning.main,
    shade: colors.background.canvas,
    status: {
      unknown: style('unknown'),
      queued: style('queued'),
      running: style('running'),
      success: style('success'),
      failed: style('failed'),
      cancelled: style('cancelled'),
      skipped: style('skipped'),
      timed_out: style('timed_out'),
    },
    services: visualization.palette.slice(0, 24).map(named),
    font: `${typography.fontWeightRegular} ${size}px ${typography.fontFamily}`,
    fontSmall: `${typography.fontWeightRegular} ${size - 1}px ${typography.fontFamily}`,
    fontStrong: `${typography.fontWeightMedium} ${size}px ${typography.fontFamily}`,
    radius: 2,
    on: (fill) => colors.getContrastText(fill),
  };
};

/** Canvas fonts know no rem. */
const pixels = (size: string | undefined, rem = 14): number => {
  const value = parseFloat(size ?? '');
  return Number.isFinite(value) ? Math.round(size?.endsWith('rem') ? value * rem : value) : 12;
};

/** Style of a status code. */
export const styleOf = (palette: Palette, code: number): StatusStyle => palette.status[STATUSES[code] ?? 'unknown'];
