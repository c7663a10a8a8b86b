import type { GrafanaTheme2, IconName } from '@grafana/data';
import type { DisplayStatus } from '@summit/contracts';

/** Colour, icon and word of a state: each tells it alone, so that none depends on seeing colours. */
export interface StatusLook {
  word: string;
  icon: IconName;
  colour: (theme: GrafanaTheme2) => string;
}

export const statusLooks: Readonly<Record<DisplayStatus, StatusLook>> = {
  queued: { word: 'Queued', icon: 'clock-nine', colour: (theme) => theme.colors.text.secondary },
  running: { word: 'Running', icon: 'sync', colour: (theme) => theme.colors.info.text },
  success: { word: 'Success', icon: 'check-circle', colour: (theme) => theme.colors.success.text },
  failed: { word: 'Failed', icon: 'times-circle', colour: (theme) => theme.colors.error.text },
  cancelled: { word: 'Cancelled', icon: 'ban', colour: (theme) => theme.colors.text.secondary },
  skipped: { word: 'Skipped', icon: 'step-backward', colour: (theme) => theme.colors.text.disabled },
  timed_out: { word: 'Timed out', icon: 'hourglass', colour: (theme) => theme.colors.warning.text },
  unknown: { word: 'Unknown', icon: 'question-circle', colour: (theme) => theme.colors.text.secondary },
};

/** In the order people ask about them. */
export const displayStatuses: readonly DisplayStatus[] = [
  'queued',
  'running',
  'success',
  'failed',
  'cancelled',
  'skipped',
  'timed_out',
  'unknown',
];

export const isDisplayStatus = (word: string): word is DisplayStatus => Object.hasOwn(statusLooks, word);
