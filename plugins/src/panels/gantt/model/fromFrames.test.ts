import { FieldType, createDataFrame, type DataFrame } from '@grafana/data';

import { durationOf, kindAt, nameOf, serviceOf, statusAt } from './columns';
import { fromFrames, hasSpans } from './fromFrames';

const T = 1_768_467_600_000;

const summitFrame = (): DataFrame =>
  createDataFrame({
    fields: [
      { name: 'spanId', type: FieldType.string, values: ['run', 'job', 'q', 'step'] },
      { name: 'parentSpanId', type: FieldType.string, values: [null, 'run', 'job', 'job'] },
      { name: 'name', type: FieldType.string, values: ['main-ci', 'build', 'queue', 'compile'] },
      { name: 'kind', type: FieldType.string, values: ['run', 'job', 'queue', 'step'] },
      { name: 'service', type: FieldType.string, values: ['demo/shop', 'demo/shop', 'demo/shop', null] },
      { name: 'status', type: FieldType.string, values: ['running', 'running', 'success', 'timed_out'] },
      { name: 'start', type: FieldType.time, values: [T, T + 2000, T, T + 2000] },
      { name: 'end', type: FieldType.time, values: [null, null, T + 2000, T + 5000] },
      { name: 'attributes', type: FieldType.other, values: [{}, { runner: 'r-1', n: 2 }, null, '{"a":"b"}'] },
      { name: 'url', type: FieldType.string, values: ['https://ci.example/1', '', null, ''] },
    ],
  });

const tempoFrame = (): DataFrame =>
  createDataFrame({
    fields: [
      { name: 'traceID', type: FieldType.string, values: ['t', 't', 't', 't'] },
      { name: 'spanID', type: FieldType.string, values: ['a', 'b', 'c', 'd'] },
      { name: 'parentSpanID', type: FieldType.string, values: ['', 'a', 'a', 'b'] },
      { name: 'operationName', type: FieldType.string, values: ['RUN main-ci', 'build', 'GET /', 'queue-build'] },
      { name: 'serviceName', type: FieldType.string, values: ['ci', 'ci', 'shop', 'ci'] },
      { name: 'startTime', type: FieldType.number, values: [T, T + 1.5, T + 2, T] },
      { name: 'duration', type: FieldType.number, values: [10, 2.25, 3, 1.5] },
      { name: 'statusCode', type: FieldType.number, values: [0, 1, 2, 0] },
      { name: 'kind', type: FieldType.string, values: ['server', 'internal', 'client', 'internal'] },
      {
        name: 'tags',
        type: FieldType.other,
        values: [
          [{ key: 'cicd.pipeline.result', value: 'failure' }],
          [
            { key: 'cicd.pipeline.task.run.result', value: 'timeout' },
            { key: 'cicd.pipeline.task.run.id', value: '7' },
            { key: 'cicd.pipeline.task.run.url.full', value: 'https://ci.example/7' },
          ],
          [{ key: 'http.status', value: 500 }],
          null,
        ],
      },
      {
        name: 'serviceTags',
        type: FieldType.other,
        values: [[{ key: 'host', value: 'h' }], [], [{ key: 'host', value: 'h' }], []],
      },
    ],
  });

const table = (fields: Parameters<typeof createDataFrame>[0]['fields']): DataFrame => createDataFrame({ fields });

describe("Summit's span frame", () => {
  it('is read with kinds, statuses, attributes and links; no end is now', () => {
    const spans = fromFrames([summitFrame()], T + 60_000);
    const [run, job, step] = ['run', 'job', 'step'].map((id) => spans.indexOf(id));
    expect([run, job, step].map((span) => kindAt(spans, span ?? -1))).toEqual(['run', 'job', 'step']);
    expect(statusAt(spans, step ?? -1)).toBe('timed_out');
    expect(durationOf(spans, run ?? -1)).toBe(60_000);
    expect(spans.attributes(job ?? -1)).toEqual([
      ['runner', 'r-1'],
      ['n', '2'],
    ]);
    expect(spans.attributes(step ?? -1)).toEqual([['a', 'b']]);
    expect(spans.url(run ?? -1)).toBe('https://ci.example/1');
    expect(serviceOf(spans, step ?? -1)).toBe('');
  });
});

