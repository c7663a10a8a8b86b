import { plotWidth, type Hit } from '../../layout/geometry';
import { lengthOf, panWindow, pinchWindow, windowAround, type TimeWindow } from '../../layout/timeWindow';
import type { Scene } from './scene';
import { wheelChange } from './wheel';

/** What gestures tell the view. */
export interface GestureHandlers {
  readonly onPress: () => void;
  readonly onClick: (hit: Hit) => void;
  readonly onDoubleClick: (hit: Hit) => void;
  /** The thing under the pointer, or undefined when it left; touch has no hover. */
  readonly onHover: (hit: Hit | undefined, clientX: number, clientY: number) => void;
  readonly onNamesWidth: (px: number) => void;
}

interface Pointer {
  x: number;
  y: number;
}

type Drag =
  | { readonly type: 'press'; readonly brush: boolean; readonly touch: boolean; readonly x: number; readonly y: number }
  | { readonly type: 'pan'; readonly touch: boolean }
  | { readonly type: 'brush'; readonly from: number }
  | { readonly type: 'resize' }
  | { readonly type: 'pinch'; readonly times: readonly [number, number] };

const SLACK_PX = 4;

/** Listens to mouse, pen, touch and wheel on the chart's canvas. Returns what stops it. */
export const attachGestures = (canvas: HTMLCanvasElement, scene: Scene, handlers: GestureHandlers): (() => void) => {
  const pointers = new Map<number, Pointer>();
  let drag: Drag | undefined;

  const place = (event: MouseEvent): Pointer => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onDivider = (x: number): boolean => {
    const view = scene.viewport();
    return view !== undefined && Math.abs(x - view.namesWidth) <= 4;
  };
  const share = (x: number): number => {
    const view = scene.viewport();
    return view ? (x - view.namesWidth) / plotWidth(view) : 0;
  };

  const leave = (): void => {
    scene.setHover(-1, undefined);
    handlers.onHover(undefined, 0, 0);
  };
  const startPinch = (): Drag | undefined => {
    const [a, b] = [...pointers.values()];
    return a && b ? { type: 'pinch', times: [scene.timeAtX(a.x), scene.timeAtX(b.x)] } : undefined;
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) {
      return;
    }
    const point = place(event);
    handlers.onPress();
    pointers.set(event.pointerId, point);
    canvas.setPointerCapture(event.pointerId);
    leave();
    if (pointers.size === 2) {
      scene.setBrush(undefined);
      drag = startPinch();
      return;
    }
    const touch = event.pointerType === 'touch';
    const brush = scene.pick(point.x, point.y).zone === 'axis' || event.shiftKey;
    drag = onDivider(point.x) ? { type: 'resize' } : { type: 'press', brush, touch, ...point };
  };
  const beginDrag = (press: Extract<Drag, { type: 'press' }>, point: Pointer): Drag => {
    const view = scene.viewport();
    if (Math.hypot(point.x - press.x, point.y - press.y) < SLACK_PX || !view) {
      return press;
    }
    return press.brush && press.x >= view.namesWidth
      ? { type: 'brush', from: scene.timeAtX(press.x) }
      : { type: 'pan', touch: press.touch };
  };
  const brushWindow = (from: number, x: number): TimeWindow => {
    const to = scene.timeAtX(x);
    return { start: Math.min(from, to), end: Math.max(from, to) };
  };
  const move = (event: PointerEvent): void => {
    const point = place(event);
    const last = pointers.get(event.pointerId);
    if (!last || !drag) {
      hover(event, point);
      return;
    }
    pointers.set(event.pointerId, point);
    if (drag.type === 'press') {
      drag = beginDrag(drag, point);
    }
    follow(drag, last, point);
  };
  const follow = (current: Drag, last: Pointer, point: Pointer): void => {
    switch (current.type) {
      case 'pan': {
        const dx = share(last.x) - share(point.x);
        scene.moveWindow((window, extent) => panWindow(window, extent, dx * lengthOf(window)));
        // Touch scrolls rows by itself.
        if (!current.touch && last.y !== point.y) {
          scene.scrollBy(last.y - point.y);
        }
        break;
      }
      case 'brush':
        scene.setBrush(brushWindow(current.from, point.x));
        break;
      case 'resize':
        handlers.onNamesWidth(point.x);
        break;
      case 'pinch': {
        const [a, b] = [...pointers.values()];
        if (a && b) {
          const [timeA, timeB] = current.times;
          scene.moveWindow((_, extent) => pinchWindow(timeA, timeB, share(a.x), share(b.x), extent));
        }
        break;
      }
      case 'press':
        break;
    }
  };
  const hover = (event: PointerEvent, point: Pointer): void => {
    if (event.pointerType === 'touch') {
      return;
    }
    const hit = scene.pick(point.x, point.y);
    const view = scene.viewport();
    const inPlot = hit.zone !== 'outside' && view !== undefined && point.x >= view.namesWidth;
    scene.setHover('row' in hit ? hit.row : -1, inPlot ? scene.timeAtX(point.x) : undefined);
    canvas.style.cursor = onDivider(point.x) ? 'col-resize' : CURSOR[hit.zone];
    handlers.onHover(hit, event.clientX, event.clientY);
  };
  const up = (event: PointerEvent): void => {
    const point = place(event);
    const ended = drag;
    if (!pointers.delete(event.pointerId)) {
      return;
    }
    drag = undefined;
    scene.setBrush(undefined);
    if (event.type === 'pointercancel') {
      return;
    }
    if (ended?.type === 'press') {
      handlers.onClick(scene.pick(point.x, point.y));
    } else if (ended?.type === 'brush') {
      const { start, end } = brushWindow(ended.from, point.x);
      scene.moveWindow((_, extent) => windowAround(start, end, extent));
    }
  };
  const doubleClick = (event: MouseEvent): void => {
    const point = place(event);
    if (!onDivider(point.x)) {
      handlers.onDoubleClick(scene.pick(point.x, point.y));
    }
  };
  const wheel = (event: WheelEvent): void => {
    const view = scene.viewport();
    if (!view) {
      return;
    }
    const pivot = scene.timeAtX(Math.max(place(event).x, view.namesWidth));
    const change = wheelChange(event, pivot, plotWidth(view));
    if (change) {
      event.preventDefault();
      scene.moveWindow(change);
    }
  };

  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  canvas.addEventListener('pointerleave', leave);
  canvas.addEventListener('dblclick', doubleClick);
  canvas.addEventListener('wheel', wheel, { passive: false });
  return () => {
    canvas.removeEventListener('pointerdown', down);
    canvas.removeEventListener('pointermove', move);
    canvas.removeEventListener('pointerup', up);
    canvas.removeEventListener('pointercancel', up);
    canvas.removeEventListener('pointerleave', leave);
    canvas.removeEventListener('dblclick', doubleClick);
    canvas.removeEventListener('wheel', wheel);
  };
};

const CURSOR: Readonly<Record<Hit['zone'], string>> = {
  axis: 'crosshair',
  chevron: 'pointer',
  name: 'pointer',
  bar: 'pointer',
  queue: 'pointer',
  row: 'default',
  outside: 'default',
};
