/** Browsers stop honouring heights somewhere past this; beyond it a scrolled pixel stands for several. */
const TALLEST_PX = 8_000_000;

/** Height of the element that gives the scroll bar its size. */
export const scrollHeight = (contentPx: number): number => Math.min(contentPx, TALLEST_PX);

/** Pixels of content above the view for a scroll position. */
export const contentTop = (scrollTop: number, contentPx: number, viewPx: number): number =>
  scale(scrollTop, scrollHeight(contentPx) - viewPx, contentPx - viewPx);

/** The scroll position for pixels of content above the view. */
export const scrollTopFor = (top: number, contentPx: number, viewPx: number): number =>
  scale(top, contentPx - viewPx, scrollHeight(contentPx) - viewPx);

const scale = (value: number, from: number, to: number): number => {
  const bounded = Math.min(Math.max(value, 0), Math.max(from, 0));
  return from > 0 && from !== to ? (bounded / from) * to : bounded;
};

/** The least scroll that brings a line of `linePx` at `linePosition` into view, with one line of air. */
export const revealTop = (top: number, viewPx: number, linePosition: number, linePx: number): number => {
  if (linePosition < top + linePx) {
    return Math.max(0, linePosition - linePx);
  }
  return linePosition + 2 * linePx > top + viewPx ? Math.max(0, linePosition + 2 * linePx - viewPx) : top;
};
