import type { CriticalPath } from '../layout/criticalPath';
import { MEASURE, plotWidth, xOf, yOfRow } from '../layout/geometry';
import { f64, i32 } from '../model/typed';
import { snap, type Brushes, type Picture } from './picture';

/** First stretch that ends after a time; stretches are in time order. */
const firstAfter = (path: CriticalPath, time: number): number => {
  let low = 0;
  let high = path.end.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (f64(path.end, middle) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
};

/** Draws the critical path as one line: under each bar that holds things up, and from there to the next. */
export const paintCritical = (brushes: Brushes, picture: Picture): void => {
  const { critical: path, view, rows } = picture;
  if (!path || path.span.length === 0) {
    return;
  }
  const { pen, palette, pixelRatio } = brushes;
  pen.save();
  pen.beginPath();
  pen.rect(view.namesWidth, MEASURE.axis, plotWidth(view), Math.max(0, view.height - MEASURE.axis));
  pen.clip();
  pen.fillStyle = palette.critical;
  const clampY = (y: number): number => Math.min(Math.max(y, -10), view.height + 10);
  const lineOf = (i: number): number => {
    const row = i32(rows.rowOf, i32(path.span, i));
    return row < 0 ? NaN : snap(yOfRow(view, row) + (MEASURE.row + MEASURE.bar) / 2 + 1, pixelRatio);
  };
  let lastPixel = -1;
  for (let i = Math.max(0, firstAfter(path, view.window.start) - 1); i < path.span.length; i++) {
    const from = xOf(view, f64(path.start, i));
    const to = xOf(view, f64(path.end, i));
    if (from > view.width) {
      break;
    }
    // Of many short stretches in one pixel the first stands for all.
    const pixel = Math.floor(to);
    if (pixel === lastPixel) {
      continue;
    }
    lastPixel = pixel;
    const y = lineOf(i);
    if (Number.isNaN(y)) {
      continue;
    }
    const left = snap(Math.max(from, view.namesWidth - 4), pixelRatio);
    pen.fillRect(left, y, Math.max(1.5, Math.min(to, view.width + 4) - left), 2);
    const next = i + 1 < path.span.length ? lineOf(i + 1) : NaN;
    if (!Number.isNaN(next) && next !== y) {
      const top = clampY(Math.min(y, next));
      pen.globalAlpha = 0.6;
      pen.fillRect(snap(to, pixelRatio) - 1, top, 1, clampY(Math.max(y, next)) + 2 - top);
      pen.globalAlpha = 1;
    }
  }
  pen.restore();
};
