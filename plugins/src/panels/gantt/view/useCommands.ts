import type { RefObject } from 'react';

import { toggled, uncover } from '../layout/collapse';
import { neighbour } from '../layout/search';
import { lengthOf, panWindow, windowAround, zoomWindow } from '../layout/timeWindow';
import { hasRows, idOf } from '../model/columns';
import { f64, i32, u8 } from '../model/typed';
import type { Command } from './keys';
import { moveIn, moveOut, moveRows, type TreeMove } from './navigate';
import type { Scene } from './scene/scene';
import type { GanttModel } from './useGanttModel';
import { nextCritical, type GanttViewState } from './viewState';

export interface CommandContext {
  readonly model: GanttModel;
  readonly view: GanttViewState;
  readonly change: (patch: Partial<GanttViewState>) => void;
  readonly scene: RefObject<Scene>;
  readonly onOpen: ((spanId: string) => void) | undefined;
  readonly focusSearch: () => void;
  readonly toggleHelp: () => void;
  /** Told when something was looked for and is not there. */
  readonly say: (message: string) => void;
}

export interface Commands {
  /** Does what a key or a button stands for. */
  readonly run: (command: Command) => void;
  /** Selects a span (-1: none) and, when asked, brings it into view. */
  readonly select: (span: number, reveal: boolean) => void;
  /** Opens or closes a span. */
  readonly toggle: (span: number) => void;
  readonly stepMatch: (step: 1 | -1) => void;
}

const ZOOM_STEP = 1.6;
const PAN_SHARE = 0.2;

/** The actions of the chart, the same for keys, buttons and table. */
export const useCommands = (context: CommandContext): Commands => {
  const { model, view, change, scene, onOpen, focusSearch, toggleHelp, say } = context;
  const { spans, rows, selected, collapsed } = model;
  const collapsedIds = view.collapsed ?? [];

  const select = (span: number, reveal: boolean): void => {
    const uncovered = span >= 0 && reveal ? uncover(spans, collapsedIds, span) : collapsedIds;
    change({
      selected: span < 0 ? undefined : idOf(spans, span),
      ...(uncovered === collapsedIds ? {} : { collapsed: uncovered }),
    });
  };
  const toggle = (span: number): void => {
    if (hasRows(spans, span)) {
      change({ collapsed: toggled(collapsedIds, idOf(spans, span), !u8(collapsed, span)) });
    }
  };
  const jump = (found: Int32Array | undefined, step: 1 | -1, nothing: string): void => {
    const next = found ? neighbour(found, selected, step) : -1;
    if (next < 0) {
      say(nothing);
    } else {
      select(next, true);
    }
  };
  const move = (tree: TreeMove): void => {
    if (tree.type === 'select') {
      select(tree.span, true);
    } else if (tree.type !== 'none') {
      change({ collapsed: toggled(collapsedIds, tree.id, tree.type === 'collapse') });
    }
  };
  const zoom = (factor: number): void =>
    scene.current?.moveWindow((window, extent) => {
      const middle = selected < 0 ? NaN : (f64(spans.start, selected) + f64(spans.end, selected)) / 2;
      const inside = middle >= window.start && middle <= window.end;
      return zoomWindow(window, extent, factor, inside ? middle : (window.start + window.end) / 2);
    });
  const pan = (share: number): void =>
    scene.current?.moveWindow((window, extent) => panWindow(window, extent, share * lengthOf(window)));
  const page = scene.current?.rowsPerPage() ?? 20;
  const stepMatch = (step: 1 | -1): void => jump(model.matches?.spans, step, 'No match');

  const actions: Readonly<Record<Command, () => void>> = {
    up: () => select(moveRows(rows, selected, -1), true),
    down: () => select(moveRows(rows, selected, 1), true),
    pageUp: () => select(moveRows(rows, selected, -page), true),
    pageDown: () => select(moveRows(rows, selected, page), true),
    first: () => select(moveRows(rows, selected, -Infinity), true),
    last: () => select(moveRows(rows, selected < 0 ? i32(rows.span, 0) : selected, Infinity), true),
    expand: () => move(moveIn(spans, rows, collapsed, selected)),
    collapse: () => move(moveOut(spans, collapsed, selected)),
    panLeft: () => pan(-PAN_SHARE),
    panRight: () => pan(PAN_SHARE),
    zoomIn: () => zoom(1 / ZOOM_STEP),
    zoomOut: () => zoom(ZOOM_STEP),
    zoomToSelection: () => {
      if (selected >= 0) {
        scene.current?.moveWindow((_, extent) =>
          windowAround(f64(spans.start, selected), f64(spans.end, selected), extent),
        );
      }
    },
    fit: () => scene.current?.moveWindow((_, extent) => extent),
    open: () => {
      if (selected >= 0) {
        onOpen?.(idOf(spans, selected));
      }
    },
    nextFailure: () => jump(model.failures, 1, 'Nothing failed'),
    previousFailure: () => jump(model.failures, -1, 'Nothing failed'),
    nextMatch: () => stepMatch(1),
    previousMatch: () => stepMatch(-1),
    search: focusSearch,
    critical: () => change({ critical: nextCritical(view.critical ?? 'off') }),
    table: () => change({ table: !view.table }),
    help: toggleHelp,
    clear: () => change({ selected: undefined }),
  };
  return { run: (command) => actions[command](), select, toggle, stepMatch };
};
