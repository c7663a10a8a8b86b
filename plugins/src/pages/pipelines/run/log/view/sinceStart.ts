const two = (value: number): string => String(value).padStart(2, '0');

/** A time after the start of the run to the millisecond, so that lines can be told apart: `1:20.034`, `1:02:03.500`. */
export function sinceStart(ms: number): string {
  if (!Number.isFinite(ms)) return '';
  const whole = Math.abs(Math.round(ms));
  const seconds = Math.floor(whole / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const head = hours > 0 ? `${hours}:${two(minutes % 60)}` : `${minutes}`;
  // A clock of a runner that is behind that of the CI system.
  const sign = ms < 0 && whole > 0 ? '−' : '';
  return `${sign}${head}:${two(seconds % 60)}.${String(whole % 1000).padStart(3, '0')}`;
}
