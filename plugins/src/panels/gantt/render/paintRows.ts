import { MEASURE, plotWidth, visibleRows, xOf, yOfRow } from '../layout/geometry';
import { runsInWindow } from '../layout/intervals';
import { durationOf, hasRows, statusAt, type SpanColumns } from '../model/columns';
import { STATUS_WORD, isFailure, statusCode, statusOfRank } from '../model/status';
import { f64, i32, u8 } from '../model/typed';
import { barBox, paintBar, type Box } from './paintBar';
import { styleOf, type Palette } from './palette';
import { snap, type Brushes, type Picture } from './picture';

const QUEUED = statusCode('queued');

/** Fill of a span's bar. */
export const fillOf = (palette: Palette, picture: Picture, span: number): string => {
  const { services } = palette;
  if (picture.colourBy === 'service' && services.length > 0) {
    return services[i32(picture.spans.service, span) % services.length] ?? '';
  }
  return styleOf(palette, u8(picture.spans.status, span)).fill;
};

/** Draws what marks whole rows: the one under the pointer and the selected one. */
export const paintRowMarks = (brushes: Brushes, picture: Picture): void => {
  const { pen, palette } = brushes;
  const { view, rows, hoveredRow, selected } = picture;
  const selectedRow = selected < 0 ? -1 : i32(rows.rowOf, selected);
  if (hoveredRow >= 0 && hoveredRow < rows.count) {
    pen.fillStyle = palette.hover;
    pen.fillRect(0, yOfRow(view, hoveredRow), view.width, MEASURE.row);
  }
  if (selectedRow >= 0) {
    const top = yOfRow(view, selectedRow);
    pen.fillStyle = palette.selected;
    pen.fillRect(0, top, view.width, MEASURE.row);
    pen.fillStyle = palette.focus;
    pen.fillRect(0, top, 2, MEASURE.row);
    if (picture.focusVisible) {
      pen.strokeStyle = palette.focus;
      pen.lineWidth = 1;
      pen.strokeRect(0.5, top + 0.5, view.width - 1, MEASURE.row - 1);
    }
  }
};

/** Draws the bars of the rows in view. */
export const paintRows = (brushes: Brushes, picture: Picture): void => {
  const { pen } = brushes;
  const { view, rows } = picture;
  const [first, past] = visibleRows(view, rows.count);
  pen.save();
  pen.beginPath();
  pen.rect(view.namesWidth, MEASURE.axis, plotWidth(view), Math.max(0, view.height - MEASURE.axis));
  pen.clip();
  pen.textBaseline = 'middle';
  for (let row = first; row < past; row++) {
    paintRow(brushes, picture, i32(rows.span, row), yOfRow(view, row));
  }
  pen.restore();
};

const paintRow = (brushes: Brushes, picture: Picture, span: number, rowTop: number): void => {
  const { pen, palette } = brushes;
  const { view, spans, queues, matches } = picture;
  const plot = [view.namesWidth, view.width] as const;
  const top = rowTop + (MEASURE.row - MEASURE.bar) / 2;
  pen.globalAlpha = 1;
  const dimmed = matches !== undefined && !u8(matches, span);
  for (let queue = queues ? i32(queues.first, span) : -1; queues && queue >= 0; queue = i32(queues.next, queue)) {
    const box = barBox(
      brushes,
      xOf(view, f64(spans.start, queue)),
      xOf(view, f64(spans.end, queue)),
      plot,
      top,
      MEASURE.bar,
    );
    if (box) {
      paintBar(brushes, box, styleOf(palette, QUEUED));
      dim(brushes, box, dimmed);
    }
  }
  const box = barBox(
    brushes,
    xOf(view, f64(spans.start, span)),
    xOf(view, f64(spans.end, span)),
    plot,
    top,
    MEASURE.bar,
  );
  if (!box) {
    paintBeyond(brushes, picture, span, rowTop);
    return;
  }
  const style = styleOf(palette, u8(spans.status, span));
  paintBar(brushes, box, style, fillOf(palette, picture, span));
  if (picture.colourBy === 'service' && isFailure(statusAt(spans, span))) {
    pen.strokeStyle = palette.status.failed.fill;
    pen.lineWidth = 2;
    pen.strokeRect(box.left + 1, box.top + 1, Math.max(1, box.right - box.left - 2), box.height - 2);
  }
  if (u8(picture.collapsed, span) && hasRows(spans, span)) {
    paintSummary(brushes, picture, span, rowTop);
  }
  dim(brushes, box, dimmed);
  paintLabel(brushes, picture, span, box, dimmed);
};

/** Takes a bar back where a search found others. */
const dim = ({ pen, palette }: Brushes, box: Box, dimmed: boolean): void => {
  if (dimmed) {
    pen.fillStyle = palette.background;
    pen.globalAlpha = 0.6;
    pen.fillRect(box.left - 1, box.top - 1, box.right - box.left + 2, box.height + 2);
    pen.globalAlpha = 1;
  }
};

