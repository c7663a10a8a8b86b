import { EncodingError, inflate } from '../../translate/encoding';
import { PayloadError } from '../../translate/payload';
import { BadInput, type InboxItem } from '../context';

/** GitHub cuts payloads at 25 MB; Grafana's are far smaller. */
const MAX_BYTES = 32 * 1024 * 1024;

/** A delivery's body as it was before it was compressed. Throws BadInput. */
export const bytesOf = (item: InboxItem): Buffer => asBadInput(() => inflate(item.body, item.encoding, MAX_BYTES));

/** The JSON of a webhook's body. Throws BadInput where it is none. */
export function jsonOf(item: InboxItem): unknown {
  const json = bytesOf(item).toString('utf8');
  try {
    const value: unknown = JSON.parse(json);
    return UNSTORABLE.test(json) ? storable(value) : value;
  } catch {
    throw new BadInput('The body is not JSON.');
  }
}

/** What the pure parts refuse for good, in the words of the digest. */
export function asBadInput<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PayloadError || error instanceof EncodingError) throw new BadInput(error.message);
    throw error;
  }
}

const UNSTORABLE = /\\u(0000|d[89a-f])/i;

/** NUL, or any half of a surrogate pair: whether it has its other half is looked at only where there is one. */
const SUSPECT = /[\0\uD800-\uDFFF]/;

/**
 * PostgreSQL stores neither NUL nor half a surrogate pair; a commit message, a step name or the name of a field may hold either. What has none comes
 * back as it is.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) {
    const entries = value.map(storable);
    return entries.some((entry, n) => entry !== value[n]) ? entries : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = Object.entries(value);
  const after = before.map(([key, entry]): [string, unknown] => [storableText(key), storable(entry)]);
  return after.some(([key, entry], n) => key !== before[n]?.[0] || entry !== before[n][1])
    ? Object.fromEntries(after)
    : value;
}

const storableText = (text: string): string =>
  SUSPECT.test(text) ? Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8') : text;
