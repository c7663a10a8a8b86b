import { z } from 'zod';
import { BadInput, type InboxItem } from '../context';
import { jsonOf } from '../shared/decode';

const Meta = z.object({ event: z.string(), history: z.boolean().default(false) });

export interface Webhook {
  event: string;
  payload: unknown;
  /** Fetched, and over long before. */
  history: boolean;
}

/** The event and the JSON of one delivery. Throws BadInput where there is none. */
export function decodeWebhook(item: InboxItem): Webhook {
  const meta = Meta.safeParse(item.meta);
  if (!meta.success) throw new BadInput('The delivery does not say which event it is.');
  return { ...meta.data, payload: jsonOf(item) };
}
