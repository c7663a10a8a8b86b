import { MEASURE, hitTest, timeAt, type Hit, type Viewport } from '../../layout/geometry';
import { contentTop, revealTop, scrollHeight, scrollTopFor } from '../../../../shared/virtual/scroll';
import { clampWindow, revealInWindow, sameWindow, type TimeWindow } from '../../layout/timeWindow';
import { f64, i32 } from '../../model/typed';
import { paintChart } from '../../render/paintChart';
import type { Palette } from '../../render/palette';
import type { Picture } from '../../render/picture';
import { createSurface } from './surface';

/** What React gives the scene; the rest of a picture is the scene's own. */
export interface SceneInput extends Omit<Picture, 'view' | 'hoveredRow' | 'hoverTime' | 'brush'> {
  readonly extent: TimeWindow;
  readonly namesWidth: number;
  readonly palette: Palette;
}

/** Things outside that a scene works on and calls. */
export interface SceneHost {
  readonly canvas: HTMLCanvasElement;
  readonly scroller: HTMLElement;
  readonly spacer: HTMLElement;
  readonly requestFrame: (draw: () => void) => number;
  readonly cancelFrame: (handle: number) => void;
  readonly pixelRatio: () => number;
  /** Called when the user moved in time; undefined is everything. */
  readonly onWindow: (window: TimeWindow | undefined) => void;
  /** Called after each drawn frame, for what is drawn beside the chart. */
  readonly onFrame: (picture: Picture) => void;
}

/** The moving parts of the chart: they change with every event and are drawn once a frame, past React. */
export interface Scene {
  readonly setInput: (input: SceneInput) => void;
  /** Shows a window without telling the host; undefined follows the extent. */
  readonly showWindow: (window: TimeWindow | undefined) => void;
  /** Moves in time as the user asked. */
  readonly moveWindow: (change: (window: TimeWindow, extent: TimeWindow) => TimeWindow) => void;
  readonly setHover: (row: number, time: number | undefined) => void;
  readonly setBrush: (brush: TimeWindow | undefined) => void;
  readonly pick: (x: number, y: number) => Hit;
  readonly timeAtX: (x: number) => number;
  readonly viewport: () => Viewport | undefined;
  readonly extent: () => TimeWindow;
  readonly reveal: (span: number, inTime: boolean) => void;
  readonly scrollBy: (px: number) => void;
  /** Shows the line at a share (0 … 1) of all rows in the middle. */
  readonly scrollToShare: (share: number) => void;
  readonly rowsPerPage: () => number;
  readonly resize: () => void;
  /** Draws again in the next frame. */
  readonly refresh: () => void;
  readonly dispose: () => void;
}

/** A URL gives a window back in whole milliseconds; jumping by the rest would only be seen. */
const isRounded = (exact: TimeWindow, given: TimeWindow): boolean =>
  Math.abs(exact.start - given.start) <= 0.5 && Math.abs(exact.end - given.end) <= 0.5;

export const createScene = (host: SceneHost): Scene => {
  const surface = createSurface(host.canvas);
  let input: SceneInput | undefined;
  let window: TimeWindow | undefined;
  let brush: TimeWindow | undefined;
  let hoveredRow = -1;
  let hoverTime: number | undefined;
  let frame: number | undefined;
  let size = { width: 0, height: 0 };

  const contentPx = (): number => MEASURE.axis + (input?.rows.count ?? 0) * MEASURE.row;
  const viewport = (): Viewport | undefined =>
    input && {
      ...size,
      namesWidth: Math.min(input.namesWidth, Math.max(0, size.width - 40)),
      scrollTop: contentTop(host.scroller.scrollTop, contentPx(), size.height),
      window: window ? clampWindow(window, input.extent) : input.extent,
    };

  const draw = (): void => {
    frame = undefined;
    // The window may have moved to a screen with other pixels.
    surface.resize(size.width, size.height, host.pixelRatio());
    const view = viewport();
    const brushes = input && surface.brushes(input.palette);
    if (input && view && brushes && size.width > 0) {
      const picture: Picture = { ...input, view, hoveredRow, hoverTime, brush };
      paintChart(brushes, picture);
      host.onFrame(picture);
    }
  };
  const schedule = (): void => {
    frame ??= host.requestFrame(draw);
  };
  const resize = (): void => {
    size = { width: host.scroller.clientWidth, height: host.scroller.clientHeight };
    surface.resize(size.width, size.height, host.pixelRatio());
    schedule();
  };
  const scrollTo = (top: number): void => {
    host.scroller.scrollTop = scrollTopFor(top, contentPx(), size.height);
    schedule();
  };

  return {
    setInput: (next) => {
      input = next;
      const height = `${scrollHeight(contentPx())}px`;
      if (host.spacer.style.height !== height) {
        host.spacer.style.height = height;
        // A scroll bar may have come or gone.
        resize();
      }
      schedule();
    },
    showWindow: (next) => {
      if (!next || !window || !isRounded(window, next)) {
        window = next;
        schedule();
      }
    },
    moveWindow: (change) => {
      const view = viewport();
      if (!input || !view) {
        return;
      }
      const next = change(view.window, input.extent);
      if (!sameWindow(next, view.window)) {
        window = sameWindow(next, input.extent) ? undefined : next;
        host.onWindow(window);
        schedule();
      }
    },
    setHover: (row, time) => {
      if (row !== hoveredRow || time !== hoverTime) {
        hoveredRow = row;
        hoverTime = time;
        schedule();
      }
    },
    setBrush: (next) => {
      brush = next;
      schedule();
    },
    pick: (x, y) => {
      const view = viewport();
      return input && view ? hitTest({ ...input, view }, x, y) : { zone: 'outside' };
    },
    timeAtX: (x) => {
      const view = viewport();
      return view ? timeAt(view, x) : 0;
    },
    viewport,
    extent: () => input?.extent ?? { start: 0, end: 1 },
    reveal: (span, inTime) => {
      // Details may just have opened under the chart and taken some of its height.
      resize();
      const view = viewport();
      const row = input && span >= 0 ? i32(input.rows.rowOf, span) : -1;
      if (!input || !view || row < 0) {
        return;
      }
      const linesPx = Math.max(0, size.height - MEASURE.axis);
      const top = revealTop(view.scrollTop, linesPx, row * MEASURE.row, MEASURE.row);
      if (top !== view.scrollTop) {
        scrollTo(top);
      }
      if (inTime) {
        const revealed = revealInWindow(
          view.window,
          input.extent,
          f64(input.spans.start, span),
          f64(input.spans.end, span),
        );
        if (!sameWindow(revealed, view.window)) {
          window = revealed;
          host.onWindow(window);
        }
      }
      schedule();
    },
    scrollBy: (px) => {
      const view = viewport();
      if (view) {
        scrollTo(view.scrollTop + px);
      }
    },
    scrollToShare: (share) => scrollTo(share * (contentPx() - MEASURE.axis) - (size.height - MEASURE.axis) / 2),
    rowsPerPage: () => Math.max(1, Math.floor((size.height - MEASURE.axis) / MEASURE.row) - 1),
    resize,
    refresh: schedule,
    dispose: () => {
      if (frame !== undefined) {
        host.cancelFrame(frame);
      }
    },
  };
};
