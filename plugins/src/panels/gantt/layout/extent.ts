import type { SpanColumns } from '../model/columns';
import { f64 } from '../model/typed';
import type { TimeWindow } from './timeWindow';

/** From the earliest start (0) to the latest end, never empty. */
export const extentOf = (spans: SpanColumns): TimeWindow => {
  let end = 0;
  for (let span = 0; span < spans.count; span++) {
    end = Math.max(end, f64(spans.end, span));
  }
  return { start: 0, end: end > 0 ? end : 1 };
};
