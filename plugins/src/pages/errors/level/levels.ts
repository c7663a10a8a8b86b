import type { GrafanaTheme2, IconName } from '@grafana/data';
import type { Issue } from '@summit/contracts';

type Level = Issue['level'];

interface LevelLook {
  word: string;
  icon: IconName;
  colour: (theme: GrafanaTheme2) => string;
}

/** Colour, icon and word of a level; most grave first. */
export const levelLooks: Readonly<Record<Level, LevelLook>> = {
  fatal: { word: 'Fatal', icon: 'fire', colour: (theme) => theme.visualization.getColorByName('dark-red') },
  error: { word: 'Error', icon: 'times-circle', colour: (theme) => theme.colors.error.main },
  warning: { word: 'Warning', icon: 'exclamation-triangle', colour: (theme) => theme.colors.warning.main },
  info: { word: 'Info', icon: 'info-circle', colour: (theme) => theme.colors.info.main },
  debug: { word: 'Debug', icon: 'bug', colour: (theme) => theme.colors.secondary.main },
};

export const levels: readonly Level[] = ['fatal', 'error', 'warning', 'info', 'debug'];
