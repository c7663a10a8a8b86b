import { z } from 'zod';
import { isTimeMs } from './fields';

const SPACED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) (?:UTC|([+-]\d\d):?(\d\d))$/;

/** A time as ISO 8601, or as Ruby prints it: `2016-08-12 15:23:28 UTC`, `2021-04-28 21:50:00 +0200`. */
export const TimeText = z.string().transform((text, context) => {
  const spaced = SPACED.exec(text);
  const iso = spaced ? `${spaced[1]}T${spaced[2]}${spaced[3] === undefined ? 'Z' : `${spaced[3]}:${spaced[4]}`}` : text;
  const ms = Date.parse(iso);
  if (isTimeMs(ms)) return new Date(ms).toISOString();
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

/** The same where it may be missing, null or nonsense. */
export const OptionalTimeText = TimeText.nullish()
  .catch(undefined)
  .transform((time) => time ?? undefined);

type Times = readonly (string | undefined)[];

export const latest = (times: Times): string | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && Date.parse(b) > Date.parse(a)) ? b : a), undefined);

export const earliest = (times: Times): string | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && Date.parse(b) < Date.parse(a)) ? b : a), undefined);