/** What is folded away under a bar, as a thin strip: so that a failure inside a closed job is not hidden. */
const paintSummary = (brushes: Brushes, picture: Picture, span: number, rowTop: number): void => {
  const { pen, palette, pixelRatio } = brushes;
  const { view } = picture;
  const top = snap(rowTop + MEASURE.row - 5, pixelRatio);
  for (const run of runsInWindow(picture.summaryOf(span), view.window, plotWidth(view))) {
    pen.fillStyle = palette.status[statusOfRank(run.rank)].fill;
    const left = snap(view.namesWidth + run.from, pixelRatio);
    pen.fillRect(left, top, Math.max(1, view.namesWidth + run.to - left), 3);
  }
};

/** What stands on or beside a bar: the duration, with the word where the outcome is not the usual one. */
const labelOf = (picture: Picture, spans: SpanColumns, span: number): string => {
  const status = statusAt(spans, span);
  const duration = picture.formats.duration(durationOf(spans, span));
  if (status === 'success' || status === 'unknown') {
    return duration;
  }
  return durationOf(spans, span) > 0 ? `${STATUS_WORD[status]} · ${duration}` : STATUS_WORD[status];
};

const paintLabel = (brushes: Brushes, picture: Picture, span: number, box: Box, dimmed: boolean): void => {
  const { pen, palette, texts } = brushes;
  const { view, spans } = picture;
  const label = labelOf(picture, spans, span);
  const width = texts.width(label, palette.fontSmall);
  const style = styleOf(palette, u8(spans.status, span));
  const hollow = style.texture === 'hatch' || style.texture === 'outline';
  const middle = box.top + box.height / 2 + 0.5;
  const left = Math.max(box.left, view.namesWidth);
  const right = Math.min(box.right, view.width);
  pen.font = palette.fontSmall;
  pen.textAlign = 'left';
  pen.globalAlpha = dimmed ? 0.6 : 1;
  if (right - left >= width + 12) {
    const fill = fillOf(palette, picture, span);
    if (style.texture !== 'solid' && !hollow && !dimmed) {
      // A plain patch under the words: texture and text in one place can be read by nobody.
      pen.fillStyle = fill;
      pen.fillRect(left + 3, box.top + 1, width + 6, box.height - 2);
    } else if (hollow && !dimmed) {
      pen.fillStyle = palette.background;
      pen.fillRect(left + 3, box.top + 1, width + 6, box.height - 2);
    }
    pen.fillStyle = hollow ? palette.textDim : palette.on(fill);
    pen.fillText(label, left + 6, middle);
  } else {
    paintBeside(brushes, picture, span, box, label, width);
  }
  pen.globalAlpha = 1;
};

/** Words that a bar has no room for: right of it, else left of it. */
const paintBeside = (
  brushes: Brushes,
  picture: Picture,
  span: number,
  box: Box,
  label: string,
  width: number,
): void => {
  const { pen, palette } = brushes;
  const { view, spans } = picture;
  const right = box.right + 6;
  const left = right + width <= view.width - 4 ? right : box.left - width - 6;
  if (left <= view.namesWidth) {
    return;
  }
  if (picture.critical && left === right) {
    paintGround(brushes, picture, span, { ...box, left: left - 2, right: left + width + 2 });
  }
  pen.fillStyle = isFailure(statusAt(spans, span)) ? styleOf(palette, u8(spans.status, span)).ink : palette.textDim;
  pen.fillText(label, left, box.top + box.height / 2 + 0.5);
};

/** The ground under words beside a bar, with the marks of their row: the critical path's way to another row ends at it and goes on behind it. */
const paintGround = ({ pen, palette }: Brushes, picture: Picture, span: number, box: Box): void => {
  const { rows, hoveredRow, selected } = picture;
  const fill = (colour: string): void => {
    pen.fillStyle = colour;
    pen.fillRect(box.left, box.top, box.right - box.left, box.height);
  };
  const alpha = pen.globalAlpha;
  pen.globalAlpha = 1;
  fill(palette.background);
  if (hoveredRow >= 0 && i32(rows.rowOf, span) === hoveredRow) {
    fill(palette.hover);
  }
  if (span === selected) {
    fill(palette.selected);
  }
  pen.globalAlpha = alpha;
};

/** A bar outside the window leaves an arrow on the side where it is. */
const paintBeyond = (brushes: Brushes, { view, spans }: Picture, span: number, rowTop: number): void => {
  const { pen, palette } = brushes;
  const before = f64(spans.end, span) < view.window.start;
  const x = before ? view.namesWidth + 6 : view.width - 6;
  const reach = before ? -3 : 3;
  const y = rowTop + MEASURE.row / 2;
  pen.strokeStyle = palette.textDisabled;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x - reach, y - 3.5);
  pen.lineTo(x, y);
  pen.lineTo(x - reach, y + 3.5);
  pen.stroke();
};
