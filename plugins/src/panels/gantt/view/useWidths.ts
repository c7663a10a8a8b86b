import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

export interface Widths {
  readonly root: RefObject<HTMLDivElement>;
  readonly width: number;
  /** Width of the column of names. */
  readonly names: number;
  readonly setNames: (px: number) => void;
}

const LEAST_PX = 96;
const MOST_AT_FIRST_PX = 340;
const SHARE = 0.3;
const LEAST_PLOT_PX = 120;

/** The width of the chart, and that of its names: a share of it until the user drags the divider. */
export const useWidths = (): Widths => {
  const root = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [chosen, setNames] = useState<number>();
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) {
      return undefined;
    }
    const measure = (): void => setWidth(element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  const wanted = chosen ?? Math.min(width * SHARE, MOST_AT_FIRST_PX);
  const names = Math.round(Math.max(LEAST_PX, Math.min(wanted, width - LEAST_PLOT_PX)));
  return { root, width, names, setNames: useCallback((px: number) => setNames(px), []) };
};
