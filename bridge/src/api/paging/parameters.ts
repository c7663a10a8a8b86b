import { Time } from '@summit/contracts';
import { z } from 'zod';

/** Parameters that every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items a page, at most 200.' }),
  cursor: z
    .string()
    .max(600)
    .optional()
    .meta({ description: 'The `next` of the page before; pages stay stable while rows arrive.' }),
};

const EARLIEST = Date.parse('1000-01-01T00:00:00Z');
const LATEST = Date.parse('4000-01-01T00:00:00Z');

/**
 * A time that may be reckoned with: some years, months or zones away from it JavaScript and PostgreSQL still write it alike. They do not before the
 * year 1 (PostgreSQL says BC) and after 9999 (JavaScript says +010000).
 */
export const moment = Time.refine((text) => {
  const at = Date.parse(text);
  return Number.isNaN(at) || (at >= EARLIEST && at < LATEST);
}, 'must be between the years 1000 and 4000');

/** A time range. */
export const timeRange = {
  from: moment.optional().meta({ description: 'Only what is at or after this time (RFC 3339).' }),
  to: moment.optional().meta({ description: 'Only what is before this time (RFC 3339).' }),
};

/** Text that PostgreSQL can hold: NUL is refused here, by name, instead of there. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not hold NUL');
export const texts = (max: number) => z.array(text(max)).max(50);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'no time zone of the IANA database, such as Europe/Berlin')
  .default('UTC')
  .meta({ description: 'Where days, weeks and months begin.' });
