import { hasRows, idOf, type SpanColumns } from '../model/columns';
import { i32 } from '../model/typed';

/** Flags of collapsed spans from their ids, which outlive a refresh; ids that are not there are passed over. */
export const collapsedFlags = (spans: SpanColumns, ids: readonly string[]): Uint8Array => {
  const flags = new Uint8Array(spans.count);
  for (const id of ids) {
    const span = spans.indexOf(id);
    if (span >= 0) {
      flags[span] = 1;
    }
  }
  return flags;
};

/** Ids of everything that can be collapsed, except a single root: closing that would leave one row. */
export const collapseAll = (spans: SpanColumns): string[] => {
  const single = spans.count > 0 && i32(spans.last, 0) === spans.count;
  const ids: string[] = [];
  for (let span = single ? 1 : 0; span < spans.count; span++) {
    if (hasRows(spans, span)) {
      ids.push(idOf(spans, span));
    }
  }
  return ids;
};

/** The collapsed ids without those that hide `span`. */
export const uncover = (spans: SpanColumns, ids: readonly string[], span: number): readonly string[] => {
  const ancestors = new Set<string>();
  for (let above = i32(spans.parent, span); span >= 0 && above >= 0; above = i32(spans.parent, above)) {
    ancestors.add(idOf(spans, above));
  }
  return ids.some((id) => ancestors.has(id)) ? ids.filter((id) => !ancestors.has(id)) : ids;
};

/** The collapsed ids with one added or taken away. */
export const toggled = (ids: readonly string[], id: string, collapsed: boolean): readonly string[] => {
  const without = ids.filter((other) => other !== id);
  return collapsed ? [...without, id] : without;
};
