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

/** A line of the path under one of its bars. */
interface Stretch {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const clipToPlot = ({ pen }: Brushes, { view }: Picture): void => {
  pen.save();
  pen.beginPath();
  pen.rect(view.namesWidth, MEASURE.axis, plotWidth(view), Math.max(0, view.height - MEASURE.axis));
  pen.clip();
};

/**
 * Draws the critical path's ways from one bar to the next. They cross other rows, so they are drawn before the rows, whose bars and words
 * then stand on them. Returns the path's lines under its own bars, which are drawn after: there they cover nothing.
 */
export const paintCriticalLinks = (brushes: Brushes, picture: Picture): readonly Stretch[] => {
  const { critical: path, view, rows } = picture;
  const stretches: Stretch[] = [];
  if (!path || path.span.length === 0) {
    return stretches;
  }
  const { pen, palette, pixelRatio } = brushes;
  clipToPlot(brushes, picture);
  pen.fillStyle = palette.critical;
  pen.globalAlpha = 0.6;
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
    if (y > MEASURE.axis - 2 && y < view.height) {
      const left = snap(Math.max(from, view.namesWidth - 4), pixelRatio);
      stretches.push({ left, top: y, width: Math.max(1.5, Math.min(to, view.width + 4) - left) });
    }
    const next = i + 1 < path.span.length ? lineOf(i + 1) : NaN;
    if (!Number.isNaN(next) && next !== y) {
      const top = clampY(Math.min(y, next));
      pen.fillRect(snap(to, pixelRatio) - 1, top, 1, clampY(Math.max(y, next)) + 2 - top);
    }
  }
  pen.restore();
  return stretches;
};

/** Draws the critical path under each bar that holds things up. */
export const paintCriticalStretches = (brushes: Brushes, picture: Picture, stretches: readonly Stretch[]): void => {
  if (stretches.length === 0) {
    return;
  }
  const { pen, palette } = brushes;
  clipToPlot(brushes, picture);
  pen.fillStyle = palette.critical;
  for (const { left, top, width } of stretches) {
    pen.fillRect(left, top, width, 2);
  }
  pen.restore();
};
