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

/** A time range. PostgreSQL keeps times to the year 294276; a sane range is refused sooner. */
const moment = Time.refine((text) => !(Math.abs(Date.parse(text)) >= 8.0e13), 'outside of the years that are kept');
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
