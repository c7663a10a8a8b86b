import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Door } from '../setup';
import type { Delivery } from './context';

const Answer = z.object({ status: z.string() });

/** A UUID made of the body's hash: a repeated demo repeats its delivery ids, as GitHub's "redeliver" does. */
function deliveryId(body: string): string {
  const hex = createHash('sha256').update(body).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Sends one delivery as GitHub does: JSON, signed over the raw bytes. Resolves with whether the bridge had it already; throws with the door's
 * answer when it is refused.
 */
export async function deliver(door: Door, delivery: Delivery): Promise<'accepted' | 'duplicate'> {
  const body = JSON.stringify(delivery.payload);
  const response = await fetch(door.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/demo',
      'x-github-event': delivery.event,
      'x-github-delivery': deliveryId(body),
      'x-hub-signature-256': `sha256=${createHmac('sha256', door.secret).update(body).digest('hex')}`,
    },
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${delivery.event}: ${response.status} ${answer.slice(0, 300)}`);
  return Answer.parse(JSON.parse(answer)).status === 'duplicate' ? 'duplicate' : 'accepted';
}
