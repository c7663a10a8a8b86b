import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { inspectSentry, sentryInspector } from './inspect';
import { Refusal } from './receive/http/refusal';
import { zstdStored } from './testing/zstd';

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

describe('what inflates to more than usual', () => {
  const turns = { taken: 0 };
  const inspect = sentryInspector(8 * 1024 * 1024, (work) => {
    turns.taken += 1;
    return work();
  });
  const large = Buffer.concat([
    Buffer.from(`{"event_id":"${'a'.repeat(32)}"}\n{"type":"attachment","length":2000000}\n`),
    Buffer.alloc(2_000_000, 'x'),
  ]);
  beforeEach(() => (turns.taken = 0));

  test('small ones are read at once', async () => {
    expect(await inspect(gzipSync('{}\n{"type":"event"}\n{"message":"x"}\n'), 'gzip', 'envelope')).toMatchObject({
      dsn: null,
    });
    expect(turns.taken).toBe(0);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdStored],
  ] as const)('%s waits for its turn and is read the same', async (encoding, encode) => {
    expect(await inspect(encode(large), encoding, 'envelope')).toEqual(inspectSentry(large, '', 'envelope', 8 << 20));
    expect(turns.taken).toBe(1);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('%s beyond the ceiling is refused there, and what is cut off as what it is', async (encoding, encode) => {
    const bomb = encode(Buffer.alloc(9 * 1024 * 1024));
    await expect(inspect(bomb, encoding, 'envelope')).rejects.toMatchObject({ status: 413 });
    const cut = encode(Buffer.concat([large, randomBytes(100_000)])).subarray(0, -1_000);
    await expect(Promise.resolve().then(() => inspect(cut, encoding, 'envelope'))).rejects.toMatchObject({
      status: 400,
    });
  });

  test('also in the body of an old SDK, which is packed in itself', async () => {
    const event = JSON.stringify({ event_id: 'b'.repeat(32), message: 'x'.repeat(1_000_000) });
    const body = Buffer.from(deflateSync(event).toString('base64'));
    expect(await inspect(body, '', 'store')).toEqual({ eventId: 'b'.repeat(32), dsn: null });
    expect(turns.taken).toBe(1);
  });
});
