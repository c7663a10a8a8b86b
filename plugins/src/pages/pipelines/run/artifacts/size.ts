import type { RunArtifact } from '@summit/contracts';
import { bytesText } from '../../../../shared/size/format';

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
