import type { SpanColumns } from '../model/columns';
import { f64, i32, u8 } from '../model/typed';
import type { Rows } from './rows';
import type { TimeWindow } from './timeWindow';

/**
 * The whole chart in a few pixels: for each the highest shade of the spans that fall on it, 0 for empty. Rows share pixel lines when there
 * are more of them than lines.
 *
 * @param shadeOf what a span is drawn as, from 1 to 255
 * @returns `width * height` bytes, line by line
 */
export const minimapRaster = (
  spans: SpanColumns,
  rows: Rows,
  extent: TimeWindow,
  width: number,
  height: number,
  shadeOf: (span: number) => number,
): Uint8Array => {
  const pixels = new Uint8Array(width * height);
  if (rows.count === 0 || width === 0 || height === 0) {
    return pixels;
  }
  const perMs = width / (extent.end - extent.start);
  const lineHeight = Math.max(1, Math.min(3, Math.floor(height / rows.count)));
  const spread = Math.min(rows.count * (lineHeight + (lineHeight > 1 ? 1 : 0)), height);
  for (let row = 0; row < rows.count; row++) {
    const span = i32(rows.span, row);
    const shade = shadeOf(span);
    const from = Math.min(Math.floor((f64(spans.start, span) - extent.start) * perMs), width - 1);
    const to = Math.max(from + 1, Math.min(Math.ceil((f64(spans.end, span) - extent.start) * perMs), width));
    const top = Math.floor((row / rows.count) * spread);
    const bottom = Math.min(top + lineHeight, height);
    for (let y = top; y < bottom; y++) {
      for (let pixel = y * width + from; pixel < y * width + to; pixel++) {
        if (u8(pixels, pixel) < shade) {
          pixels[pixel] = shade;
        }
      }
    }
  }
  return pixels;
};
