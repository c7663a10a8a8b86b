import type { Texture } from './palette';

/** Makes the pattern of a texture in a colour, or null for those that are no pattern; asks for each once. */
export type Textures = (texture: Texture, colour: string) => CanvasPattern | null;

const TILE = 8;

/** Draws one tile of a texture, `TILE` wide, so that tiles join. */
const TILES: Readonly<Partial<Record<Texture, (pen: CanvasRenderingContext2D) => void>>> = {
  hatch: (pen) => diagonal(pen, 1.4),
  stripes: (pen) => diagonal(pen, 3),
  cross: (pen) => {
    diagonal(pen, 1.1);
    pen.translate(TILE, 0);
    pen.scale(-1, 1);
    diagonal(pen, 1.1);
  },
  dots: (pen) => {
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ] as const) {
      pen.beginPath();
      pen.arc(x, y, 1.2, 0, 2 * Math.PI);
      pen.fill();
    }
  },
};

const diagonal = (pen: CanvasRenderingContext2D, width: number): void => {
  pen.lineWidth = width;
  pen.beginPath();
  for (const shift of [-TILE, 0, TILE]) {
    pen.moveTo(shift - 2, TILE + 2);
    pen.lineTo(shift + TILE + 2, -2);
  }
  pen.stroke();
};

/** A cache of patterns for one canvas and pixel ratio. */
export const createTextures = (
  context: CanvasRenderingContext2D,
  newCanvas: () => HTMLCanvasElement,
  pixelRatio: number,
): Textures => {
  const made = new Map<string, CanvasPattern | null>();
  const make = (texture: Texture, colour: string): CanvasPattern | null => {
    const draw = TILES[texture];
    const canvas = newCanvas();
    const size = Math.max(1, Math.round(TILE * pixelRatio));
    canvas.width = size;
    canvas.height = size;
    const pen = canvas.getContext('2d');
    if (!draw || !pen) {
      return null;
    }
    pen.scale(size / TILE, size / TILE);
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    draw(pen);
    const pattern = context.createPattern(canvas, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(TILE / size));
    return pattern;
  };
  return (texture, colour) => {
    const key = `${texture} ${colour}`;
    const known = made.get(key);
    if (known !== undefined) {
      return known;
    }
    const pattern = make(texture, colour);
    made.set(key, pattern);
    return pattern;
  };
};
