import type { Rows } from '../layout/rows';
import { hasRows, idOf, type SpanColumns } from '../model/columns';
import { i32, u8 } from '../model/typed';

/** The span `by` rows away from the selected one, stopping at the ends; without a selection the first. */
export const moveRows = (rows: Rows, selected: number, by: number): number => {
  if (rows.count === 0) {
    return -1;
  }
  const row = selected < 0 ? -1 : i32(rows.rowOf, selected);
  const target = row < 0 ? 0 : Math.min(Math.max(row + by, 0), rows.count - 1);
  return i32(rows.span, target);
};

export type TreeMove =
  | { readonly type: 'select'; readonly span: number }
  | { readonly type: 'collapse' | 'expand'; readonly id: string }
  | { readonly type: 'none' };

/** What the right arrow does: opens what is closed, else goes to the first child shown. */
export const moveIn = (spans: SpanColumns, rows: Rows, collapsed: Uint8Array, selected: number): TreeMove => {
  if (selected < 0 || !hasRows(spans, selected)) {
    return { type: 'none' };
  }
  if (u8(collapsed, selected)) {
    return { type: 'expand', id: idOf(spans, selected) };
  }
  const next = i32(rows.span, i32(rows.rowOf, selected) + 1);
  return i32(spans.parent, next) === selected ? { type: 'select', span: next } : { type: 'none' };
};

/** What the left arrow does: closes what is open, else goes to the parent. */
export const moveOut = (spans: SpanColumns, collapsed: Uint8Array, selected: number): TreeMove => {
  if (selected < 0) {
    return { type: 'none' };
  }
  if (hasRows(spans, selected) && !u8(collapsed, selected)) {
    return { type: 'collapse', id: idOf(spans, selected) };
  }
  const parent = i32(spans.parent, selected);
  return parent >= 0 ? { type: 'select', span: parent } : { type: 'none' };
};
