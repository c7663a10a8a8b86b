import type { SpanColumns } from '../model/columns';
import { STATUSES, isFailure, rankOf, statusOfRank } from '../model/status';
import { i32, u8 } from '../model/typed';
import type { Palette } from './palette';
import type { ColourBy } from './picture';

/** Share (0 … 1 of the whole) that the chart shows, in time and in rows. */
export interface MinimapView {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  /** Whether there are rows beyond those shown. */
  readonly scrolls: boolean;
}

/** What each shade of the overview stands for: the statuses by rank, or the services and, above them, failures. */
export interface Shades {
  readonly of: (span: number) => number;
  /** Colour of shade 1, 2, … */
  readonly colours: readonly string[];
}

export const shadesOf = (spans: SpanColumns, colourBy: ColourBy, palette: Palette): Shades => {
  const { services } = palette;
  if (colourBy === 'status' || services.length === 0) {
    return {
      of: (span) => rankOf(u8(spans.status, span)) + 1,
      colours: STATUSES.map((_, rank) => palette.status[statusOfRank(rank)].fill),
    };
  }
  const failed = STATUSES.map(isFailure);
  return {
    of: (span) => (failed[u8(spans.status, span)] ? services.length : i32(spans.service, span) % services.length) + 1,
    colours: [...services, palette.status.failed.fill],
  };
};

/** Writes a raster of shades into an image. */
export const rasterImage = (
  raster: Uint8Array,
  image: Uint8ClampedArray,
  colours: readonly (readonly number[])[],
): void => {
  for (let pixel = 0; pixel < raster.length; pixel++) {
    const colour = colours[u8(raster, pixel) - 1];
    if (colour) {
      image.set(colour, pixel * 4);
    }
  }
};

/** Draws the raster and, over it, what of it the chart shows. */
export const paintMinimap = (
  pen: CanvasRenderingContext2D,
  raster: CanvasImageSource,
  palette: Palette,
  view: MinimapView,
  width: number,
  height: number,
  pixelRatio: number,
): void => {
  pen.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(raster, 0, 0, width, height);
  const left = view.from * width;
  const right = view.to * width;
  pen.fillStyle = palette.shade;
  pen.globalAlpha = 0.65;
  pen.fillRect(0, 0, left, height);
  pen.fillRect(right, 0, width - right, height);
  pen.globalAlpha = 1;
  if (view.scrolls) {
    pen.fillStyle = palette.selected;
    pen.fillRect(left, view.top * height, right - left, Math.max(2, (view.bottom - view.top) * height));
  }
  if (view.to - view.from < 0.999) {
    pen.fillStyle = palette.focus;
    for (const edge of [left, right]) {
      pen.fillRect(Math.min(Math.max(edge - 1, 0), width - 2), 0, 2, height);
      pen.beginPath();
      pen.roundRect(Math.min(Math.max(edge - 3, 0), width - 6), height / 2 - 8, 6, 16, 2);
      pen.fill();
    }
  }
};
