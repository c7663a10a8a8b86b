import fc from 'fast-check';
import { gapOf, layoutOf } from './layout';

const all = { count: 5, charts: true, table: 200 };

test.each([
  // A panel of one grid cell, of a row of the dashboard, of a usual size, and of a whole page.
  [46, 26, 'mark', false, false],
  [300, 30, 'value', false, false],
  [640, 70, 'compact', false, false],
  [1000, 120, 'full', false, false],
  [1000, 400, 'full', true, false],
  [1300, 800, 'full', true, true],
] as const)('%i by %i pixels: tiles %s, charts %s, table %s', (width, height, detail, charts, table) => {
  const layout = layoutOf(width, height, all);
  expect([layout.tiles.detail, layout.charts !== null, layout.table !== null]).toEqual([detail, charts, table]);
});

test('a narrow, high panel stacks its tiles', () => {
  expect(layoutOf(200, 600, { ...all, charts: false }).tiles).toMatchObject({ columns: 1, rows: 5, detail: 'compact' });
});

test('one metric alone fills the panel', () => {
  expect(layoutOf(200, 120, { count: 1, charts: false, table: 0 }).tiles).toEqual({
    columns: 1,
    rows: 1,
    height: 120,
    detail: 'full',
  });
});

test('a short table leaves its room to the charts, a long one is scrolled', () => {
  const [short, long] = [layoutOf(1300, 560, all), layoutOf(1300, 560, { ...all, table: 5000 })];
  expect(short.table).toBe(200);
  expect(short.charts?.height).toBeGreaterThan(long.charts?.height ?? Infinity);
  expect(long.table).toBeGreaterThan(250);
});

test('charts do not grow into towers', () => {
  expect(layoutOf(1300, 3000, { ...all, table: 0 }).charts).toEqual({ columns: 5, rows: 1, height: 240 });
});

test('rows are filled evenly', () => {
  expect(layoutOf(1060, 700, all).charts).toMatchObject({ columns: 3, rows: 2 });
});

test('any size: every metric has its place, and nothing is higher than the panel', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      fc.constantFrom(0, 50, 200, 5000),
      (width, height, count, charts, table) => {
        const layout = layoutOf(width, height, { count, charts, table });
        expect(layout.tiles.columns * layout.tiles.rows).toBeGreaterThanOrEqual(count);
        const gap = gapOf('full');
        const used =
          layout.tiles.height +
          (layout.charts ? gap + layout.charts.height : 0) +
          (layout.table === null ? 0 : gap + layout.table);
        expect(used).toBeLessThanOrEqual(height);
        expect(layout.charts === null || charts).toBe(true);
        expect(layout.table === null || (table > 0 && layout.charts !== null)).toBe(true);
      },
    ),
  );
});

test('a wider panel never tells less', () => {
  const ranks = ['mark', 'value', 'compact', 'full'];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 1000 }), (width, height) => {
      const rank = (w: number) => ranks.indexOf(layoutOf(w, height, all).tiles.detail);
      expect(rank(width + 100)).toBeGreaterThanOrEqual(rank(width));
    }),
  );
});
