import { otlpOf, otlpTarget } from './span';
import { summaryOf } from './summary';

describe('where spans go', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['nowhere', {}, undefined],
    [
      'the address of all signals',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' },
      'http://localhost:4318/v1/traces',
    ],
    [
      'the address of traces, as it is',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://b/in' },
      'https://b/in',
    ],
    ['gRPC', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, undefined],
    ['switched off', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'true' }, undefined],
    ['no address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }, undefined],
  ])('%s', (_, env, expected) => {
    expect(otlpTarget(env)?.url.href).toBe(expected);
  });

  test('with the headers that are asked for', () => {
    const target = otlpTarget({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a',
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=a%20b, other=c=d,broken',
    });
    expect(target?.headers).toEqual({ 'x-key': 'a b', other: 'c=d' });
  });
});

test('a span tells the program and how it ended, not its arguments', () => {
  const body = otlpOf({
    name: 'npm',
    program: '/usr/bin/npm',
    startedAtMs: 1_795_287_555_000,
    ended: { wallMs: 1500.5, code: 3, signal: null, processor: { userMs: 1000, systemMs: 20 }, maxRssBytes: 1e6 },
    own: 'b7ad6b7169203331',
    parent: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7' },
    run: 'github-1-1',
    repository: 'demo/shop',
    version: '0.1.0',
  });
  const span = body.resourceSpans[0]?.scopeSpans[0]?.spans[0];
  expect(span).toMatchObject({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: '00f067aa0ba902b7',
    startTimeUnixNano: '1795287555000000000',
    endTimeUnixNano: '1795287556500500000',
    status: { code: 2 },
  });
  expect(span?.attributes).toEqual(
    expect.arrayContaining([
      { key: 'process.executable.name', value: { stringValue: 'npm' } },
      { key: 'process.exit.code', value: { intValue: '3' } },
      { key: 'error.type', value: { stringValue: '3' } },
    ]),
  );
});

test.each([
  [{ wallMs: 1234, code: 0, signal: null }, 'exit 0 after 1.23 s'],
  [
    { wallMs: 65_400, code: 1, signal: null, processor: { userMs: 61_000, systemMs: 120 }, maxRssBytes: 231e6 },
    'exit 1 after 1 min 5 s, processor 1 min 1 s user and 0.12 s system, largest process at least 231 MB',
  ],
  [{ wallMs: 20_000, code: null, signal: { name: 'SIGTERM', number: 15 } }, 'ended by SIGTERM after 20.0 s'],
])('summary %#', (ended, expected) => {
  expect(summaryOf(ended)).toBe(expected);
});
