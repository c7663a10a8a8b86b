const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A size with three digits: `12.3 MiB`. */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '–';
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10)));
  const value = bytes / 1024 ** step;
  const digits = step === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[step]}`;
}
