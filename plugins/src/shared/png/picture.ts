/** What browsers draw at most: more pixels than this give an empty canvas in some of them. */
const MOST_PIXELS = 64_000_000;
const LONGEST_SIDE = 16_384;
const SHARPEST = 2;

/**
 * Pixels of the picture for one of the page: as the screen has them, at least 1 and at most 2, and less for a page so long that a browser would not
 * draw it. Width and height in CSS pixels.
 */
export function scaleOf(width: number, height: number, screen: number): number {
  const wanted = Math.min(SHARPEST, Math.max(1, screen));
  if (width <= 0 || height <= 0) return wanted;
  return Math.min(wanted, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
}

const app = /^.*\/a\/[^/]+\//;

/** A file's name by the address of a page of the app: `pipelines/cost` gives `summit-pipelines-cost`. */
export const nameOf = (path: string): string =>
  ['summit', ...path.replace(app, '').split('/')]
    .map((part) => part.replace(/[^\w.-]+/g, '_').slice(0, 60))
    .filter((part) => part !== '')
    .join('-');
