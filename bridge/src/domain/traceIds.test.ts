import fc from 'fast-check';
import { jobSpanIds, runTraceIds, stepSpanId, stepSpanIds } from './traceIds';

const github = { provider: 'github', host: 'github.com', repository: 'demo/shop' };

/** The expected ids were computed outside, with `printf %s <text> | sha256sum`: the scheme must not change with its implementation. */
test('the ids of a run are those of the Collector’s githubreceiver', () => {
  expect(runTraceIds(github, '6454805877', 1)).toEqual({
    traceId: '3fb94bc614dc991eb4316b990c83a02d',
    rootSpanId: '68b0b5cef52dd7a1',
    queueSpanId: '674867760b052b60',
  });
});

test('job, queue and step ids come from the id of the job', () => {
  expect(jobSpanIds(github, '99')).toEqual({ spanId: '5f5c27441334202f', queueSpanId: 'b9a173dc4da45158' });
  expect(stepSpanId(github, '99', 'Run tests', 1)).toBe('ac009ed18350d2c2');
  expect(stepSpanId(github, '99', 'Run tests', 2)).toBe('9e91fbaabac7bbed');
});

test('elsewhere server and repository are part of them', () => {
  const gitlab = { provider: 'gitlab', host: 'git.example.org', repository: 'demo/web/shop' };
  expect(runTraceIds(gitlab, '31', 1)).toEqual({
    traceId: '3ebfa2be462380e1039f7e32a3b8c1c0',
    rootSpanId: '9a837becc96c43ee',
    queueSpanId: 'ed53872d8abaf336',
  });
  expect(jobSpanIds(gitlab, '380').spanId).toBe('970b209d13191dc7');
});

test('whatever the steps are called, no two of a job share an id', () => {
  const name = fc.oneof(fc.constantFrom('a', 'a-2', 'a-s', 'a-s-2', 'a-s-2-s'), fc.string());
  fc.assert(
    fc.property(fc.array(name, { maxLength: 20 }), (names) => {
      const ids = stepSpanIds(github, '99', names);
      expect(new Set(ids).size).toBe(names.length);
      for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
});
