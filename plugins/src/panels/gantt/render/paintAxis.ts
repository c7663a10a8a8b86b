import { MEASURE, plotWidth, xOf } from '../layout/geometry';
import { placeLabel, timeTicks, type Ticks } from '../layout/ticks';
import { snap, type Brushes, type Picture } from './picture';

const MIN_GAP_PX = 84;

export const ticksOf = (picture: Picture): Ticks =>
  timeTicks(picture.view.window, plotWidth(picture.view), MIN_GAP_PX, picture.formats.tickPhaseMs);

/** Draws the lines of the ticks behind the rows. */
export const paintGrid = (brushes: Brushes, picture: Picture, ticks: Ticks): void => {
  const { pen, palette, pixelRatio } = brushes;
  pen.fillStyle = palette.line;
  for (const time of ticks.at) {
    pen.fillRect(snap(xOf(picture.view, time), pixelRatio), MEASURE.axis, 1, picture.view.height - MEASURE.axis);
  }
};

/** Draws the strip of times above the rows. */
export const paintAxis = (brushes: Brushes, picture: Picture, ticks: Ticks): void => {
  const { pen, palette, pixelRatio, texts } = brushes;
  const { view } = picture;
  pen.fillStyle = palette.background;
  pen.fillRect(0, 0, view.width, MEASURE.axis);
  pen.fillStyle = palette.line;
  pen.fillRect(0, MEASURE.axis - 1, view.width, 1);
  pen.font = palette.fontSmall;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.save();
  pen.beginPath();
  pen.rect(view.namesWidth, 0, plotWidth(view), MEASURE.axis);
  pen.clip();
  let labelledTo = view.namesWidth;
  for (const time of ticks.at) {
    const x = snap(xOf(view, time), pixelRatio);
    pen.fillStyle = palette.lineStrong;
    pen.fillRect(x, MEASURE.axis - 7, 1, 6);
    const label = picture.formats.tick(time, ticks.stepMs);
    const width = texts.width(label, palette.fontSmall);
    const at = placeLabel(x, width, labelledTo, view.width);
    if (at !== undefined) {
      pen.fillStyle = palette.textDim;
      pen.fillText(label, at, MEASURE.axis / 2 - 1);
      labelledTo = at + width;
    }
  }
  paintHoverTime(brushes, picture);
  pen.restore();
  pen.fillStyle = palette.textDim;
  pen.font = palette.fontSmall;
  pen.fillText(texts.fit('Name', palette.fontSmall, view.namesWidth - 16), MEASURE.padding, MEASURE.axis / 2 - 1);
};

const paintHoverTime = (brushes: Brushes, { hoverTime, view, formats }: Picture): void => {
  if (hoverTime === undefined) {
    return;
  }
  const { pen, palette, texts } = brushes;
  const label = formats.duration(hoverTime);
  const width = texts.width(label, palette.fontSmall) + 10;
  const x = Math.min(Math.max(xOf(view, hoverTime) - width / 2, view.namesWidth), view.width - width);
  pen.fillStyle = palette.raised;
  pen.strokeStyle = palette.lineStrong;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(x + 0.5, 3.5, width - 1, MEASURE.axis - 9, palette.radius);
  pen.fill();
  pen.stroke();
  pen.fillStyle = palette.text;
  pen.fillText(label, x + 5, MEASURE.axis / 2 - 1);
};
