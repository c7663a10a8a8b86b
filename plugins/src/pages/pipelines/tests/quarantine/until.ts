import { quarantineDays } from '@summit/contracts';

const dayMs = 86_400_000;

/** A day as a date field writes it, in the time of whoever looks. */
export function dayOf(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The days that may be chosen; the last is a whole one within what the bridge allows. */
export const choice = (now: Date) => ({
  first: dayOf(new Date(now.getTime() + dayMs)),
  usual: dayOf(new Date(now.getTime() + quarantineDays.default * dayMs)),
  last: dayOf(new Date(now.getTime() + (quarantineDays.most - 1) * dayMs)),
});

/** The moment at which the chosen day begins, or null where it is no day of the choice. */
export function beginOf(day: string, now: Date): string | null {
  const { first, last } = choice(now);
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined || day < first || day > last) return null;
  return new Date(Number(year), Number(month) - 1, Number(date)).toISOString();
}
