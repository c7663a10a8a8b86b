import { ThemeContext, createTheme, type DataFrame } from '@grafana/data';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { GanttView, fromFrames } from '../../plugins/src/panels/gantt';
import { buildFrame, seeded } from './spans';

/** What the program outside calls in the page. */
export interface BenchPage {
  /** Makes the data, before any clock runs. */
  readonly prepare: (spans: number) => void;
  /** Hands the data over as a query's result; milliseconds until the frame with the bars has been painted. */
  readonly show: () => Promise<number>;
  /** Milliseconds of a fixed loop, to compare machines with. */
  readonly calibrate: () => number;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const theme = createTheme({ colors: { mode: 'dark' } });
const END = Date.UTC(2026, 0, 15, 10, 0, 0);
const FIRST_NAME = 'main-ci #4182';

const Panel = ({ onReady }: { readonly onReady: (setFrames: (frames: DataFrame[]) => void) => void }) => {
  const [frames, setFrames] = useState<DataFrame[]>([]);
  useMemo(() => onReady(setFrames), [onReady]);
  const spans = useMemo(() => fromFrames(frames, END), [frames]);
  return <GanttView spans={spans} initialView={{ critical: 'line' }} />;
};

/** Resolves when a frame that drew `text` on a canvas has been painted: a message posted in it is handled after it. */
const painted = (text: string): Promise<number> =>
  new Promise((resolve) => {
    const prototype = CanvasRenderingContext2D.prototype;
    const original = Object.getOwnPropertyDescriptor(prototype, 'fillText');
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    Object.defineProperty(prototype, 'fillText', {
      configurable: true,
      value(this: CanvasRenderingContext2D, drawn: string, x: number, y: number) {
        if (original && drawn === text) {
          Object.defineProperty(prototype, 'fillText', original);
          port2.postMessage(0);
        }
        Reflect.apply(original?.value as (text: string, x: number, y: number) => void, this, [drawn, x, y]);
      },
    });
  });

const start = (root: HTMLElement): BenchPage => {
  let give: (frames: DataFrame[]) => void = () => undefined;
  let frame: DataFrame | undefined;
  const onReady = (setFrames: (frames: DataFrame[]) => void): void => {
    give = setFrames;
  };
  createRoot(root).render(
    <ThemeContext.Provider value={theme}>
      <div style={{ width: 1400, height: 800, background: theme.colors.background.primary }}>
        <Panel onReady={onReady} />
      </div>
    </ThemeContext.Provider>,
  );
  return {
    prepare: (spans) => {
      frame = buildFrame(spans);
    },
    show: async () => {
      if (!frame) {
        throw new Error('prepare() first');
      }
      const done = painted(FIRST_NAME);
      const began = performance.now();
      give([frame]);
      return (await done) - began;
    },
    calibrate: () => {
      const random = seeded(7);
      const began = performance.now();
      const values = Float64Array.from({ length: 1_000_000 }, random);
      values.sort();
      return performance.now() - began;
    },
  };
};

const root = document.getElementById('root');
if (root) {
  window.bench = start(root);
}
