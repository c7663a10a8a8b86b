import { contentTop, scrollHeight, scrollTopFor } from '../../../../../shared/virtual/scroll';

/** How the content lies behind the scroll bar: where it is taller than browsers take, a pixel of the bar stands for several. */
export interface Scale {
  readonly spacerPx: number;
  readonly isScaled: boolean;
  /** Pixels of content above the view, at most. */
  readonly most: number;
  readonly topOf: (scrollTop: number) => number;
  readonly scrollTopOf: (top: number) => number;
  readonly clamp: (top: number) => number;
}

export function scaleOf(contentPx: number, viewPx: number): Scale {
  const spacerPx = scrollHeight(contentPx);
  const most = Math.max(0, contentPx - viewPx);
  return {
    spacerPx,
    isScaled: spacerPx < contentPx,
    most,
    topOf: (scrollTop) => contentTop(scrollTop, contentPx, viewPx),
    scrollTopOf: (top) => scrollTopFor(top, contentPx, viewPx),
    clamp: (top) => Math.min(Math.max(top, 0), most),
  };
}

/**
 * The point of the content that a scroll position is about: the first line at the top, the last at the end, and between them as far down the view as the
 * view is down the content. Each line has one position, so that reading follows the playhead and the playhead reading.
 */
export const pointAt = (top: number, contentPx: number, viewPx: number): number => {
  const most = contentPx - viewPx;
  return most <= 0 ? 0 : (Math.min(Math.max(top, 0), most) / most) * contentPx;
};

/** The scroll position that is about a point of the content. */
export const topForPoint = (point: number, contentPx: number, viewPx: number): number =>
  contentPx <= viewPx ? 0 : (Math.min(Math.max(point, 0), contentPx) / contentPx) * (contentPx - viewPx);
