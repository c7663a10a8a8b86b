import type { EnvelopeItem } from '../envelope';

/** Data categories, as SDKs and rate limits call them, of the item types the protocol knows. */
const CATEGORIES = new Map<string, string>([
  ['event', 'error'],
  ['transaction', 'transaction'],
  ['span', 'span'],
  ['log', 'log_item'],
  ['trace_metric', 'trace_metric'],
  ['metric', 'trace_metric'],
  ['session', 'session'],
  ['sessions', 'session'],
  ['replay_event', 'replay'],
  ['replay_recording', 'replay'],
  ['replay_video', 'replay'],
  ['profile', 'profile'],
  ['profile_chunk', 'profile_chunk'],
  ['check_in', 'monitor'],
  ['attachment', 'attachment'],
  ['feedback', 'feedback'],
  ['user_report', 'feedback'],
  ['client_report', 'internal'],
  ['raw_security', 'security'],
  ['unreal_report', 'attachment'],
  ['form_data', 'attachment'],
]);

/** What becomes of an item: translated as what it is, or dropped and counted with the reason. */
export type Dispatch = { take: 'event'; category: string } | { take: 'drop'; category: string; reason: string };

/** Type names come from outside: only the protocol's own become names in the ledger. */
export function dispatch(item: EnvelopeItem): Dispatch {
  const category = CATEGORIES.get(item.type);
  if (category === undefined) return { take: 'drop', category: 'unknown', reason: 'unknown_item_type' };
  if (item.type === 'event') return { take: 'event', category };
  return { take: 'drop', category, reason: `not_taken_yet:${item.type}` };
}
