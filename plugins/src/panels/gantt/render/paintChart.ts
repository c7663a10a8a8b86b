import { MEASURE, plotWidth, xOf } from '../layout/geometry';
import { paintAxis, paintGrid, ticksOf } from './paintAxis';
import { paintCriticalLinks, paintCriticalStretches } from './paintCritical';
import { paintNames } from './paintNames';
import { paintRowMarks, paintRows } from './paintRows';
import { snap, type Brushes, type Picture } from './picture';

/** Draws one whole frame of the chart. What it costs depends on the size of the view, not on the number of spans. */
export const paintChart = (brushes: Brushes, picture: Picture): void => {
  const { pen, palette, pixelRatio } = brushes;
  const { view } = picture;
  pen.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  pen.globalAlpha = 1;
  pen.fillStyle = palette.background;
  pen.fillRect(0, 0, view.width, view.height);
  const ticks = ticksOf(picture);
  paintGrid(brushes, picture, ticks);
  paintRowMarks(brushes, picture);
  const stretches = paintCriticalLinks(brushes, picture);
  paintRows(brushes, picture);
  paintCriticalStretches(brushes, picture, stretches);
  paintNames(brushes, picture);
  paintHoverLine(brushes, picture);
  paintAxis(brushes, picture, ticks);
  paintBrush(brushes, picture);
};

const paintHoverLine = ({ pen, palette, pixelRatio }: Brushes, { hoverTime, view }: Picture): void => {
  if (hoverTime !== undefined) {
    pen.fillStyle = palette.lineStrong;
    pen.fillRect(snap(xOf(view, hoverTime), pixelRatio), MEASURE.axis, 1, view.height - MEASURE.axis);
  }
};

/** The stretch of time being selected: what is left out is shaded. */
const paintBrush = ({ pen, palette }: Brushes, { brush, view }: Picture): void => {
  if (!brush) {
    return;
  }
  const left = Math.max(xOf(view, brush.start), view.namesWidth);
  const right = Math.min(xOf(view, brush.end), view.width);
  pen.globalAlpha = 0.65;
  pen.fillStyle = palette.shade;
  pen.fillRect(view.namesWidth, 0, left - view.namesWidth, view.height);
  pen.fillRect(right, 0, view.namesWidth + plotWidth(view) - right, view.height);
  pen.globalAlpha = 1;
  pen.fillStyle = palette.focus;
  pen.fillRect(left - 0.5, 0, 1, view.height);
  pen.fillRect(right - 0.5, 0, 1, view.height);
};
