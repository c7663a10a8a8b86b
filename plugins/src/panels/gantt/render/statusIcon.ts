import type { Status } from '../model/status';

type Glyph = (pen: CanvasRenderingContext2D) => void;

const circle: Glyph = (pen) => {
  pen.moveTo(5, 0);
  pen.arc(0, 0, 5, 0, 2 * Math.PI);
};

/** Strokes in a box from -6 to 6. */
const GLYPHS: Readonly<Record<Status, Glyph>> = {
  unknown: (pen) => {
    pen.moveTo(-2.5, -2.5);
    pen.bezierCurveTo(-2.5, -5.5, 2.5, -5.5, 2.5, -2.5);
    pen.bezierCurveTo(2.5, -0.5, 0, -0.5, 0, 1.8);
    pen.moveTo(0, 4.2);
    pen.lineTo(0, 4.6);
  },
  queued: (pen) => {
    circle(pen);
    pen.moveTo(0, -2.6);
    pen.lineTo(0, 0.3);
    pen.lineTo(2, 1.6);
  },
  running: (pen) => {
    pen.arc(0, 0, 4.6, -0.4 * Math.PI, 1.2 * Math.PI);
    pen.moveTo(-1.6, -2.6);
    pen.lineTo(2.4, 0);
    pen.lineTo(-1.6, 2.6);
    pen.closePath();
  },
  success: (pen) => {
    pen.moveTo(-4.4, 0.4);
    pen.lineTo(-1.4, 3.4);
    pen.lineTo(4.6, -3.4);
  },
  failed: (pen) => {
    pen.moveTo(-3.6, -3.6);
    pen.lineTo(3.6, 3.6);
    pen.moveTo(3.6, -3.6);
    pen.lineTo(-3.6, 3.6);
  },
  cancelled: (pen) => {
    circle(pen);
    pen.moveTo(-3.4, 3.4);
    pen.lineTo(3.4, -3.4);
  },
  skipped: (pen) => {
    circle(pen);
    pen.moveTo(-2.2, 0);
    pen.lineTo(2.2, 0);
  },
  timed_out: (pen) => {
    pen.moveTo(-4, -5);
    pen.lineTo(4, -5);
    pen.moveTo(-4, 5);
    pen.lineTo(4, 5);
    pen.moveTo(-3, -5);
    pen.bezierCurveTo(-3, -1.5, 3, 1.5, 3, 5);
    pen.moveTo(3, -5);
    pen.bezierCurveTo(3, -1.5, -3, 1.5, -3, 5);
  },
};

/** Draws a status as a line icon, centred. */
export const drawStatusIcon = (
  pen: CanvasRenderingContext2D,
  status: Status,
  x: number,
  y: number,
  size: number,
  colour: string,
): void => {
  pen.save();
  pen.translate(x, y);
  pen.scale(size / 12, size / 12);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.8;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.beginPath();
  GLYPHS[status](pen);
  pen.stroke();
  pen.restore();
};
