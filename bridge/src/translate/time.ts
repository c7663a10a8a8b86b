import { z } from 'zod';

const YEAR_10000_MS = 253_402_300_800_000;

/** A time within what people live through: from 1970 to 9999. Providers write the year 1 where they have none. */
export const isTimeMs = (ms: number): boolean => ms >= 0 && ms < YEAR_10000_MS;

/** Milliseconds since 1970 as ISO 8601; undefined where that is no time. */
export const isoOf = (ms: number): string | undefined => (isTimeMs(ms) ? new Date(ms).toISOString() : undefined);

/** For a schema: reads a field as a time, `msOf` saying what its notation means. */
export const timeBy =
  <T>(msOf: (value: T) => number) =>
  (value: T, context: z.RefinementCtx): string => {
    const time = isoOf(msOf(value));
    if (time !== undefined) return time;
    context.addIssue({ code: 'custom', message: 'not a time' });
    return z.NEVER;
  };

/** The same schema where the field may be missing, null or nonsense. */
export const orMissing = <S extends z.ZodType>(schema: S) =>
  schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);

const SPACED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) (?:UTC|([+-]\d\d):?(\d\d))$/;

/** A time as ISO 8601, or as Ruby prints it: `2016-08-12 15:23:28 UTC`, `2021-04-28 21:50:00 +0200`. */
export const TimeText = z.string().transform(
  timeBy((text) => {
    const spaced = SPACED.exec(text);
    return Date.parse(
      spaced ? `${spaced[1]}T${spaced[2]}${spaced[3] === undefined ? 'Z' : `${spaced[3]}:${spaced[4]}`}` : text,
    );
  }),
);

export const OptionalTimeText = orMissing(TimeText);

type Times = readonly (string | undefined)[];

export const latest = (times: Times): string | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && Date.parse(b) > Date.parse(a)) ? b : a), undefined);

export const earliest = (times: Times): string | undefined =>
  times.reduce((a, b) => (a === undefined || (b !== undefined && Date.parse(b) < Date.parse(a)) ? b : a), undefined);
