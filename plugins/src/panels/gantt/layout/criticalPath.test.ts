import fc from 'fast-check';

import { anySpans, spansOf, type TestSpan } from '../model/testSpans';
import { criticalPath } from './criticalPath';

const pathOf = (input: readonly TestSpan[], off?: ReadonlySet<string>): string[] => {
  const spans = spansOf(input);
  const path = criticalPath(spans, off);
  return Array.from(path.span, (span, i) => `${spans.ids[span]} ${path.start[i]}–${path.end[i]}`);
};

it('is the whole of a span without children', () => {
  expect(pathOf([{ id: 'a', start: 0, end: 10 }])).toEqual(['a 0–10']);
});

it('goes to the child that finished last, and back from where it began', () => {
  expect(
    pathOf([
      { id: 'run', start: 0, end: 100 },
      { id: 'lint', parent: 'run', start: 0, end: 30 },
      { id: 'build', parent: 'run', start: 0, end: 50 },
      { id: 'test', parent: 'run', start: 55, end: 95 },
      { id: 'docs', parent: 'run', start: 55, end: 60 },
    ]),
  ).toEqual(['build 0–50', 'run 50–55', 'test 55–95', 'run 95–100']);
});

it('does not go to what is known to have held nothing up', () => {
  const spans = [
    { id: 'run', start: 0, end: 100 },
    { id: 'build', parent: 'run', start: 0, end: 30 },
    { id: 'docs', parent: 'run', start: 0, end: 50 },
    { id: 'test', parent: 'run', start: 55, end: 100 },
  ];
  expect(pathOf(spans)).toEqual(['docs 0–50', 'run 50–55', 'test 55–100']);
  expect(pathOf(spans, new Set(['docs']))).toEqual(['build 0–30', 'run 30–55', 'test 55–100']);
});

it('goes down as far as the tree goes', () => {
  expect(
    pathOf([
      { id: 'run', start: 0, end: 10 },
      { id: 'job', parent: 'run', start: 2, end: 10 },
      { id: 'step', parent: 'job', start: 3, end: 9 },
    ]),
  ).toEqual(['run 0–2', 'job 2–3', 'step 3–9', 'job 9–10']);
});

it('includes the waiting time before a job', () => {
  expect(
    pathOf([
      { id: 'run', start: 0, end: 100 },
      { id: 'build', parent: 'run', start: 0, end: 20 },
      { id: 'test', parent: 'run', start: 50, end: 100 },
      { id: 'wait', parent: 'test', kind: 'queue', start: 20, end: 50 },
    ]),
  ).toEqual(['build 0–20', 'wait 20–50', 'test 50–100']);
});

it('leaves out a child that overlaps the one that held things up', () => {
  expect(
    pathOf([
      { id: 'run', start: 0, end: 100 },
      { id: 'long', parent: 'run', start: 10, end: 100 },
      { id: 'overlapping', parent: 'run', start: 0, end: 60 },
    ]),
  ).toEqual(['run 0–10', 'long 10–100']);
});

it('clips a child that outlives its parent, or begins before it', () => {
  expect(
    pathOf([
      { id: 'run', start: 10, end: 50 },
      { id: 'early and late', parent: 'run', start: 10, end: 90 },
    ]),
  ).toEqual(['early and late 0–40']);
  expect(
    pathOf([
      { id: 'before', start: 0, end: 5 },
      { id: 'run', start: 10, end: 50 },
      { id: 'child', parent: 'run', start: 5, end: 50 },
    ]),
  ).toEqual(['before 0–5', 'child 10–50']);
});

it('goes through several roots as through children of one', () => {
  expect(
    pathOf([
      { id: 'first', start: 0, end: 10 },
      { id: 'second', start: 20, end: 30 },
    ]),
  ).toEqual(['first 0–10', 'second 20–30']);
});

it('has nothing to say of nothing, or of instants', () => {
  expect(pathOf([])).toEqual([]);
  expect(pathOf([{ id: 'a', start: 5, end: 5 }])).toEqual([]);
});

it('is in time order, overlaps nowhere, and is marked on its spans, whatever comes', () => {
  fc.assert(
    fc.property(anySpans, (input) => {
      const spans = spansOf(input);
      const path = criticalPath(spans);
      let sum = 0;
      for (let i = 0; i < path.span.length; i++) {
        const start = path.start[i] ?? NaN;
        const end = path.end[i] ?? NaN;
        const span = path.span[i] ?? -1;
        expect(end).toBeGreaterThan(start);
        expect(start).toBeGreaterThanOrEqual(path.end[i - 1] ?? 0);
        expect(start >= (spans.start[span] ?? NaN) && end <= (spans.end[span] ?? NaN)).toBe(true);
        expect(path.onPath[span]).toBe(1);
        sum += end - start;
      }
      expect(path.lengthMs).toBeCloseTo(sum, 6);
    }),
  );
});

it('takes no longer than it should for a hundred thousand siblings', () => {
  const input = Array.from({ length: 100_000 }, (_, n) => ({
    id: `${n}`,
    parent: n ? '0' : '',
    start: n,
    end: n ? n + 1 : 100_000,
  }));
  expect(criticalPath(spansOf(input)).span.length).toBe(100_000);
});
