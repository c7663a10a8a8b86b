import { plotWidth, xOf, type Viewport } from '../layout/geometry';

/** A point in time that the page moves while something plays beside the chart. It changes too often to go through React. */
export interface ChartPlayhead {
  /** Milliseconds since the epoch. */
  readonly at: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Puts the line at its time, over the canvas and without drawing that; outside of the window in time there is none. */
export const placePlayhead = (line: HTMLElement, view: Viewport | undefined, offsetMs: number | undefined): void => {
  const x = view && offsetMs !== undefined ? xOf(view, offsetMs) : NaN;
  const inside = view !== undefined && x >= view.namesWidth - 0.5 && x <= view.namesWidth + plotWidth(view) + 0.5;
  line.style.display = inside ? 'block' : 'none';
  if (inside) {
    line.style.height = `${view.height}px`;
    line.style.transform = `translateX(${Math.min(x, view.width - 2)}px)`;
  }
};
