/** What is wrong with an envelope. `limit` is for well-formed envelopes that are more than we take. */
export type EnvelopeProblem = 'header' | 'item_header' | 'truncated' | 'framing' | 'limit';

/** The only error that parseEnvelope throws; its message is for the caller of the API. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
  constructor(
    readonly problem: EnvelopeProblem,
    message: string,
  ) {
    super(message);
  }
}

/** The fields of the envelope header that mean something here. `eventId` is 32 lower-case hex digits. */
export interface EnvelopeHeader {
  eventId?: string;
  dsn?: string;
  sentAt?: string;
}

/** One item; `payload` is a view on the envelope's bytes, not a copy. */
export interface EnvelopeItem {
  type: string;
  contentType?: string;
  itemCount?: number;
  payload: Buffer;
}

export interface Envelope {
  header: EnvelopeHeader;
  items: EnvelopeItem[];
}

/** `items` and the length of header lines in bytes. */
export interface EnvelopeLimits {
  items: number;
  headerBytes: number;
}

export const ENVELOPE_LIMITS: EnvelopeLimits = { items: 500, headerBytes: 64 * 1024 };

const NEWLINE = 0x0a;

/**
 * Splits an inflated envelope: a header line, then items of a header line and a payload, which is `length` bytes long or, without a length,
 * goes to the next newline. All or nothing: an envelope cut anywhere but at the end of an item is refused whole.
 *
 * @throws {EnvelopeError} and nothing else, for any input
 */
export function parseEnvelope(body: Buffer, limits: EnvelopeLimits = ENVELOPE_LIMITS): Envelope {
  const headerEnd = lineEnd(body, 0);
  const header = envelopeHeader(jsonLine(body, 0, headerEnd, 'header', limits));
  const items: EnvelopeItem[] = [];
  let position = headerEnd + 1;
  while (position < body.length) {
    if (body[position] === NEWLINE) {
      position += 1; // Some SDKs end an envelope with an empty line.
      continue;
    }
    if (items.length >= limits.items)
      throw new EnvelopeError('limit', `An envelope may hold ${limits.items} items at most.`);
    const end = lineEnd(body, position);
    const itemHeader = jsonLine(body, position, end, 'item_header', limits);
    const next = Math.min(end + 1, body.length);
    const payloadEnd = endOfPayload(body, next, itemHeader['length'], items.length);
    items.push(item(itemHeader, body.subarray(next, payloadEnd), items.length));
    position = payloadEnd + 1;
  }
  return { header, items };
}

/** 32 lower-case hex digits of a UUID with or without hyphens; undefined for anything else. */
export function normalEventId(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 36) return undefined;
  if (value.length === 32) return /^[0-9a-f]{32}$/i.test(value) ? value.toLowerCase() : undefined;
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return undefined;
  return value.replaceAll('-', '').toLowerCase();
}

function endOfPayload(body: Buffer, start: number, length: unknown, index: number): number {
  if (length === undefined || length === null) return lineEnd(body, start);
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
    throw new EnvelopeError('item_header', `Item ${index}: the length must be a whole number of bytes.`);
  const end = start + length;
  if (end > body.length)
    throw new EnvelopeError('truncated', `Item ${index}: ${length} bytes announced, ${body.length - start} sent.`);
  if (end < body.length && body[end] !== NEWLINE)
    throw new EnvelopeError('framing', `Item ${index}: no newline after ${length} bytes of payload.`);
  return end;
}

function lineEnd(body: Buffer, from: number): number {
  const index = body.indexOf(NEWLINE, from);
  return index === -1 ? body.length : index;
}

function jsonLine(
  body: Buffer,
  start: number,
  end: number,
  problem: 'header' | 'item_header',
  limits: EnvelopeLimits,
): Record<string, unknown> {
  const where = problem === 'header' ? 'The envelope header' : 'An item header';
  if (end - start > limits.headerBytes)
    throw new EnvelopeError('limit', `${where} may be ${limits.headerBytes} bytes long at most.`);
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8', start, end));
  } catch {
    throw new EnvelopeError(problem, `${where} is not JSON.`);
  }
  if (!isObject(value)) throw new EnvelopeError(problem, `${where} is not a JSON object.`);
  return value;
}

function envelopeHeader(raw: Record<string, unknown>): EnvelopeHeader {
  const header: EnvelopeHeader = {};
  const id = raw['event_id'];
  if (id !== undefined && id !== null) {
    const eventId = normalEventId(id);
    if (eventId === undefined) throw new EnvelopeError('header', 'The event_id of the envelope is not a UUID.');
    header.eventId = eventId;
  }
  if (typeof raw['dsn'] === 'string') header.dsn = raw['dsn'];
  if (typeof raw['sent_at'] === 'string') header.sentAt = raw['sent_at'];
  return header;
}

function item(raw: Record<string, unknown>, payload: Buffer, index: number): EnvelopeItem {
  const type = raw['type'];
  if (typeof type !== 'string') throw new EnvelopeError('item_header', `Item ${index}: no type.`);
  const result: EnvelopeItem = { type, payload };
  if (typeof raw['content_type'] === 'string') result.contentType = raw['content_type'];
  if (typeof raw['item_count'] === 'number') result.itemCount = raw['item_count'];
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
