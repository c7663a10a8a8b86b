import fc from 'fast-check';
import { encodeSpans } from '../../emit/encode';
import { PayloadError } from '../payload';
import { spansOfJson } from './json';
import { spansOfProtobuf } from './protobuf';
import { MAX_SPANS } from './span';

const wanted = { attributes: new Set(['text', 'count', 'less', 'ratio', 'yes', 'list']) };
const traceId = '0123456789abcdef0123456789abcdef';
const attributes = {
  text: 'shop',
  count: 12,
  less: -3,
  ratio: 0.5,
  yes: true,
  list: ['a', 'b'],
  other: 'not asked for',
};

const encoded = (count = 1): Buffer =>
  Buffer.from(
    encodeSpans({ tenant: 'demo', attributes: { 'service.name': 'jenkins' } }, 'io.jenkins.opentelemetry', [
      ...Array.from({ length: count }, (_, index) => ({
        traceId,
        spanId: (index + 1).toString(16).padStart(16, '0'),
        ...(index === 0 && { parentSpanId: 'f'.repeat(16) }),
        name: 'Stage: Build',
        kind: 'internal' as const,
        startMs: 1_769_850_000_250,
        endMs: 1_769_850_009_750,
        status: 'error' as const,
        statusMessage: 'FAILURE',
        attributes,
      })),
    ]),
  );

const expected = {
  traceId,
  spanId: '0000000000000001',
  parentSpanId: 'f'.repeat(16),
  name: 'Stage: Build',
  startMs: 1_769_850_000_250,
  endMs: 1_769_850_009_750,
  status: 'error',
  attributes: { text: 'shop', count: 12, less: -3, ratio: 0.5, yes: true, list: ['a', 'b'] },
};

test('a request in protobuf, as an exporter writes it', () => {
  expect(spansOfProtobuf(encoded(), wanted)).toEqual([expected]);
  expect(spansOfProtobuf(encoded(3), wanted).map(({ parentSpanId }) => parentSpanId)).toEqual([
    'f'.repeat(16),
    null,
    null,
  ]);
  expect(spansOfProtobuf(Buffer.alloc(0), wanted)).toEqual([]);
});

test('a request in JSON says the same', () => {
  const value = (key: string, one: object): object => ({ key, value: one });
  const span = {
    traceId: traceId.toUpperCase(),
    spanId: expected.spanId,
    parentSpanId: expected.parentSpanId,
    name: expected.name,
    startTimeUnixNano: '1769850000250000000',
    endTimeUnixNano: '1769850009750000000',
    attributes: [
      value('text', { stringValue: 'shop' }),
      value('count', { intValue: '12' }),
      value('less', { intValue: -3 }),
      value('ratio', { doubleValue: 0.5 }),
      value('yes', { boolValue: true }),
      value('list', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }, { stringValue: 'b' }] } }),
      value('other', { kvlistValue: {} }),
    ],
    status: { code: 2, message: 'FAILURE' },
  };
  const request = { resourceSpans: [{ resource: {}, scopeSpans: [{ spans: [span] }] }, {}] };
  expect(spansOfJson(request, wanted)).toEqual([expected]);
  expect(spansOfJson({}, wanted)).toEqual([]);
});

test.each([
  ['another shape', { resourceSpans: 1 }],
  ['a span without a time', { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: 'a' }] }] }] }],
  ['no object', null],
])('JSON of %s is refused by name', (_, request) => {
  expect(() => spansOfJson(request, wanted)).toThrow(PayloadError);
});

test('more spans than any exporter sends are refused before they are read', () => {
  // An empty span is two bytes.
  const spans = Buffer.concat(Array.from({ length: MAX_SPANS + 1 }, () => Buffer.from([0x12, 0])));
  const message = (bytes: Buffer, field: number): Buffer => {
    const length: number[] = [];
    for (let rest = bytes.length; ; rest >>>= 7) {
      length.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
      if (rest <= 0x7f) break;
    }
    return Buffer.concat([Buffer.from([(field << 3) | 2, ...length]), bytes]);
  };
  expect(() => spansOfProtobuf(message(message(spans, 2), 1), wanted)).toThrow(/more than 20000 spans/);
});

/** Anything but the reader's own error fails the property. */
const read = (bytes: Buffer): void => {
  try {
    spansOfProtobuf(bytes, wanted);
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
  }
};

test('bytes that are nothing, cut, or changed somewhere, are read or refused', () => {
  const whole = encoded(2);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => read(Buffer.from(bytes))));
  fc.assert(fc.property(fc.nat(whole.length), (length) => read(whole.subarray(0, length))));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      (changes) => {
        const bytes = Buffer.from(whole);
        for (const [place, value] of changes) bytes[place] = value;
        read(bytes);
      },
    ),
    { numRuns: 2000 },
  );
});

test('any JSON is read or refused', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, fc.jsonValue(), tie('object')),
    object: fc.dictionary(
      fc.constantFrom('resourceSpans', 'scopeSpans', 'spans', 'attributes', 'key', 'value', 'arrayValue', 'traceId'),
      fc.oneof(fc.array(tie('value'), { maxLength: 3 }), tie('value')),
    ),
  })).value;
  fc.assert(
    fc.property(json, (request) => {
      try {
        spansOfJson(request, wanted);
      } catch (error) {
        if (!(error instanceof PayloadError)) throw error;
      }
    }),
  );
});
