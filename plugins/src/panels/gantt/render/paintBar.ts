import type { StatusStyle } from './palette';
import { snap, type Brushes } from './picture';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
}

/** Bars are cut this far outside the plot: canvases draw very long shapes wrongly, and their ends must not show. */
const OVERHANG = 16;

/** A bar's box: cut to the plot, on whole pixels, at least one and a half wide; undefined when nothing of it shows. */
export const barBox = (
  brushes: Brushes,
  x0: number,
  x1: number,
  plot: readonly [number, number],
  top: number,
  height: number,
): Box | undefined => {
  if (x1 < plot[0] - 2 || x0 > plot[1] + 2) {
    return undefined;
  }
  const left = snap(Math.max(x0, plot[0] - OVERHANG), brushes.pixelRatio);
  const right = snap(Math.min(x1, plot[1] + OVERHANG), brushes.pixelRatio);
  return { left, right: Math.max(right, left + 1.5), top: snap(top, brushes.pixelRatio), height };
};

/** Draws a bar in a status's texture; `fill` may be the colour of something else than the status. */
export const paintBar = (brushes: Brushes, box: Box, style: StatusStyle, fill: string = style.fill): void => {
  const { pen, palette, textures } = brushes;
  const width = box.right - box.left;
  const hollow = style.texture === 'hatch' || style.texture === 'outline';
  const path = (inset: number): void => {
    const radius = Math.min(palette.radius, width / 2);
    pen.beginPath();
    pen.roundRect(box.left + inset, box.top + inset, width - 2 * inset, box.height - 2 * inset, radius);
  };
  if (width < 4) {
    pen.globalAlpha = hollow ? 0.6 : 1;
    pen.fillStyle = fill;
    pen.fillRect(box.left, box.top, width, box.height);
    pen.globalAlpha = 1;
    return;
  }
  path(0);
  pen.fillStyle = fill;
  pen.globalAlpha = hollow ? 0.14 : 1;
  pen.fill();
  const pattern = textures(style.texture, hollow ? fill : palette.on(fill));
  if (pattern) {
    pen.globalAlpha = hollow ? 0.55 : 0.22;
    pen.fillStyle = pattern;
    pen.fill();
  }
  pen.globalAlpha = 1;
  if (hollow) {
    path(0.5);
    pen.strokeStyle = fill;
    pen.lineWidth = 1;
    pen.stroke();
  }
};
