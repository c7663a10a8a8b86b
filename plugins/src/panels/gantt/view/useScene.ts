import { useEffect, useRef, type RefObject } from 'react';

import type { TimeWindow } from '../layout/timeWindow';
import { placePlayhead, type ChartPlayhead } from './playhead';
import { attachGestures, type GestureHandlers } from './scene/gestures';
import { createMinimap } from './scene/minimap';
import { createScene, type Scene, type SceneInput } from './scene/scene';

export interface SceneRefs {
  readonly scroller: RefObject<HTMLDivElement>;
  readonly spacer: RefObject<HTMLDivElement>;
  readonly canvas: RefObject<HTMLCanvasElement>;
  readonly minimap: RefObject<HTMLCanvasElement>;
  readonly playhead: RefObject<HTMLDivElement>;
}

export interface SceneProps {
  readonly input: SceneInput;
  readonly window: TimeWindow | undefined;
  readonly handlers: GestureHandlers;
  readonly onWindow: (window: TimeWindow | undefined) => void;
  /** Whether the chart (and not the table) is in the page. */
  readonly shown: boolean;
  readonly playhead: ChartPlayhead | undefined;
}

/** Keeps a scene while the chart is in the page, hands it what React knows, and detaches everything after. */
export const useScene = (
  refs: SceneRefs,
  { input, window: shownWindow, handlers, onWindow, shown, playhead }: SceneProps,
): RefObject<Scene> => {
  const scene = useRef<Scene | null>(null);
  // The scene outlives renders; it calls what the last render gave.
  const latest = useRef({ handlers, onWindow, input, playhead });
  useEffect(() => {
    latest.current = { handlers, onWindow, input, playhead };
  });

  useEffect(() => {
    const [scroller, spacer, canvas, overview] = [
      refs.scroller.current,
      refs.spacer.current,
      refs.canvas.current,
      refs.minimap.current,
    ];
    if (!shown || !scroller || !spacer || !canvas || !overview) {
      return undefined;
    }
    const place = (): void => {
      const { playhead: moved, input: drawn } = latest.current;
      if (refs.playhead.current) {
        placePlayhead(refs.playhead.current, scene.current?.viewport(), moved && moved.at() - drawn.spans.origin);
      }
    };
    const pixelRatio = (): number => globalThis.devicePixelRatio || 1;
    const made = createScene({
      canvas,
      scroller,
      spacer,
      requestFrame: (draw) => requestAnimationFrame(draw),
      cancelFrame: (handle) => cancelAnimationFrame(handle),
      pixelRatio,
      onWindow: (window) => latest.current.onWindow(window),
      onFrame: (picture) => {
        const { extent, palette } = latest.current.input;
        minimap.draw(picture, extent, palette, pixelRatio());
        place();
      },
    });
    const minimap = createMinimap(overview, made, afterPaint);
    const detach = attachGestures(canvas, made, forward(latest));
    const onScroll = (): void => made.refresh();
    scroller.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(scroller);
    made.resize();
    made.setInput(latest.current.input);
    scene.current = made;
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
      detach();
      minimap.dispose();
      made.dispose();
      scene.current = null;
    };
  }, [shown, refs]);

  useEffect(() => scene.current?.setInput(input), [input]);
  const { origin } = input.spans;
  useEffect(() => {
    const line = refs.playhead.current;
    if (!playhead || !line || !shown) {
      return undefined;
    }
    const place = (): void => placePlayhead(line, scene.current?.viewport(), playhead.at() - origin);
    place();
    return playhead.subscribe(place);
  }, [playhead, origin, shown, refs]);
  // By value: a page that keeps the window in its URL makes another object at each render, and must not undo what the user is doing.
  const from = shownWindow?.start;
  const to = shownWindow?.end;
  useEffect(() => {
    scene.current?.showWindow(from === undefined || to === undefined ? undefined : { start: from, end: to });
  }, [from, to, shown]);
  return scene;
};

const forward = (latest: RefObject<{ readonly handlers: GestureHandlers }>): GestureHandlers => ({
  onPress: () => latest.current?.handlers.onPress(),
  onClick: (hit) => latest.current?.handlers.onClick(hit),
  onDoubleClick: (hit) => latest.current?.handlers.onDoubleClick(hit),
  onHover: (hit, x, y) => latest.current?.handlers.onHover(hit, x, y),
  onNamesWidth: (px) => latest.current?.handlers.onNamesWidth(px),
});

/** Runs work when the browser has had the chance to put the frame on the screen. */
const afterPaint = (work: () => void): (() => void) => {
  const timer = setTimeout(work, 32);
  return () => clearTimeout(timer);
};
