/** Measures and shortens text for a canvas; remembers widths, since measuring is the dearest thing a frame does. */
export interface TextFitter {
  readonly width: (text: string, font: string) => number;
  /** The text, or its beginning and an ellipsis, no wider than `maxPx`; empty when not even that fits. */
  readonly fit: (text: string, font: string, maxPx: number) => string;
}

const MOST_REMEMBERED = 4000;
const ELLIPSIS = '…';

/** @param measure width of a text in a font, in CSS pixels */
export const createTextFitter = (measure: (text: string, font: string) => number): TextFitter => {
  const widths = new Map<string, number>();
  const fitted = new Map<string, string>();
  const width = (text: string, font: string): number => {
    const key = `${font}\n${text}`;
    const known = widths.get(key);
    if (known !== undefined) {
      return known;
    }
    if (widths.size >= MOST_REMEMBERED) {
      widths.clear();
    }
    const measured = measure(text, font);
    widths.set(key, measured);
    return measured;
  };
  const shorten = (text: string, font: string, maxPx: number): string => {
    const letters = [...text.slice(0, 400)];
    let kept = 0;
    let tooMany = letters.length;
    while (tooMany - kept > 1) {
      const middle = (kept + tooMany) >> 1;
      if (measure(letters.slice(0, middle).join('') + ELLIPSIS, font) <= maxPx) {
        kept = middle;
      } else {
        tooMany = middle;
      }
    }
    return kept > 0 ? letters.slice(0, kept).join('') + ELLIPSIS : '';
  };
  const fit = (text: string, font: string, maxPx: number): string => {
    if (maxPx <= 4) {
      return '';
    }
    if (width(text, font) <= maxPx) {
      return text;
    }
    const whole = Math.floor(maxPx);
    const key = `${font}\n${whole}\n${text}`;
    const known = fitted.get(key);
    if (known !== undefined) {
      return known;
    }
    if (fitted.size >= MOST_REMEMBERED) {
      fitted.clear();
    }
    const short = shorten(text, font, whole);
    fitted.set(key, short);
    return short;
  };
  return { width, fit };
};
