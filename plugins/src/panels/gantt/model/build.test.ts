import fc from 'fast-check';

import { buildSpans, withNow } from './build';
import { FLAG, durationOf, hasFlag, nameOf, statusAt } from './columns';
import { NO_SPANS } from './rawSpans';
import { anySpans, rawOf, spansOf } from './testSpans';

const list = (column: ArrayLike<number>): number[] => Array.from(column);

describe('tree order', () => {
  it('puts parents before children and siblings by start, whatever the order of the source', () => {
    const spans = spansOf([
      { id: 'late', parent: 'root', start: 50, end: 60 },
      { id: 'leaf', parent: 'early', start: 20, end: 30 },
      { id: 'early', parent: 'root', start: 10, end: 40 },
      { id: 'root', start: 0, end: 100 },
    ]);
    expect(spans.ids).toEqual(['root', 'early', 'leaf', 'late']);
    expect(list(spans.parent)).toEqual([-1, 0, 1, 0]);
    expect(list(spans.depth)).toEqual([0, 1, 2, 1]);
    expect(list(spans.last)).toEqual([4, 3, 3, 4]);
    expect(list(spans.source)).toEqual([3, 2, 1, 0]);
  });

  it('keeps the order of the source for siblings that start together', () => {
    const together = ['c', 'a', 'b'].map((id) => ({ id, start: 5, end: 6 }));
    expect(spansOf(together).ids).toEqual(['c', 'a', 'b']);
  });

  it('has nothing to draw for no spans', () => {
    expect(buildSpans(NO_SPANS, 0)).toMatchObject({ count: 0, ids: [], hasLive: false });
  });

  it('survives a chain of a hundred thousand parents', () => {
    const count = 100_000;
    const spans = buildSpans(
      rawOf(
        Array.from({ length: count }, (_, n) => ({
          id: `${n}`,
          parent: n > 0 ? `${n - 1}` : '',
          start: n,
          end: count,
        })),
      ),
      0,
    );
    expect(spans.depth[count - 1]).toBe(count - 1);
    expect(spans.last[0]).toBe(count);
  });
});

describe('broken input', () => {
  it('makes a root of a span whose parent is missing, and marks it', () => {
    const spans = spansOf([{ id: 'a', parent: 'gone', start: 0, end: 1 }]);
    expect(spans.parent[0]).toBe(-1);
    expect(hasFlag(spans, 0, FLAG.orphan)).toBe(true);
  });

  it.each(['', '0000000000000000'])('takes parent id "%s" for none', (parent) => {
    expect(hasFlag(spansOf([{ id: 'a', parent, start: 0, end: 1 }]), 0, FLAG.orphan)).toBe(false);
  });

  it('cuts a ring at its earliest member and keeps the rest under it', () => {
    const spans = spansOf([
      { id: 'b', parent: 'a', start: 20, end: 30 },
      { id: 'c', parent: 'b', start: 30, end: 40 },
      { id: 'a', parent: 'c', start: 10, end: 20 },
      { id: 'below', parent: 'c', start: 35, end: 36 },
    ]);
    expect(spans.ids).toEqual(['a', 'b', 'c', 'below']);
    expect(list(spans.depth)).toEqual([0, 1, 2, 3]);
    expect(list(spans.flags).map((flags) => flags & FLAG.cycle)).toEqual([FLAG.cycle, 0, 0, 0]);
  });

  it('cuts a span that is its own parent', () => {
    const spans = spansOf([{ id: 'a', parent: 'a', start: 0, end: 1 }]);
    expect([spans.parent[0], hasFlag(spans, 0, FLAG.cycle)]).toEqual([-1, true]);
  });

  it('keeps repeated ids as rows of their own, with ids of their own; children go to the first', () => {
    const spans = spansOf([
      { id: 'a', start: 0, end: 9 },
      { id: 'a', start: 1, end: 2 },
      { id: 'a#2', start: 3, end: 4 },
      { id: 'child', parent: 'a', start: 5, end: 6 },
    ]);
    expect([...spans.ids].sort()).toEqual(['a', 'a#2', 'a#3', 'child']);
    expect(new Set(spans.ids).size).toBe(4);
    expect(spans.parent[spans.indexOf('child')]).toBe(spans.indexOf('a'));
  });

  it('ends a span that ends before it starts where it starts', () => {
    const spans = spansOf([{ id: 'a', start: 10, end: 3 }]);
    expect([durationOf(spans, 0), hasFlag(spans, 0, FLAG.repaired)]).toEqual([0, true]);
  });

  it('starts a span without a start where it ends, else where its parent starts', () => {
    const spans = spansOf([
      { id: 'root', start: 100, end: 200 },
      { id: 'end only', parent: 'root', end: 150 },
      { id: 'nothing', parent: 'root', status: 'success' },
    ]);
    expect(spans.start[spans.indexOf('end only')]).toBe(50);
    expect(spans.start[spans.indexOf('nothing')]).toBe(0);
  });

  it.each([Infinity, -Infinity, NaN])('takes a time of %p for none', (time) => {
    const spans = spansOf([{ id: 'a', start: time, end: time }], 50);
    expect([spans.origin, spans.start[0], spans.end[0]]).toEqual([50, 0, 0]);
  });
});

