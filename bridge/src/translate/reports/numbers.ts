import { isoOf } from '../time';

/** Longer than any test: three years. */
const MAX_DURATION_MS = 1e11;

/** Milliseconds, to the microsecond; undefined for what is no duration. */
export function durationOf(ms: number | undefined): number | undefined {
  if (ms === undefined || !Number.isFinite(ms) || ms < 0 || ms > MAX_DURATION_MS) return undefined;
  return Math.round(ms * 1000) / 1000;
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['', 1000],
  ['s', 1000],
  ['sec', 1000],
  ['secs', 1000],
  ['second', 1000],
  ['seconds', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

const AMOUNT = /^([\d.,]+(?:e[+-]?\d+)?) ?([a-zµ]*)$/i;
const CLOCK = /^(?:(\d+)\.)?(\d+):(\d\d):(\d\d(?:[.,]\d+)?)$/;
const MAX_LENGTH = 40;

/**
 * A duration as tools write it, in milliseconds: seconds (`0.25`, `1,234.5`, `0,25`), with a unit (`250 ms`), or as a clock (`00:00:00.25`,
 * `1.02:00:00`). A lone comma is a decimal one, as tools write it that follow the machine's language.
 */
export function durationMs(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '' || trimmed.length > MAX_LENGTH) return undefined;
  const seconds = Number(trimmed);
  if (!Number.isNaN(seconds)) return durationOf(seconds * 1000);
  const clock = CLOCK.exec(trimmed);
  if (clock) {
    const [, days = '0', hours, minutes, rest = ''] = clock;
    const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + plain(rest);
    return durationOf(total * 1000);
  }
  const amount = AMOUNT.exec(trimmed);
  const unit = UNIT_MS.get((amount?.[2] ?? '').toLowerCase());
  return amount?.[1] === undefined || unit === undefined ? undefined : durationOf(plain(amount[1]) * unit);
}

/** A number in the notation of either half of the world. */
function plain(text: string): number {
  const comma = text.lastIndexOf(',');
  const dot = text.lastIndexOf('.');
  if (comma < 0) return Number(text);
  if (dot < 0 && text.indexOf(',') === comma) return Number(text.replace(',', '.'));
  return comma > dot && dot >= 0
    ? Number(text.replaceAll('.', '').replace(',', '.'))
    : Number(text.replaceAll(',', ''));
}

/** A whole number from 0, else undefined. */
export function wholeNumber(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Numbers of lines begin at 1. */
export const lineOf = (line: number | undefined): number | undefined =>
  line !== undefined && Number.isInteger(line) && line >= 1 && line <= 0x7fffffff ? line : undefined;

const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)([.,]\d{1,9})? ?(Z|UTC|[+-]\d\d:?\d\d)?$/;

/** A time as ISO 8601; one without a zone is taken for UTC, for the machine that reads it says nothing about the one that wrote it. */
export function timeOf(text: string | undefined): string | undefined {
  const found = LOCAL.exec(text?.trim() ?? '');
  if (!found) return undefined;
  const [, day, clock, fraction = '', zone = 'Z'] = found;
  const offset = zone === 'UTC' || zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  return isoOf(Date.parse(`${day}T${clock}${fraction.replace(',', '.').slice(0, 4)}${offset}`));
}
