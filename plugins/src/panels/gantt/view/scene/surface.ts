import type { Palette } from '../../render/palette';
import type { Brushes } from '../../render/picture';
import { createTextFitter } from '../../render/text';
import { createTextures } from '../../render/texture';

/** A canvas with its context, sized for the device's pixels. */
export interface Surface {
  /** Sets the size in CSS pixels; true when it changed. */
  readonly resize: (width: number, height: number, pixelRatio: number) => boolean;
  /** What to draw with; undefined where the browser gives no context. */
  readonly brushes: (palette: Palette) => Brushes | undefined;
}

/** @param transparent whether what is under the canvas shows through */
export const createSurface = (canvas: HTMLCanvasElement, transparent = false): Surface => {
  const pen = canvas.getContext('2d', { alpha: transparent });
  const texts = createTextFitter((text, font) => {
    if (!pen) {
      return 0;
    }
    pen.font = font;
    return pen.measureText(text).width;
  });
  let ratio = 1;
  let brushes: Brushes | undefined;
  return {
    resize: (width, height, pixelRatio) => {
      const [w, h] = [Math.max(1, Math.round(width * pixelRatio)), Math.max(1, Math.round(height * pixelRatio))];
      if (canvas.width === w && canvas.height === h && ratio === pixelRatio) {
        return false;
      }
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      ratio = pixelRatio;
      brushes = undefined;
      return true;
    },
    brushes: (palette) => {
      if (pen && (!brushes || brushes.palette !== palette)) {
        const newCanvas = (): HTMLCanvasElement => canvas.ownerDocument.createElement('canvas');
        brushes = { pen, palette, texts, textures: createTextures(pen, newCanvas, ratio), pixelRatio: ratio };
      }
      return brushes;
    },
  };
};
