import { MEASURE } from '../../layout/geometry';
import { minimapRaster } from '../../layout/minimap';
import type { Rows } from '../../layout/rows';
import { clampWindow, lengthOf, panWindow, type TimeWindow } from '../../layout/timeWindow';
import type { SpanColumns } from '../../model/columns';
import type { Palette } from '../../render/palette';
import { paintMinimap, rasterImage, shadesOf, type MinimapView } from '../../render/paintMinimap';
import type { ColourBy, Picture } from '../../render/picture';
import type { Scene } from './scene';

export const MINIMAP_HEIGHT = 44;

/** The overview above the chart. */
export interface Minimap {
  /** Draws what the chart has just drawn; the picture of all spans is made anew only when they changed. */
  readonly draw: (picture: Picture, extent: TimeWindow, palette: Palette, pixelRatio: number) => void;
  readonly dispose: () => void;
}

interface Made {
  readonly spans: SpanColumns;
  readonly rows: Rows;
  readonly colourBy: ColourBy;
  readonly palette: Palette;
  readonly width: number;
  readonly image: HTMLCanvasElement;
}

/**
 * @param later runs something when the browser has drawn: the first picture of the chart does not wait for the overview
 */
export const createMinimap = (
  canvas: HTMLCanvasElement,
  scene: Scene,
  later: (work: () => void) => () => void,
): Minimap => {
  const pen = canvas.getContext('2d');
  let made: Made | undefined;
  let cancel: (() => void) | undefined;
  let width = 0;

  const make = (picture: Picture, extent: TimeWindow, palette: Palette): Made => {
    const image = canvas.ownerDocument.createElement('canvas');
    image.width = Math.max(1, Math.round(width));
    image.height = MINIMAP_HEIGHT;
    const shades = shadesOf(picture.spans, picture.colourBy, palette);
    const raster = minimapRaster(picture.spans, picture.rows, extent, image.width, image.height, shades.of);
    const imagePen = image.getContext('2d', { willReadFrequently: true });
    const pixels = imagePen?.createImageData(image.width, image.height);
    if (imagePen && pixels) {
      rasterImage(raster, pixels.data, shades.colours.map(rgbaWith(imagePen)));
      imagePen.putImageData(pixels, 0, 0);
    }
    return { spans: picture.spans, rows: picture.rows, colourBy: picture.colourBy, palette, width, image };
  };
  const isCurrent = (picture: Picture, palette: Palette): boolean =>
    made?.spans === picture.spans &&
    made.rows === picture.rows &&
    made.colourBy === picture.colourBy &&
    made.palette === palette &&
    made.width === width;

  const draw: Minimap['draw'] = (picture, extent, palette, pixelRatio) => {
    width = canvas.clientWidth;
    const size = [Math.round(width * pixelRatio), Math.round(MINIMAP_HEIGHT * pixelRatio)] as const;
    if (canvas.width !== size[0] || canvas.height !== size[1]) {
      [canvas.width, canvas.height] = size;
    }
    cancel?.();
    cancel = undefined;
    if (!isCurrent(picture, palette)) {
      cancel = later(() => {
        made = make(picture, extent, palette);
        draw(picture, extent, palette, pixelRatio);
      });
    }
    if (pen && made) {
      paintMinimap(pen, made.image, palette, viewOf(picture, extent), width, MINIMAP_HEIGHT, pixelRatio);
    }
  };
  const detach = attach(canvas, scene);
  return {
    draw,
    dispose: () => {
      cancel?.();
      detach();
    },
  };
};

/** Reads a colour as the browser does, whichever way the theme writes it. */
const rgbaWith =
  (pen: CanvasRenderingContext2D) =>
  (colour: string): readonly number[] => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };

