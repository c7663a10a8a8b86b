/** Where rows lie: pixels from the top of the first. */
export interface Heights {
  readonly count: number;
  readonly totalPx: number;
  /** The top edge of a row; that of one past the last is the end. */
  readonly top: (row: number) => number;
  /** The row at a distance from the top, within the rows there are. */
  readonly rowAt: (px: number) => number;
}

const within = (row: number, count: number): number => Math.min(Math.max(row, 0), Math.max(0, count - 1));

/** Rows that are all as high. */
export const fixedHeights = (count: number, rowPx: number): Heights => ({
  count,
  totalPx: count * rowPx,
  top: (row) => row * rowPx,
  rowAt: (px) => within(Math.floor(px / rowPx), count),
});

export interface MeasuredHeights extends Heights {
  /** Takes the height of a row; says whether it was another. */
  readonly measure: (row: number, px: number) => boolean;
}

/**
 * Rows whose heights become known as they are drawn; until then each is taken to be `rowPx` high. A Fenwick tree over what each has beyond that keeps the
 * top of a row and a measurement at O(log n).
 *
 * @param known heights measured before, by row
 */
export function measuredHeights(
  count: number,
  rowPx: number,
  known: Iterable<readonly [row: number, px: number]> = [],
): MeasuredHeights {
  const tree = new Float64Array(count + 1);
  const beyond = new Map<number, number>();
  let extra = 0;
  const add = (row: number, px: number): void => {
    extra += px;
    for (let at = row + 1; at <= count; at += at & -at) tree[at] = (tree[at] ?? 0) + px;
  };
  const before = (row: number): number => {
    let sum = 0;
    for (let at = Math.min(row, count); at > 0; at -= at & -at) sum += tree[at] ?? 0;
    return sum;
  };
  const top = (row: number): number => row * rowPx + before(row);
  const measure = (row: number, px: number): boolean => {
    if (row < 0 || row >= count) return false;
    const was = beyond.get(row) ?? 0;
    const is = px - rowPx;
    // Browsers round: less than half a pixel is no other height.
    if (Math.abs(is - was) < 0.5) return false;
    beyond.set(row, is);
    add(row, is - was);
    return true;
  };
  for (const [row, px] of known) measure(row, px);
  return {
    count,
    get totalPx() {
      return count * rowPx + extra;
    },
    top,
    measure,
    rowAt: (px) => {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (top(middle + 1) <= px) low = middle + 1;
        else high = middle;
      }
      return within(low, count);
    },
  };
}
