/** How much a tile tells, from a mark of its level to everything. */
export type Detail = 'mark' | 'value' | 'compact' | 'full';

export interface Grid {
  columns: number;
  rows: number;
  /** Of the whole grid, pixels. */
  height: number;
}

export interface Layout {
  tiles: Grid & { detail: Detail };
  /** Null where there is no room for charts that can be read. */
  charts: Grid | null;
  /** Pixels of the table; null where there is no room for it. */
  table: number | null;
}

interface Wanted {
  /** How many metrics. */
  count: number;
  charts: boolean;
  /** The height that the table would like, pixels; 0 for none. */
  table: number;
}

/** Pixels between tiles, and between charts. */
export const gapOf = (detail: Detail): number => (detail === 'mark' ? 2 : detail === 'value' ? 4 : 8);

/** The smallest tile that holds each detail, pixels. */
const needs: readonly { detail: Detail; width: number; height: number }[] = [
  { detail: 'full', width: 190, height: 116 },
  { detail: 'compact', width: 112, height: 58 },
  { detail: 'value', width: 56, height: 20 },
  { detail: 'mark', width: 0, height: 0 },
];
const FULL = { width: 190, height: 116 };
const CHART = { width: 210, height: 128, most: 240 };
const TABLE = 140;
const GAP = 8;

const rowsOf = (count: number, columns: number): number => Math.ceil(count / columns);
const size = (whole: number, parts: number, gap: number): number => (whole - gap * (parts - 1)) / parts;

/** The grid in which tiles tell most; of equals the one with the fewest empty places, then the fewest rows. */
function bestTiles(width: number, height: number, count: number): Layout['tiles'] {
  const grids = Array.from({ length: count }, (_, index) => {
    const columns = count - index;
    const rows = rowsOf(count, columns);
    const rank = needs.findIndex(({ detail, ...need }) => {
      const gap = gapOf(detail);
      return size(width, columns, gap) >= need.width && size(height, rows, gap) >= need.height;
    });
    return { columns, rows, rank, empty: rows * columns - count };
  });
  const best = grids.reduce((a, b) => (b.rank < a.rank || (b.rank === a.rank && b.empty < a.empty) ? b : a));
  return { columns: best.columns, rows: best.rows, height, detail: needs[best.rank]?.detail ?? 'mark' };
}

/** As many as fit, but no more than are needed for as few rows: three and two rather than four and one. */
function columnsThatFit(width: number, count: number, need: number): number {
  const most = Math.max(1, Math.min(count, Math.floor((width + GAP) / (need + GAP))));
  return Math.ceil(count / rowsOf(count, most));
}

/** Tiles and charts of a page, which grows with what it holds. */
export function pageGrid(width: number, count: number): { tiles: number; charts: number } {
  return { tiles: columnsThatFit(width, count, FULL.width), charts: Math.min(3, columnsThatFit(width, count, 300)) };
}

/**
 * What a panel of this size shows. Tiles always; charts below them once all tiles tell everything and there is room for charts that can be read;
 * a table below these with what is left. Heights are of the parts and add up, with the gaps between them, to at most `height`.
 */
export function layoutOf(width: number, height: number, { count, charts, table }: Wanted): Layout {
  const alone: Layout = { tiles: bestTiles(width, height, Math.max(1, count)), charts: null, table: null };
  if (!charts || width < FULL.width) return alone;
  const tileColumns = columnsThatFit(width, count, FULL.width);
  const tileRows = rowsOf(count, tileColumns);
  const tilesHeight = tileRows * FULL.height + (tileRows - 1) * GAP;
  const chartColumns = columnsThatFit(width, count, CHART.width);
  const chartRows = rowsOf(count, chartColumns);
  const chartsHeight = chartRows * CHART.height + (chartRows - 1) * GAP;
  const left = height - tilesHeight - GAP - chartsHeight;
  if (left < 0) return alone;
  const tiles = { columns: tileColumns, rows: tileRows, height: tilesHeight, detail: 'full' as const };
  // The table takes what it can use, the charts what is left, until they would be towers.
  const tableHeight = table > 0 && left >= TABLE + GAP ? Math.min(Math.max(table, TABLE), left - GAP) : null;
  const taken = tableHeight === null ? 0 : tableHeight + GAP;
  return {
    tiles,
    charts: {
      columns: chartColumns,
      rows: chartRows,
      height: Math.min(chartsHeight + left - taken, chartRows * (CHART.most + GAP) - GAP),
    },
    table: tableHeight,
  };
}
