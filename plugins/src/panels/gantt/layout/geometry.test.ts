import fc from 'fast-check';

import { spansOf } from '../model/testSpans';
import { MEASURE, hitTest, indentOf, timeAt, visibleRows, xOf, yOfRow, type Viewport } from './geometry';
import { minimapRaster } from './minimap';
import { queueSegments } from './queues';
import { layoutRows } from './rows';
import { contentTop, revealTop, scrollHeight, scrollTopFor } from '../../../shared/virtual/scroll';

const spans = spansOf([
  { id: 'run', start: 0, end: 1000, status: 'failed' },
  { id: 'job', parent: 'run', start: 400, end: 800, status: 'success' },
  { id: 'wait', parent: 'job', kind: 'queue', start: 200, end: 400 },
]);
const rows = layoutRows(spans, { collapsed: new Uint8Array(3) });
const view: Viewport = { width: 1200, height: 400, namesWidth: 200, scrollTop: 0, window: { start: 0, end: 1000 } };
const target = { view, spans, rows, queues: queueSegments(spans) };
const middleOf = (row: number): number => yOfRow(view, row) + MEASURE.row / 2;
const hit = (x: number, y: number) => hitTest(target, x, y);

it('turns times into places and back', () => {
  fc.assert(
    fc.property(fc.double({ min: -500, max: 1500, noNaN: true }), (time) => {
      expect(timeAt(view, xOf(view, time))).toBeCloseTo(time, 6);
    }),
  );
});

describe('what lies under a point', () => {
  it('is the axis, with its time', () => {
    expect(hit(700, 5)).toEqual({ zone: 'axis', time: 500 });
    expect(hit(50, 5).zone).toBe('outside');
  });
  it('is a bar, the waiting time before it, or the row beside them', () => {
    expect(hit(700, middleOf(1))).toEqual({ zone: 'bar', row: 1, span: 1 });
    expect(hit(500, middleOf(1))).toEqual({ zone: 'queue', row: 1, span: 2 });
    expect(hit(300, middleOf(1))).toEqual({ zone: 'row', row: 1, span: 1 });
  });
  it('is the row where waiting time is not shown', () => {
    expect(hitTest({ ...target, queues: undefined }, 500, middleOf(1)).zone).toBe('row');
  });
  it('is a name, or the chevron of what can be closed', () => {
    expect(hit(indentOf(view, 0) + 4, middleOf(0)).zone).toBe('chevron');
    expect(hit(150, middleOf(0)).zone).toBe('name');
    // Waiting time is no child to open.
    expect(hit(indentOf(view, 1) + 4, middleOf(1)).zone).toBe('name');
  });
  it('is nothing below the last row and beyond the canvas', () => {
    expect([hit(700, middleOf(2)).zone, hit(-1, 50).zone, hit(1300, 50).zone]).toEqual([
      'outside',
      'outside',
      'outside',
    ]);
  });
  it('can be hit however short the bar is', () => {
    const brief = spansOf([
      { id: 'all', start: 0, end: 1000 },
      { id: 'instant', start: 500, end: 500 },
    ]);
    const short = {
      ...target,
      spans: brief,
      rows: layoutRows(brief, { collapsed: new Uint8Array(2) }),
      queues: undefined,
    };
    expect(hitTest(short, 702, middleOf(1)).zone).toBe('bar');
  });
});

it('draws the rows in view and no others', () => {
  expect(visibleRows({ ...view, scrollTop: 240 }, 1000)).toEqual([10, 26]);
  expect(visibleRows(view, 5)).toEqual([0, 5]);
  expect(visibleRows({ ...view, scrollTop: 1e6 }, 5)).toEqual([5, 5]);
});

describe('scrolling', () => {
  it('is one to one while a browser can show the height', () => {
    expect([scrollHeight(50_000), contentTop(777, 50_000, 400), scrollTopFor(777, 50_000, 400)]).toEqual([
      50_000, 777, 777,
    ]);
  });
  it('reaches both ends of more rows than a browser can show', () => {
    const content = 24 * 2_000_000;
    const height = scrollHeight(content);
    expect(height).toBeLessThan(content);
    expect(contentTop(0, content, 400)).toBe(0);
    expect(contentTop(height - 400, content, 400)).toBe(content - 400);
    expect(contentTop(scrollTopFor(1_234_567, content, 400), content, 400)).toBeCloseTo(1_234_567, 3);
  });
  it('does not scroll what fits', () => {
    expect(contentTop(50, 300, 400)).toBe(0);
  });
  it('moves as little as it must to show a line', () => {
    expect(revealTop(100, 400, 200, 24)).toBe(100);
    expect(revealTop(100, 400, 96, 24)).toBe(72);
    expect(revealTop(100, 400, 500, 24)).toBe(148);
    expect(revealTop(100, 400, 0, 24)).toBe(0);
  });
});

describe('the overview', () => {
  const shade = (span: number): number => spans.status[span] ?? 0;

  it('has the worst of what shares a pixel, and nothing where nothing is', () => {
    const pixels = minimapRaster(spans, rows, { start: 0, end: 1000 }, 10, 1, shade);
    expect(new Set(pixels).size).toBe(1);
    const high = minimapRaster(spans, rows, { start: 0, end: 1000 }, 10, 40, shade);
    expect(high.filter((pixel) => pixel === 0).length).toBeGreaterThan(0);
    expect(Math.max(...high)).toBe(pixels[0]);
  });
  it('is empty without rows or without room', () => {
    expect(
      minimapRaster(spans, { ...rows, count: 0 }, { start: 0, end: 1 }, 4, 4, shade).every((pixel) => pixel === 0),
    ).toBe(true);
    expect(minimapRaster(spans, rows, { start: 0, end: 1 }, 0, 4, shade).length).toBe(0);
  });
});
