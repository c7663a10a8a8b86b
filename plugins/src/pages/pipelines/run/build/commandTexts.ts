import type { RunCommand } from '@summit/contracts';

/** Of the command and its children; null where the system did not tell. */
export const processorMs = ({ userMs, systemMs }: Pick<RunCommand, 'userMs' | 'systemMs'>): number | null =>
  userMs === null || systemMs === null ? null : userMs + systemMs;

/** How many cores it kept busy: `0.42`, `3.1`. */
export const coresText = (cores: number | null): string =>
  cores === null ? '–' : cores.toFixed(cores >= 100 ? 0 : cores >= 1 ? 1 : 2);

/** How it ended, as shells say it. */
export const endText = ({ exitCode, signal }: Pick<RunCommand, 'exitCode' | 'signal'>): string =>
  signal ?? (exitCode === null ? 'not started' : `exit ${exitCode}`);
