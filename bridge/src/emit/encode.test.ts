import { encodeLogGroups, encodeLogs, encodeMetrics, encodeSpans, hrTime } from './encode';
import type { EmitLog, EmitResource, EmitSpan } from './model';
import { NONE, attributes, double, hex, messages, number, readMessage, text } from './testing/protobuf';

const resource: EmitResource = { tenant: 'acme', attributes: { 'service.name': 'shop', replicas: 3, canary: false } };
const nanos = (ms: number) => BigInt(ms) * 1_000_000n;

describe('logs', () => {
  const log: EmitLog = {
    timeMs: 1_790_000_000_123,
    observedMs: 1_790_000_000_456,
    severity: 'fatal',
    body: 'TypeError: x is – not',
    attributes: { 'exception.type': 'TypeError', n: 7, ratio: 0.5, yes: true, list: ['a', 'b'] },
    traceId: 'ab'.repeat(16),
    spanId: 'cd'.repeat(8),
  };

  test('carry times, severity, body, attributes and trace; the resource carries the tenant', () => {
    const [group] = messages(readMessage(encodeLogs(resource, 'summit.errors', [log])), 1);
    if (!group) throw new Error('no resource logs');
    expect(attributes(messages(group, 1)[0] ?? NONE, 1)).toEqual({
      'service.name': 'shop',
      replicas: 3,
      canary: false,
      'summit.tenant': 'acme',
    });
    const [scope] = messages(group, 2);
    expect(text(messages(scope ?? NONE, 1)[0] ?? NONE, 1)).toBe('summit.errors');
    const [record] = messages(scope ?? NONE, 2);
    if (!record) throw new Error('no record');
    expect(number(record, 1)).toBe(nanos(log.timeMs));
    expect(number(record, 11)).toBe(nanos(log.observedMs));
    expect([number(record, 2), text(record, 3)]).toEqual([21n, 'FATAL']);
    expect(text(messages(record, 5)[0] ?? NONE, 1)).toBe(log.body);
    expect(attributes(record, 6)).toEqual(log.attributes);
    expect([hex(record, 9), hex(record, 10)]).toEqual([log.traceId, log.spanId]);
  });

  test('without a trace have none', () => {
    const bytes = encodeLogs(resource, 's', [{ ...log, traceId: undefined, spanId: undefined }]);
    const record = messages(messages(messages(readMessage(bytes), 1)[0] ?? NONE, 2)[0] ?? NONE, 2)[0];
    expect(record?.has(9)).toBe(false);
  });

  test('of several resources stay apart in one request', () => {
    const other: EmitResource = { tenant: 'acme', attributes: { 'service.name': 'payments' } };
    const bytes = encodeLogGroups(
      [
        { resource, logs: [log, log] },
        { resource: other, logs: [log] },
      ],
      's',
    );
    const groups = messages(readMessage(bytes), 1);
    expect(groups.map((group) => messages(messages(group, 2)[0] ?? NONE, 2).length)).toEqual([2, 1]);
    expect(groups.map((group) => attributes(messages(group, 1)[0] ?? NONE, 1)['service.name'])).toEqual([
      'shop',
      'payments',
    ]);
  });

  test('joined end to end are one request of both', () => {
    const one = encodeLogs(resource, 's', [log]);
    expect(messages(readMessage(Buffer.concat([one, one])), 1)).toHaveLength(2);
  });

  test('survive half surrogate pairs and other text that UTF-8 cannot hold', () => {
    const bytes = encodeLogs(resource, 's', [{ ...log, body: 'a\ud800', attributes: { x: '\udc00\ud83d' } }]);
    const record = messages(messages(messages(readMessage(bytes), 1)[0] ?? NONE, 2)[0] ?? NONE, 2)[0];
    expect(text(messages(record ?? NONE, 5)[0] ?? NONE, 1)).toBe('a\ufffd');
  });
});