const viewOf = ({ view, rows }: Picture, extent: TimeWindow): MinimapView => {
  const shareOf = (time: number): number => (time - extent.start) / lengthOf(extent);
  const total = Math.max(rows.count * MEASURE.row, 1);
  // Few rows do not fill the overview; the frame follows what is drawn of them.
  const filled = Math.min(1, (rows.count * 4) / MINIMAP_HEIGHT);
  return {
    from: shareOf(view.window.start),
    to: shareOf(view.window.end),
    top: (view.scrollTop / total) * filled,
    bottom: Math.min(1, (view.scrollTop + view.height - MEASURE.axis) / total) * filled,
    scrolls: total > view.height - MEASURE.axis,
  };
};

type Grip =
  | { readonly type: 'from' }
  | { readonly type: 'to' }
  | { readonly type: 'pan'; x: number }
  | { readonly type: 'new'; readonly from: number };

/** Dragging an edge moves it, dragging what is shown pans, dragging elsewhere shows what was dragged over. */
const attach = (canvas: HTMLCanvasElement, scene: Scene): (() => void) => {
  let grip: Grip | undefined;
  const shareAt = (event: MouseEvent): number => {
    const box = canvas.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left) / Math.max(1, box.width), 0), 1);
  };
  const shown = (): readonly [number, number] => {
    const extent = scene.extent();
    const window = scene.viewport()?.window ?? extent;
    return [(window.start - extent.start) / lengthOf(extent), (window.end - extent.start) / lengthOf(extent)];
  };
  const shares = (change: (from: number, to: number) => readonly [number, number]): void =>
    scene.moveWindow((_, extent) => {
      const [from, to] = change(...shown());
      const length = lengthOf(extent);
      return clampWindow({ start: extent.start + from * length, end: extent.start + to * length }, extent);
    });
  const gripAt = (event: MouseEvent): Grip => {
    const x = shareAt(event);
    const near = 6 / Math.max(1, canvas.clientWidth);
    const [from, to] = shown();
    if (to - from > 0.999) {
      return { type: 'new', from: x };
    }
    if (Math.abs(x - from) < near) {
      return { type: 'from' };
    }
    if (Math.abs(x - to) < near) {
      return { type: 'to' };
    }
    return x > from && x < to ? { type: 'pan', x } : { type: 'new', from: x };
  };
  const down = (event: PointerEvent): void => {
    if (event.button === 0) {
      canvas.setPointerCapture(event.pointerId);
      grip = gripAt(event);
    }
  };
  const move = (event: PointerEvent): void => {
    const x = shareAt(event);
    if (!grip) {
      canvas.style.cursor = GRIP_CURSOR[gripAt(event).type];
      return;
    }
    if (grip.type === 'from') {
      shares((_, to) => [Math.min(x, to - 1e-6), to]);
    } else if (grip.type === 'to') {
      shares((from) => [from, Math.max(x, from + 1e-6)]);
    } else if (grip.type === 'pan') {
      const by = x - grip.x;
      grip.x = x;
      scene.moveWindow((window, extent) => panWindow(window, extent, by * lengthOf(extent)));
    } else if (Math.abs(x - grip.from) * canvas.clientWidth > 4) {
      const { from } = grip;
      shares(() => [Math.min(from, x), Math.max(from, x)]);
    }
  };
  const up = (event: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    if (grip?.type === 'new' && Math.abs(shareAt(event) - grip.from) * box.width <= 4) {
      scene.scrollToShare((event.clientY - box.top) / Math.max(1, box.height));
    }
    grip = undefined;
  };
  const fit = (): void => scene.moveWindow((_, extent) => extent);
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('dblclick', fit);
  return () => {
    canvas.removeEventListener('pointerdown', down);
    canvas.removeEventListener('pointermove', move);
    canvas.removeEventListener('pointerup', up);
    canvas.removeEventListener('dblclick', fit);
  };
};

const GRIP_CURSOR: Readonly<Record<Grip['type'], string>> = {
  from: 'ew-resize',
  to: 'ew-resize',
  pan: 'grab',
  new: 'crosshair',
};
