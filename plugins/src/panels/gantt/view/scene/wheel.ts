import { lengthOf, panWindow, zoomWindow, type TimeWindow } from '../../layout/timeWindow';

/** The parts of a wheel event that decide. */
export interface WheelMove {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly deltaMode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

type Change = (window: TimeWindow, extent: TimeWindow) => TimeWindow;

const LINE_PX = 16;
const PAGE_PX = 400;

/**
 * What a turn of the wheel does to the window: with Ctrl or the command key (which is also how browsers report a pinch on a touchpad) it
 * zooms about the pointer, with Shift or sideways it pans. Undefined: it scrolls the rows, which the browser does best.
 */
export const wheelChange = (move: WheelMove, pivot: number, plotPx: number): Change | undefined => {
  const unit = move.deltaMode === 1 ? LINE_PX : move.deltaMode === 2 ? PAGE_PX : 1;
  const dx = move.deltaX * unit;
  const dy = move.deltaY * unit;
  if (move.ctrlKey || move.metaKey) {
    // A notch of a mouse is 100 px and more, a step of a pinch a few; both should feel alike.
    const turn = Math.max(-60, Math.min(60, dy));
    return (window, extent) => zoomWindow(window, extent, Math.exp(turn * 0.006), pivot);
  }
  const sideways = move.shiftKey ? dx || dy : Math.abs(dx) > Math.abs(dy) ? dx : 0;
  if (sideways === 0) {
    return undefined;
  }
  return (window, extent) => panWindow(window, extent, (sideways / plotPx) * lengthOf(window));
};
