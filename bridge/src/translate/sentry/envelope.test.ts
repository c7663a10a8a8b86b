import fc from 'fast-check';
import { EnvelopeError, normalEventId, parseEnvelope, type EnvelopeProblem } from './envelope';

const parse = (text: string) => parseEnvelope(Buffer.from(text));
const shape = (text: string) => parse(text).items.map((item) => [item.type, item.payload.toString()]);
const problemOf = (body: Buffer, limits?: { items: number; headerBytes: number }): EnvelopeProblem | 'none' => {
  try {
    parseEnvelope(body, limits);
    return 'none';
  } catch (error) {
    if (error instanceof EnvelopeError) return error.problem;
    throw error;
  }
};

describe('framing', () => {
  test.each<[string, string, [string, string][]]>([
    ['a header alone', '{}', []],
    ['a header and a newline', '{}\n', []],
    ['an item with a length', '{}\n{"type":"event","length":2}\n{}\n', [['event', '{}']]],
    ['no newline at the end', '{}\n{"type":"event","length":2}\n{}', [['event', '{}']]],
    ['an item without a length', '{}\n{"type":"event"}\n{"a":1}\n', [['event', '{"a":1}']]],
    ['a null length', '{}\n{"type":"event","length":null}\n{"a":1}\n', [['event', '{"a":1}']]],
    ['a length that spans newlines', '{}\n{"type":"attachment","length":5}\na\nb\nc\n', [['attachment', 'a\nb\nc']]],
    [
      '\\r belongs to the payload',
      '{}\n{"type":"attachment"}\nab\r\n{"type":"event"}\n{}',
      [
        ['attachment', 'ab\r'],
        ['event', '{}'],
      ],
    ],
    ['\\r at the end of header lines', '{}\r\n{"type":"event"}\r\n{}', [['event', '{}']]],
    [
      'an empty payload of length 0',
      '{}\n{"type":"session","length":0}\n\n{"type":"event"}\n{}',
      [
        ['session', ''],
        ['event', '{}'],
      ],
    ],
    ['EOF right after an item header', '{}\n{"type":"event"}', [['event', '']]],
    ['EOF right after an item header of length 0', '{}\n{"type":"event","length":0}\n', [['event', '']]],
    ['empty lines at the end', '{}\n{"type":"event"}\n{}\n\n\n', [['event', '{}']]],
    ['an unknown type', '{}\n{"type":"of the future"}\nx', [['of the future', 'x']]],
  ])('%s', (_, text, items) => {
    expect(shape(text)).toEqual(items);
  });

  test('reads the header', () => {
    const text =
      '{"event_id":"9EC79C33-EC99-42AB-8353-589FCB2E04DC","dsn":"http://k@h/1","sent_at":"2026-01-01T00:00:00Z"}';
    expect(parse(text).header).toEqual({
      eventId: '9ec79c33ec9942ab8353589fcb2e04dc',
      dsn: 'http://k@h/1',
      sentAt: '2026-01-01T00:00:00Z',
    });
  });

  test('does not copy payloads', () => {
    const body = Buffer.from('{}\n{"type":"event","length":2}\n{}\n');
    expect(parseEnvelope(body).items[0]?.payload.buffer).toBe(body.buffer);
  });

  test('a __proto__ key in a header changes nothing', () => {
    const { header, items } = parse('{"__proto__":{"dsn":"evil"}}\n{"type":"event","__proto__":{"length":1}}\n{}');
    expect(header.dsn).toBeUndefined();
    expect(items[0]?.payload.toString()).toBe('{}');
  });
});

