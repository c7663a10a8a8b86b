import type { RunArtifact } from '@summit/contracts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A size with three digits: `12.3 MiB`. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '–';
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10)));
  const value = bytes / 1024 ** step;
  const digits = step === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[step]}`;
}

/** The size in the run before, where there is one to compare with. */
export const sizeBefore = ({ earlier }: RunArtifact): number | null => earlier.at(-1)?.bytes ?? null;

/** `+1.20 MiB (+12%)`; nothing where either size is not known. */
export function changeText(now: number | null, before: number | null): string {
  if (now === null || before === null) return '';
  if (now === before) return '±0';
  const sign = now > before ? '+' : '−';
  const share = before === 0 ? '' : ` (${sign}${percentText(Math.abs(now - before) / before)})`;
  return `${sign}${bytesText(Math.abs(now - before))}${share}`;
}

const percentText = (ratio: number): string =>
  ratio < 0.001 ? '<0.1%' : `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)}%`;
