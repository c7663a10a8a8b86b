import { createHash } from 'node:crypto';

/** Ids are part of addresses and of keys, which have a limit. */
const MAX_ID = 120;
const PLAIN = /^[\w.:~-]+$/;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/**
 * A name that a sender chose, as a part of ids: as it is where it is short and plain, else what of it is plain and eight digits of its SHA-256, so
 * that no two are the same.
 */
export function plainId(text: string): string {
  if (text.length <= MAX_ID && PLAIN.test(text)) return text;
  const plain = text.slice(0, MAX_ID - 20).replace(/[^\w.:~-]+/g, '~');
  return `${plain}~${digest(text)}`;
}

/**
 * Who sends, as the host of a system: without a hyphen, since the first one after it ends it (`<provider>-<host>-<id>`); otherwise one sender could
 * name another's runs. A sender is an address or any other name; slashes become `~`, hyphens `_`.
 */
export function hostOfSender(sender: string): string {
  const bare = sender.replace(/^https?:\/\//i, '').replace(/^\/+|\/+$/g, '');
  const lower = bare.toLowerCase();
  // What would come out alike for two senders gets a digest of its own.
  const exact = bare.length <= MAX_ID && bare === lower && /^[a-z0-9.:-]+(\/[a-z0-9.:-]+)*$/.test(bare);
  const host = lower
    .slice(0, MAX_ID - 20)
    .replaceAll('/', '~')
    .replaceAll('-', '_')
    .replace(/[^a-z0-9._:~]+/g, '.');
  return exact ? lower.replaceAll('/', '~').replaceAll('-', '_') : `${host}~${digest(sender)}`;
}
