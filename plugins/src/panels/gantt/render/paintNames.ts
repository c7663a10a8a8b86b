import { MEASURE, indentOf, visibleRows, yOfRow } from '../layout/geometry';
import { hasRows, nameOf, serviceOf, statusAt, type SpanColumns } from '../model/columns';
import { i32, u8 } from '../model/typed';
import { fillOf } from './paintRows';
import { drawStatusIcon } from './statusIcon';
import { snap, type Brushes, type Picture } from './picture';

/** Draws the column of names: the tree's lines, a chevron, the status icon, name, service and how much is folded away. */
export const paintNames = (brushes: Brushes, picture: Picture): void => {
  const { pen, palette } = brushes;
  const { view, rows, spans } = picture;
  const [first, past] = visibleRows(view, rows.count);
  pen.save();
  pen.beginPath();
  pen.rect(0, MEASURE.axis, view.namesWidth, Math.max(0, view.height - MEASURE.axis));
  pen.clip();
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (let row = first; row < past; row++) {
    paintName(brushes, picture, i32(rows.span, row), yOfRow(view, row));
  }
  paintGuides(brushes, picture, first, past, spans);
  pen.restore();
  pen.fillStyle = palette.line;
  pen.fillRect(snap(view.namesWidth, brushes.pixelRatio) - 1, 0, 1, view.height);
};

const paintName = (brushes: Brushes, picture: Picture, span: number, top: number): void => {
  const { pen, palette, texts } = brushes;
  const { view, spans, collapsed, matches } = picture;
  const middle = top + MEASURE.row / 2;
  const status = statusAt(spans, span);
  const dimmed = matches !== undefined && !u8(matches, span);
  let x = indentOf(view, i32(spans.depth, span));
  if (hasRows(spans, span)) {
    paintChevron(pen, x + 4, middle, u8(collapsed, span) === 1, palette.textDim);
  }
  x += MEASURE.chevron;
  pen.globalAlpha = dimmed ? 0.5 : 1;
  if (status !== 'unknown') {
    drawStatusIcon(pen, status, x + 4, middle, 10, palette.status[status].ink);
    x += 15;
  }
  if (picture.colourBy === 'service') {
    pen.fillStyle = fillOf(palette, picture, span);
    pen.fillRect(x + 1, middle - 6, 3, 12);
    x += 9;
  }
  const folded = u8(collapsed, span) ? i32(spans.last, span) - span - 1 : 0;
  const badge = folded > 0 ? `${folded} hidden` : '';
  const badgeWidth = badge ? texts.width(badge, palette.fontSmall) + 8 : 0;
  const right = view.namesWidth - MEASURE.padding - badgeWidth;
  const font = matches && !dimmed ? palette.fontStrong : palette.font;
  const name = texts.fit(nameOf(spans, span) || '(no name)', font, right - x);
  pen.font = font;
  pen.fillStyle = palette.text;
  pen.fillText(name, x, middle + 0.5);
  x += texts.width(name, font) + 8;
  const service = newService(spans, span);
  pen.font = palette.fontSmall;
  pen.fillStyle = palette.textDim;
  if (service && right - x > 24) {
    pen.fillText(texts.fit(service, palette.fontSmall, right - x), x, middle + 0.5);
  }
  if (badge) {
    pen.fillText(badge, right + 8, middle + 0.5);
  }
  pen.globalAlpha = 1;
};

/** The service where it changes: repeating it on each row would say nothing. */
const newService = (spans: SpanColumns, span: number): string => {
  const parent = i32(spans.parent, span);
  return parent >= 0 && i32(spans.service, parent) === i32(spans.service, span) ? '' : serviceOf(spans, span);
};

const paintChevron = (pen: CanvasRenderingContext2D, x: number, y: number, closed: boolean, colour: string): void => {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.beginPath();
  if (closed) {
    pen.moveTo(x - 1.5, y - 4);
    pen.lineTo(x + 2.5, y);
    pen.lineTo(x - 1.5, y + 4);
  } else {
    pen.moveTo(x - 4, y - 1.5);
    pen.lineTo(x, y + 2.5);
    pen.lineTo(x + 4, y - 1.5);
  }
  pen.stroke();
  pen.lineCap = 'butt';
};

/** Vertical lines from a parent's chevron down along its children. */
const paintGuides = (brushes: Brushes, picture: Picture, first: number, past: number, spans: SpanColumns): void => {
  const { pen, palette, pixelRatio } = brushes;
  pen.fillStyle = palette.line;
  for (let row = first; row < past; row++) {
    const span = i32(picture.rows.span, row);
    const depth = i32(spans.depth, span);
    const top = yOfRow(picture.view, row);
    for (let level = 0; level < depth && level < 64; level++) {
      const x = indentOf(picture.view, level);
      if (x < indentOf(picture.view, depth)) {
        pen.fillRect(snap(x + 4, pixelRatio), top, 1, MEASURE.row);
      }
    }
  }
};
