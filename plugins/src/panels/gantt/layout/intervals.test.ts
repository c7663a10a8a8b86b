import fc from 'fast-check';

import { anySpans, spansOf } from '../model/testSpans';
import { rankOf, statusCode } from '../model/status';
import { firstEndingFrom, indexIntervals, maxima, runsInWindow, startedBefore } from './intervals';

const indexOf = (input: Parameters<typeof spansOf>[0]) => {
  const spans = spansOf(input);
  return {
    spans,
    index: indexIntervals(
      spans,
      Array.from({ length: spans.count }, (_, span) => span),
    ),
  };
};
const rank = (status: Parameters<typeof statusCode>[0]): number => rankOf(statusCode(status));

it('answers as a search through all of them would', () => {
  fc.assert(
    fc.property(
      anySpans,
      fc.nat({ max: 45 }),
      fc.nat({ max: 45 }),
      fc.integer({ min: -5, max: 505 }),
      (input, a, b, time) => {
        const { spans, index } = indexOf(input);
        const members = Array.from(index.spans);
        const start = (i: number): number => spans.start[members[i] ?? -1] ?? NaN;
        const end = (i: number): number => spans.end[members[i] ?? -1] ?? NaN;
        expect(startedBefore(index, time)).toBe(members.filter((_, i) => start(i) < time).length);
        const from = Math.min(a, members.length);
        const expected = members.findIndex((_, i) => i >= from && end(i) >= time);
        expect(firstEndingFrom(index, from, time)).toBe(expected < 0 ? members.length : expected);
        const to = Math.min(Math.max(a, b), members.length);
        const slice = members.slice(from, to);
        expect(maxima(index, from, to)).toEqual({
          end: Math.max(-Infinity, ...slice.map((_, i) => end(from + i))),
          rank: Math.max(0, ...slice.map((span) => rankOf(spans.status[span] ?? 0))),
        });
      },
    ),
  );
});

describe('what is drawn of a row', () => {
  const window = { start: 0, end: 1000 };

  it('is each span where they are a pixel or longer', () => {
    const { index } = indexOf([
      { id: 'a', start: 0, end: 100, status: 'success' },
      { id: 'b', start: 500, end: 600, status: 'failed' },
    ]);
    expect(runsInWindow(index, window, 100)).toEqual([
      { from: 0, to: 10, rank: rank('success') },
      { from: 50, to: 60, rank: rank('failed') },
    ]);
  });

  it('is one mark where many share a pixel, with the worst of them', () => {
    const many = Array.from({ length: 50 }, (_, n) => ({
      id: `${n}`,
      start: 500 + n / 10,
      end: 500 + n / 10 + 0.1,
      status: n === 30 ? ('failed' as const) : ('success' as const),
    }));
    const runs = runsInWindow(indexOf([{ id: 'zero', start: 0, end: 0 }, ...many]).index, window, 100);
    expect(runs.filter((run) => run.from >= 50)).toEqual([
      expect.objectContaining({ from: 50, rank: rank('success') }),
      { from: 50, to: 51, rank: rank('failed') },
    ]);
  });

  it('does not take a short failure for the long success that starts with it', () => {
    const { index } = indexOf([
      { id: 'long', start: 0, end: 900, status: 'success' },
      { id: 'short', start: 1, end: 2, status: 'failed' },
    ]);
    expect(runsInWindow(index, window, 100)).toEqual([
      { from: 0, to: 90, rank: rank('success') },
      { from: 0, to: 1, rank: rank('failed') },
    ]);
  });

  it('shows what began before the window, and forgets what ended before it', () => {
    const { index } = indexOf([
      { id: 'over', start: 0, end: 100, status: 'failed' },
      { id: 'running through', start: 50, end: 2000, status: 'success' },
    ]);
    expect(runsInWindow(index, { start: 200, end: 1200 }, 100)).toEqual([{ from: 0, to: 100, rank: rank('success') }]);
  });

  it('is never more than two marks a pixel, and lies inside the plot', () => {
    fc.assert(
      fc.property(anySpans, fc.integer({ min: 1, max: 40 }), fc.nat({ max: 400 }), (input, width, start) => {
        const runs = runsInWindow(indexOf(input).index, { start, end: start + 100 }, width);
        expect(runs.length).toBeLessThanOrEqual(2 * (width + 1));
        expect(runs.every((run) => run.from >= 0 && run.to <= width && run.from <= run.to)).toBe(true);
      }),
    );
  });

  it('covers every pixel that a span covers', () => {
    fc.assert(
      fc.property(anySpans, (input) => {
        const { spans, index } = indexOf(input);
        const runs = runsInWindow(index, { start: 0, end: 512 }, 64);
        for (let span = 0; span < spans.count; span++) {
          for (
            let x = Math.ceil((spans.start[span] ?? 0) / 8);
            x <= Math.floor((spans.end[span] ?? 0) / 8) && x < 64;
            x++
          ) {
            expect(runs.some((run) => run.from <= x && run.to >= x)).toBe(true);
          }
        }
      }),
    );
  });
});
