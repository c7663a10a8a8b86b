import { EncodingError, inflate } from '../../translate/encoding';
import { PayloadError } from '../../translate/payload';
import { BadInput, type InboxItem } from '../context';

/** GitHub cuts payloads at 25 MB; Grafana's are far smaller. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The JSON of a webhook's body. Throws BadInput where it is none. */
export function jsonOf(item: InboxItem): unknown {
  const json = asBadInput(() => inflate(item.body, item.encoding, MAX_BYTES)).toString('utf8');
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

/** PostgreSQL stores neither NUL nor half a surrogate pair; a commit message or a step name may hold either. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value.replaceAll('\u0000', ''), 'utf8').toString('utf8');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, storable(entry)]));
  return value;
}
