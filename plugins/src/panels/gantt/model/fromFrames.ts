import type { DataFrame } from '@grafana/data';

import { buildSpans } from './build';
import type { SpanColumns } from './columns';
import { isSummitFrame, readSummitFrame } from './frames/summitFrame';
import { isSpanTable, readTable, type FieldMapping } from './frames/tableFrame';
import { isTraceFrame, readTraceFrame } from './frames/tempoFrame';
import { concatRaw, type RawSpans } from './rawSpans';

/**
 * Reads the spans of a query's result: Summit's span frames, trace frames (Tempo, Jaeger, Zipkin) or any table with a start and
 * an end or duration. Frames that are none of these are passed over.
 *
 * @param mapping fields of a table, where their names cannot be guessed; a mapping with a start makes every frame a table
 * @param now milliseconds since the epoch; where spans without an end are drawn to end
 */
export const fromFrames = (frames: readonly DataFrame[], now: number, mapping: FieldMapping = {}): SpanColumns =>
  buildSpans(concatRaw(frames.flatMap((frame) => readerOf(frame, mapping)?.(frame) ?? [])), now);

/** Whether any of the frames can be drawn. */
export const hasSpans = (frames: readonly DataFrame[], mapping: FieldMapping = {}): boolean =>
  frames.some((frame) => readerOf(frame, mapping) !== undefined);

const readerOf = (frame: DataFrame, mapping: FieldMapping): ((frame: DataFrame) => RawSpans) | undefined => {
  if (!mapping.start && isSummitFrame(frame)) {
    return readSummitFrame;
  }
  if (!mapping.start && isTraceFrame(frame)) {
    return readTraceFrame;
  }
  return isSpanTable(frame, mapping) ? (table) => readTable(table, mapping) : undefined;
};