describe('what is refused', () => {
  test.each<[string, string, EnvelopeProblem]>([
    ['nothing at all', '', 'header'],
    ['a header that is no JSON', 'nonsense\n', 'header'],
    ['a header that is a list', '[]\n', 'header'],
    ['an event id that is a path', '{"event_id":"../../../../etc/passwd"}', 'header'],
    ['an event id of another type', '{"event_id":12}', 'header'],
    ['an item header that is no JSON', '{}\nnonsense\n{}', 'item_header'],
    ['an item without a type', '{}\n{"length":2}\n{}', 'item_header'],
    ['a negative length', '{}\n{"type":"event","length":-1}\n{}', 'item_header'],
    ['a fractional length', '{}\n{"type":"event","length":1.5}\n{}', 'item_header'],
    ['a length in words', '{}\n{"type":"event","length":"2"}\n{}', 'item_header'],
    ['a length beyond the end', '{}\n{"type":"event","length":3}\n{}', 'truncated'],
    ['an enormous length', '{}\n{"type":"event","length":9007199254740991}\n{}', 'truncated'],
    ['a payload longer than its length', '{}\n{"type":"event","length":2}\n{"a":1}\n', 'framing'],
  ])('%s', (_, text, problem) => {
    expect(problemOf(Buffer.from(text))).toBe(problem);
  });

  test('more items than the cap', () => {
    const body = Buffer.from('{}' + '\n{"type":"event"}\n{}'.repeat(4));
    expect(problemOf(body, { items: 4, headerBytes: 100 })).toBe('none');
    expect(problemOf(body, { items: 3, headerBytes: 100 })).toBe('limit');
  });

  test('header lines longer than the cap', () => {
    const long = JSON.stringify({ type: 'event', x: 'x'.repeat(200) });
    expect(problemOf(Buffer.from(long), { items: 9, headerBytes: 100 })).toBe('limit');
    expect(problemOf(Buffer.from(`{}\n${long}\n{}`), { items: 9, headerBytes: 100 })).toBe('limit');
  });
});

describe('properties', () => {
  const items = fc.array(fc.record({ type: fc.string(), payload: fc.uint8Array({ maxLength: 200 }) }), {
    maxLength: 8,
  });
  const build = (list: { type: string; payload: Uint8Array }[]) =>
    Buffer.concat([
      Buffer.from('{"sent_at":"2026-01-01T00:00:00Z"}\n'),
      ...list.flatMap(({ type, payload }) => [
        Buffer.from(`${JSON.stringify({ type, length: payload.length })}\n`),
        payload,
        Buffer.from('\n'),
      ]),
    ]);

  test('what was framed with lengths comes back', () => {
    fc.assert(
      fc.property(items, (list) => {
        const parsed = parseEnvelope(build(list)).items;
        expect(parsed.map((item) => [item.type, [...item.payload]])).toEqual(
          list.map((item) => [item.type, [...item.payload]]),
        );
      }),
    );
  });

  test('a cut envelope is a prefix of the items or a typed error, and never an altered item', () => {
    fc.assert(
      fc.property(items, fc.double({ min: 0, max: 1, noNaN: true }), (list, at) => {
        const whole = build(list);
        const cut = whole.subarray(0, Math.floor(whole.length * at));
        if (problemOf(cut) !== 'none') return;
        parseEnvelope(cut).items.forEach((item, index) => {
          // Cut inside the zero-length or unfinished header there is no item; a finished one is whole.
          expect([...item.payload]).toEqual([...(list[index]?.payload ?? [])]);
        });
      }),
    );
  });

  test('any bytes give items or the typed error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void problemOf(Buffer.from(bytes))));
    fc.assert(fc.property(fc.string(), (tail) => void problemOf(Buffer.from(`{}\n{"type":"event"${tail}`))));
  });
});

test.each([
  ['9ec79c33ec9942ab8353589fcb2e04dc', '9ec79c33ec9942ab8353589fcb2e04dc'],
  ['9EC79C33-EC99-42AB-8353-589FCB2E04DC', '9ec79c33ec9942ab8353589fcb2e04dc'],
  ['9ec79c33ec9942ab8353589fcb2e04d', undefined],
  ['../../9ec79c33ec9942ab8353589fcb', undefined],
  ['9ec79c33ec9942ab8353589fcb2e04dc\n', undefined],
  [5, undefined],
])('event id %p', (given, id) => {
  expect(normalEventId(given)).toBe(id);
});
