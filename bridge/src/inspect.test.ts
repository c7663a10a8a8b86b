import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { inspectSentry } from './inspect';
import { Refusal } from './receive/http/refusal';

const id = '9ec79c33ec9942ab8353589fcb2e04dc';
const limit = 1024 * 1024;

/** An envelope with one event of about `bytes`, too varied to compress away. */
function envelope(
  bytes: number,
  options: { id?: string; length?: number; event?: string; tail?: string } = {},
): Buffer {
  const words = Array.from({ length: Math.ceil(bytes / 12) }, (_, i) => ((i * 2654435761) % 4294967296).toString(36));
  const event = options.event ?? JSON.stringify({ event_id: id, message: words.join(' ') });
  const header = JSON.stringify(
    options.id === undefined ? { event_id: id } : options.id === '' ? {} : { event_id: options.id },
  );
  return Buffer.from(
    `${header}\n${JSON.stringify({ type: 'event', length: options.length ?? event.length })}\n${event}\n${options.tail ?? ''}`,
  );
}

function statusOf(body: Buffer, encoding: string): number {
  try {
    inspectSentry(body, encoding, 'envelope', limit);
    return 200;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

describe('what the Sentry door sees', () => {
  test.each([300, 5_000, 60_000])('the id of an event of %d bytes, gzipped or not', (bytes) => {
    const body = envelope(bytes);
    expect(inspectSentry(body, '', 'envelope', limit)).toEqual({ eventId: id, dsn: null });
    expect(inspectSentry(gzipSync(body), 'gzip', 'envelope', limit)).toEqual({ eventId: id, dsn: null });
  });

  test.each([300, 60_000])(
    'an envelope of %d bytes cut anywhere is refused, also when it was cut before it was gzipped',
    (bytes) => {
      const body = envelope(bytes);
      for (const keep of [0.2, 0.5, 0.9, 0.99]) {
        const cut = body.subarray(0, Math.floor(body.length * keep));
        expect(statusOf(cut, '')).toBe(400);
        expect(statusOf(gzipSync(cut), 'gzip')).toBe(400);
        const zipped = gzipSync(body);
        expect(statusOf(zipped.subarray(0, Math.floor(zipped.length * keep)), 'gzip')).toBe(400);
      }
    },
  );

  test('more items after a large event are framed too', () => {
    expect(statusOf(gzipSync(envelope(60_000, { tail: '{"type":"attachment","length":3}\nabc\n' })), 'gzip')).toBe(200);
    expect(statusOf(gzipSync(envelope(60_000, { tail: '{"type":"attachment","length":9}\nabc\n' })), 'gzip')).toBe(400);
  });

  test('an event without an id is given one', () => {
    const answered = inspectSentry(
      gzipSync(envelope(60_000, { id: '', event: `{"message":"${'x'.repeat(60_000)}"}` })),
      'gzip',
      'envelope',
      limit,
    );
    expect(answered.eventId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('the payload’s id counts when the header has none', () => {
    expect(inspectSentry(envelope(300, { id: '' }), '', 'envelope', limit).eventId).toBe(id);
  });

  test('larger than allowed is 413, in any encoding', () => {
    const body = envelope(2 * limit);
    expect(statusOf(body.subarray(0, body.length), '')).toBe(200);
    expect(statusOf(gzipSync(body), 'gzip')).toBe(413);
    expect(statusOf(brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }), 'br')).toBe(413);
  });

  test('broken JSON is refused; of a large event, what does not begin and end as an object', () => {
    expect(statusOf(envelope(0, { event: '{"message":}' }), '')).toBe(400);
    expect(statusOf(envelope(0, { event: '[1]' }), '')).toBe(400);
    expect(statusOf(envelope(0, { event: `{"message":"${'x'.repeat(20_000)}` }), '')).toBe(400);
  });

  test('a trailer that promises less than there is does not get past the frames', () => {
    const zipped = gzipSync(envelope(60_000, { length: 10 }));
    expect(statusOf(zipped, 'gzip')).toBe(400);
  });
});
