import { useEffect, useRef } from 'react';

import { statusCode, type Status } from '../model/status';
import { paintBar } from '../render/paintBar';
import { styleOf } from '../render/palette';
import { drawStatusIcon } from '../render/statusIcon';
import { createSurface } from './scene/surface';
import { usePalette } from './usePalette';

const SIZE = 14;

export interface StatusMarkProps {
  readonly status: Status;
  /** A piece of the bar as the chart fills it, or the icon. */
  readonly as: 'icon' | 'bar';
}

/** A status drawn as the chart draws it; the word stands beside it, so it is hidden from screen readers. */
export const StatusMark = ({ status, as }: StatusMarkProps) => {
  const palette = usePalette();
  const ref = useRef<HTMLCanvasElement>(null);
  const width = as === 'bar' ? 20 : SIZE;
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) {
      return;
    }
    const surface = createSurface(canvas, true);
    surface.resize(width, SIZE, window.devicePixelRatio || 1);
    const brushes = surface.brushes(palette);
    if (!brushes) {
      return;
    }
    const { pen, pixelRatio } = brushes;
    pen.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    pen.clearRect(0, 0, width, SIZE);
    const style = styleOf(palette, statusCode(status));
    if (as === 'bar') {
      paintBar(brushes, { left: 0, right: width, top: 2, height: SIZE - 4 }, style);
    } else {
      drawStatusIcon(pen, status, SIZE / 2, SIZE / 2, 11, style.ink);
    }
  }, [palette, status, as, width]);
  return (
    <canvas ref={ref} width={width} height={SIZE} style={{ width, height: SIZE, flexShrink: 0 }} aria-hidden="true" />
  );
};
