import { useCallback, useEffect, useRef, useState } from 'react';

import { sameWindow, type TimeWindow } from '../layout/timeWindow';
import type { GanttViewState } from './viewState';

export interface ViewStateProps {
  readonly view?: GanttViewState;
  readonly initialView?: GanttViewState;
  readonly onViewChange?: (view: GanttViewState) => void;
}

export interface ViewState {
  readonly view: GanttViewState;
  readonly change: (patch: Partial<GanttViewState>) => void;
  /** Takes the window while the user moves it, and reports it when they rest. */
  readonly onWindow: (window: TimeWindow | undefined) => void;
}

/** Moving in time happens sixty times a second; a URL should hear of it when it is over. */
const REST_MS = 200;

const same = (a: TimeWindow | undefined, b: TimeWindow | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && sameWindow(a, b));

/** The state of the view: the caller's when `view` is given, else its own. */
export const useViewState = ({ view: given, initialView, onViewChange }: ViewStateProps): ViewState => {
  const [own, setOwn] = useState<GanttViewState>(initialView ?? {});
  const current = given ?? own;
  const latest = useRef({ current, onViewChange });
  useEffect(() => {
    latest.current = { current, onViewChange };
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const change = useCallback((patch: Partial<GanttViewState>) => {
    const next = { ...latest.current.current, ...patch };
    // Two changes in one event add up.
    latest.current.current = next;
    setOwn(next);
    latest.current.onViewChange?.(next);
  }, []);
  const onWindow = useCallback(
    (window: TimeWindow | undefined) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        if (!same(latest.current.current.window, window)) {
          change({ window });
        }
      }, REST_MS);
    },
    [change],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return { view: current, change, onWindow };
};
