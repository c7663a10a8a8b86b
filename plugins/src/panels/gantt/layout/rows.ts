import { isQueueSegment, type SpanColumns } from '../model/columns';
import { i32, u8 } from '../model/typed';

/** What is shown, top to bottom. */
export interface Rows {
  readonly count: number;
  /** Row → span. */
  readonly span: Int32Array;
  /** Span → its row, or that of the collapsed ancestor or the parent it draws in; -1 when filtered away. */
  readonly rowOf: Int32Array;
}

export interface RowFilter {
  /** 1 for spans whose descendants are hidden. */
  readonly collapsed: Uint8Array;
  /** 1 for spans to show; their ancestors are kept. Absent: all. */
  readonly only?: Uint8Array;
}

/** Lays the spans out as rows in tree order. */
export const layoutRows = (spans: SpanColumns, { collapsed, only }: RowFilter): Rows => {
  const kept = only ? withAncestors(spans, only) : undefined;
  const rows = new Int32Array(spans.count);
  const rowOf = new Int32Array(spans.count).fill(-1);
  let count = 0;
  let span = 0;
  while (span < spans.count) {
    if (kept && !u8(kept, span)) {
      span = i32(spans.last, span);
      continue;
    }
    if (isQueueSegment(spans, span)) {
      rowOf[span] = i32(rowOf, i32(spans.parent, span));
      span++;
      continue;
    }
    rows[count] = span;
    rowOf[span] = count;
    const past = u8(collapsed, span) ? i32(spans.last, span) : span + 1;
    rowOf.fill(count, span + 1, past);
    span = past;
    count++;
  }
  return { count, span: rows.subarray(0, count), rowOf };
};

/** Marks each marked span's ancestors too; a whole subtree can then be passed over when its root is not marked. */
const withAncestors = (spans: SpanColumns, only: Uint8Array): Uint8Array => {
  const kept = only.slice();
  for (let span = spans.count - 1; span >= 0; span--) {
    const parent = i32(spans.parent, span);
    if (u8(kept, span) && parent >= 0) {
      kept[parent] = 1;
    }
  }
  return kept;
};