describe('a trace frame', () => {
  const spans = fromFrames([tempoFrame()], T);
  const index = (id: string): number => spans.indexOf(id);

  it('is read with fractions of a millisecond', () => {
    expect([spans.start[index('b')], durationOf(spans, index('b'))]).toEqual([1.5, 2.25]);
  });

  it('takes the outcome of CI tasks from their attributes, of others from the status code', () => {
    expect(['a', 'b', 'c'].map((id) => statusAt(spans, index(id)))).toEqual(['failed', 'timed_out', 'failed']);
  });

  it('knows runs, jobs and waiting time', () => {
    expect(['a', 'b', 'c', 'd'].map((id) => kindAt(spans, index(id)))).toEqual(['run', 'job', 'span', 'queue']);
  });

  it('gives attributes of span and service, and the link', () => {
    expect(spans.attributes(index('c'))).toEqual([
      ['kind', 'client'],
      ['http.status', '500'],
      ['host', 'h'],
    ]);
    expect(spans.url(index('b'))).toBe('https://ci.example/7');
  });

  it('reads tags that come as JSON text', () => {
    const frame = tempoFrame();
    const tags = JSON.stringify([{ key: 'error', value: true }]);
    const fields = frame.fields.map((field) =>
      field.name === 'tags' ? { ...field, values: [tags, '{', '', 'x'] } : field,
    );
    const read = fromFrames([{ ...frame, fields }], T);
    expect(statusAt(read, read.indexOf('a'))).toBe('failed');
    expect(statusAt(read, read.indexOf('b'))).toBe('success');
  });
});

describe('a table', () => {
  it('is guessed from common names', () => {
    const spans = fromFrames(
      [
        table([
          { name: 'Task', type: FieldType.string, values: ['pour', 'dry'] },
          { name: 'started_at', type: FieldType.time, values: [T, T + 1000] },
          { name: 'finished_at', type: FieldType.time, values: [T + 1000, T + 4000] },
          { name: 'conclusion', type: FieldType.string, values: ['success', 'failure'] },
          { name: 'colour', type: FieldType.string, values: ['red', 'blue'] },
        ]),
      ],
      T,
    );
    expect([nameOf(spans, 0), nameOf(spans, 1)]).toEqual(['pour', 'dry']);
    expect([durationOf(spans, 1), statusAt(spans, 1)]).toEqual([3000, 'failed']);
    expect(spans.attributes(1)).toEqual([['colour', 'blue']]);
  });

  it.each([
    ['duration', 's', 2],
    ['duration', 'ms', 2000],
    ['duration', 'µs', 2_000_000],
    ['duration', 'ns', 2_000_000_000],
    ['durationMs', undefined, 2000],
    ['duration_seconds', undefined, 2],
    ['durationNanos', undefined, 2_000_000_000],
  ])('takes a %s in %s in its unit', (name, unit, value) => {
    const frame = table([
      { name: 'start', type: FieldType.time, values: [T] },
      { name, type: FieldType.number, values: [value], config: { unit } },
    ]);
    expect(durationOf(fromFrames([frame], T), 0)).toBeCloseTo(2000, 6);
  });

  it('reads times written as text, and passes over those that are none', () => {
    const frame = table([
      { name: 'start', type: FieldType.string, values: ['2026-01-15T09:00:00Z', 'soon'] },
      { name: 'end', type: FieldType.string, values: ['2026-01-15T09:00:01Z', '2026-01-15T09:00:03Z'] },
    ]);
    const spans = fromFrames([frame], T);
    expect([spans.origin, durationOf(spans, 0), durationOf(spans, 1)]).toEqual([T, 1000, 0]);
  });

  it('uses the fields that were chosen', () => {
    const frame = table([
      { name: 'from here', type: FieldType.time, values: [T, T] },
      { name: 'to there', type: FieldType.time, values: [T + 5, T + 9] },
      { name: 'ref', type: FieldType.string, values: ['x', 'y'] },
      { name: 'above', type: FieldType.string, values: ['', 'x'] },
    ]);
    expect(hasSpans([frame])).toBe(false);
    const mapping = { start: 'from here', end: 'to there', id: 'ref', parent: 'above', name: 'ref' };
    const spans = fromFrames([frame], T, mapping);
    expect([spans.ids, Array.from(spans.depth)]).toEqual([
      ['x', 'y'],
      [0, 1],
    ]);
  });

  it('is no table of spans when a chosen field is not there', () => {
    expect(hasSpans([summitFrame()], { start: 'nowhere' })).toBe(false);
  });
});

describe('several frames', () => {
  it('are one chart, with each span keeping its own attributes', () => {
    const spans = fromFrames([summitFrame(), tempoFrame()], T + 10);
    expect(spans.count).toBe(8);
    expect(spans.attributes(spans.indexOf('job'))[0]).toEqual(['runner', 'r-1']);
    expect(spans.attributes(spans.indexOf('c'))[0]).toEqual(['kind', 'client']);
  });

  it('that hold no spans are passed over', () => {
    const series = table([
      { name: 'time', type: FieldType.time, values: [T] },
      { name: 'value', type: FieldType.number, values: [1] },
    ]);
    expect(hasSpans([series])).toBe(false);
    expect(fromFrames([series, summitFrame()], T).count).toBe(4);
    expect(fromFrames([], T).count).toBe(0);
  });
});