describe('spans', () => {
  const span: EmitSpan = {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    parentSpanId: '3'.repeat(16),
    name: 'build',
    kind: 'server',
    startMs: 1_790_000_000_000,
    endMs: 1_790_000_060_000,
    status: 'error',
    statusMessage: 'exit 1',
    attributes: { 'cicd.pipeline.name': 'ci' },
    links: [{ traceId: '4'.repeat(32), spanId: '5'.repeat(16) }],
    events: [{ name: 'retried', timeMs: 1_790_000_030_000, attributes: { attempt: 2 } }],
  };
  const first = (spans: EmitSpan[]) =>
    messages(
      messages(messages(readMessage(encodeSpans(resource, 'summit.ci', spans)), 1)[0] ?? NONE, 2)[0] ?? NONE,
      2,
    )[0] ?? NONE;

  test('carry ids, kind, times, status, links and events', () => {
    const encoded = first([span]);
    expect([hex(encoded, 1), hex(encoded, 2), hex(encoded, 4)]).toEqual([span.traceId, span.spanId, span.parentSpanId]);
    expect([text(encoded, 5), number(encoded, 6)]).toEqual(['build', 2n]);
    expect([number(encoded, 7), number(encoded, 8)]).toEqual([nanos(span.startMs), nanos(span.endMs)]);
    expect(attributes(encoded, 9)).toEqual(span.attributes);
    const [status] = messages(encoded, 15);
    expect([text(status ?? NONE, 2), number(status ?? NONE, 3)]).toEqual(['exit 1', 2n]);
    expect(hex(messages(encoded, 13)[0] ?? NONE, 1)).toBe('4'.repeat(32));
    expect(text(messages(encoded, 11)[0] ?? NONE, 2)).toBe('retried');
  });

  test('a root has no parent; an end before the start is the start', () => {
    const encoded = first([{ ...span, parentSpanId: undefined, endMs: span.startMs - 5 }]);
    expect(encoded.has(4)).toBe(false);
    expect(number(encoded, 8)).toBe(nanos(span.startMs));
  });
});

test('metrics are cumulative sums, gauges and histograms', () => {
  const at = { startMs: 1_790_000_000_000, timeMs: 1_790_000_015_000, attributes: { result: 'success' } };
  const bytes = encodeMetrics(resource, 'summit.metrics', [
    { name: 'runs', unit: '{run}', kind: 'sum', monotonic: true, points: [{ ...at, value: 3 }] },
    { name: 'active', unit: '{run}', kind: 'sum', monotonic: false, points: [{ ...at, value: 1 }] },
    { name: 'depth', unit: '', kind: 'gauge', points: [{ ...at, value: 2.5 }] },
    {
      name: 'duration',
      unit: 's',
      kind: 'histogram',
      points: [{ ...at, count: 3, sum: 12.5, bounds: [1, 10], counts: [1, 1, 1] }],
    },
  ]);
  const metrics = messages(messages(messages(readMessage(bytes), 1)[0] ?? NONE, 2)[0] ?? NONE, 2);
  expect(metrics.map((metric) => [text(metric, 1), text(metric, 3)])).toEqual([
    ['runs', '{run}'],
    ['active', '{run}'],
    ['depth', undefined],
    ['duration', 's'],
  ]);
  const [sum, updown, gauge, histogram] = [
    messages(metrics[0] ?? NONE, 7)[0],
    messages(metrics[1] ?? NONE, 7)[0],
    messages(metrics[2] ?? NONE, 5)[0],
    messages(metrics[3] ?? NONE, 9)[0],
  ];
  expect([number(sum ?? NONE, 2), number(sum ?? NONE, 3)]).toEqual([2n, 1n]);
  expect([number(updown ?? NONE, 2), number(updown ?? NONE, 3)]).toEqual([2n, undefined]);
  expect(double(messages(gauge ?? NONE, 1)[0] ?? NONE, 4)).toBe(2.5);
  const [point] = messages(histogram ?? NONE, 1);
  expect([number(point ?? NONE, 4), double(point ?? NONE, 5)]).toEqual([3n, 12.5]);
  expect([number(point ?? NONE, 2), number(point ?? NONE, 3)]).toEqual([nanos(at.startMs), nanos(at.timeMs)]);
});

test.each([
  [1_790_000_000_123, [1_790_000_000, 123_000_000]],
  [1.5, [0, 1_500_000]],
  [-5, [0, 0]],
  [Number.NaN, [0, 0]],
])('hrTime(%p)', (ms, expected) => {
  expect(hrTime(ms)).toEqual(expected);
});