describe('spans that still run', () => {
  it('end now and are running unless the source says queued', () => {
    const spans = spansOf(
      [
        { id: 'a', start: 100 },
        { id: 'q', start: 200, status: 'queued' },
      ],
      1000,
    );
    expect(list(spans.end)).toEqual([900, 900]);
    expect([statusAt(spans, 0), statusAt(spans, 1)]).toEqual(['running', 'queued']);
    expect(spans.hasLive).toBe(true);
  });

  it('do not end before they start when the clocks disagree', () => {
    expect(durationOf(spansOf([{ id: 'a', start: 2000 }], 1000), 0)).toBe(0);
  });

  it('grow with the time while what is over stays', () => {
    const spans = spansOf(
      [
        { id: 'a', start: 0 },
        { id: 'b', parent: 'a', start: 10, end: 20 },
      ],
      100,
    );
    expect(list(withNow(spans, 5000).end)).toEqual([5000, 20]);
    expect(list(spans.end)).toEqual([100, 20]);
  });

  it('never shrink: an update may be newer than the clock that was read before it', () => {
    expect(list(withNow(spansOf([{ id: 'a', start: 0 }], 100), 60).end)).toEqual([100]);
  });

  it('are not copied when none runs', () => {
    const spans = spansOf([{ id: 'a', start: 0, end: 1 }]);
    expect(withNow(spans, 99)).toBe(spans);
  });

  it('a finished span without an end ends with its last child', () => {
    const spans = spansOf([
      { id: 'run', start: 0, status: 'failed' },
      { id: 'job', parent: 'run', start: 10, end: 70 },
    ]);
    expect([spans.end[0], spans.hasLive]).toEqual([70, false]);
  });
});

it('keeps times precise below a microsecond by counting from the earliest start', () => {
  const origin = 1_768_467_600_000;
  const spans = spansOf([
    { id: 'a', start: origin, end: origin + 1 },
    { id: 'b', start: origin + 0.25, end: origin + 0.5 },
  ]);
  expect(spans.origin).toBe(origin);
  expect(spans.start[1]).toBe(0.25);
});

it('loses no span, orders every forest and ends no span before its start, whatever comes', () => {
  fc.assert(
    fc.property(anySpans, (input) => {
      const spans = buildSpans(rawOf(input), 400);
      expect(spans.count).toBe(input.length);
      expect(list(spans.source).sort((a, b) => a - b)).toEqual(input.map((_, row) => row));
      expect(new Set(spans.ids).size).toBe(input.length);
      for (let span = 0; span < spans.count; span++) {
        const parent = spans.parent[span] ?? -1;
        expect(parent).toBeLessThan(span);
        expect(spans.depth[span]).toBe(parent < 0 ? 0 : (spans.depth[parent] ?? NaN) + 1);
        expect(parent < 0 || (spans.last[parent] ?? 0) >= (spans.last[span] ?? 0)).toBe(true);
        expect(durationOf(spans, span)).toBeGreaterThanOrEqual(0);
        expect(spans.start[span]).toBeGreaterThanOrEqual(0);
        expect(spans.indexOf(spans.ids[span] ?? '')).toBe(span);
        expect(nameOf(spans, span)).toBe(input[spans.source[span] ?? -1]?.name ?? input[spans.source[span] ?? -1]?.id);
      }
    }),
  );
});

it('gives the same tree for any order of the source when starts and ids differ', () => {
  const input = Array.from({ length: 12 }, (_, n) => ({
    id: `${n}`,
    parent: n === 0 ? '' : `${Math.floor((n - 1) / 3)}`,
    start: n * 7,
    end: n * 7 + 5,
  }));
  const expected = spansOf(input).ids;
  fc.assert(
    fc.property(fc.shuffledSubarray(input, { minLength: input.length }), (shuffled) => {
      expect(spansOf(shuffled).ids).toEqual(expected);
    }),
  );
});
