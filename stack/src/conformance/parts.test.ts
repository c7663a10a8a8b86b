import { readAllowList } from './allowList';
import { readResult } from './backends';
import { createReport, eventually } from './checks';
import { pluginQueries } from './pluginQueries';
import { parseTraceQl } from './traceql';
import { substitute } from './variables';

describe('variables', () => {
  const using = {
    values: new Map([['repo', 'a|b']]),
    rangeSeconds: 3600,
    intervalSeconds: 60,
    rateIntervalSeconds: 120,
  };
  test.each([
    ['x{r=~"$repo"}', 'x{r=~"a|b"}'],
    ['x{r=~"${repo:regex}"}[[repo]]', 'x{r=~"a|b"}a|b'],
    ['rate(x[$__rate_interval])', 'rate(x[120s])'],
    ['x[$__range] $__range_s $__interval $__auto', 'x[3600s] 3600 60s 60s'],
    ['no variables', 'no variables'],
  ])('%s', (expr, expected) => {
    expect(substitute(expr, using)).toBe(expected);
  });
  test('one without a value is an error that names it', () => {
    expect(() => substitute('x{a="$unknown"}', using)).toThrow('$unknown has no value');
  });
});

describe('queries in plugin source', () => {
  const code =
    "const a = { expr: 'up', other: 'x' };\nconst b = { expr: `{a=\"b\"} | id = \\`${run.id}\\`` };\nconst c = { expr };";
  test('are literals and templates of properties named expr', () => {
    expect(pluginQueries('a.tsx', code, { 'run.id': ['1', '2'] })).toEqual([
      { name: 'a.tsx:1', language: 'promql', expr: 'up', instant: false },
      { name: 'a.tsx:2 1', language: 'logql', expr: '{a="b"} | id = `1`', instant: false },
      { name: 'a.tsx:2 2', language: 'logql', expr: '{a="b"} | id = `2`', instant: false },
    ]);
  });
  test('with an unknown placeholder are refused, by file and line', () => {
    expect(() => pluginQueries('a.tsx', code, {})).toThrow('a.tsx:2: nothing is known about the placeholder ${run.id}');
  });
});

describe('the allow-list', () => {
  test('has a reason for each query', () => {
    expect(readAllowList('- query: a\n  reason: b\n')).toEqual(new Map([['a', 'b']]));
    expect(readAllowList('# nothing\n')).toEqual(new Map());
  });
  test.each([
    '- query: a\n',
    '- reason: b\n',
    '- query: a\n  reason: " "\n',
    'a: b\n',
    '- query: a\n  reason: b\n- query: a\n  reason: c\n',
  ])('%j is refused', (yaml) => {
    expect(() => readAllowList(yaml)).toThrow('allow-list');
  });
});

describe('TraceQL', () => {
  test.each([
    '{}',
    '{ resource.service.name = "a" && span.cicd.pipeline.run.id != nil }',
    '{ .a = "b" } | rate()',
    '2f3e0cee77ae5dc9c17ade3689eb2e54',
  ])('%s is read', (query) => {
    expect(() => parseTraceQl(query)).not.toThrow();
  });
  test.each(['{ foo', 'rate(x)', '', '{} |'])('"%s" is refused', (query) => {
    expect(() => parseTraceQl(query)).toThrow('not TraceQL');
  });
});

describe('an answer of Loki or Mimir', () => {
  const answer = (resultType: string, result: unknown) => ({ status: 'success', data: { resultType, result } });
  test('has as many series as have values', () => {
    expect(
      readResult(
        answer('matrix', [
          { metric: { a: 'b' }, values: [[1, '2']] },
          { metric: {}, values: [] },
        ]),
      ).series,
    ).toBe(1);
    expect(readResult(answer('vector', [{ metric: {}, value: [1, '2'] }])).series).toBe(1);
    expect(readResult(answer('streams', [{ stream: { a: 'b' }, values: [['1', 'line']] }]))).toEqual({
      series: 1,
      rows: [{ labels: { a: 'b' }, values: ['line'] }],
    });
    expect(readResult(answer('vector', [])).series).toBe(0);
    expect(readResult(answer('matrix', [{ metric: {}, values: [[1, 'NaN']] }])).series).toBe(0);
  });
  test('without data is an error', () => {
    expect(() => readResult({ status: 'error' })).toThrow('without data');
  });
});

describe('a report', () => {
  test('has one line a check and counts them', async () => {
    const lines: string[] = [];
    const report = createReport((line) => lines.push(line));
    await report.check('good', async () => {});
    await report.check('bad', async () => {
      throw new Error('first\n  second');
    });
    report.skip('left out', 'no Tempo');
    expect(lines).toEqual(['ok    good', 'FAIL  bad: first | second', 'skip  left out: no Tempo']);
    expect(report.counts()).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });
  test('that has come to its end fails what is left without running it', async () => {
    const lines: string[] = [];
    const report = createReport(
      (line) => lines.push(line),
      () => 'out of time',
    );
    const body = jest.fn(async () => {});
    await report.check('late', body);
    expect(body).not.toHaveBeenCalled();
    expect(lines).toEqual(['FAIL  late: out of time']);
  });
  test('of something that never happens says what was wrong last', async () => {
    await expect(
      eventually(
        'the log',
        async () => {
          throw new Error('500 broken');
        },
        1,
      ),
    ).rejects.toThrow('the log: 500 broken within 0.001 s');
  });
});
