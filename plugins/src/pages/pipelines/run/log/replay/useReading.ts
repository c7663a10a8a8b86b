import type { LogPosition } from '@summit/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../../../../shared/api/client';
import type { LineStore } from '../data/lineStore';
import type { LogWindow } from '../window/useLogWindow';
import { lineAt, timeAround, type TimeOfLine } from './lineAt';
import type { Playhead } from './playhead';

interface Options {
  path: string;
  store: LineStore;
  version: number;
  total: number;
  /** Whether its lines have times. */
  timed: boolean;
  playhead: Playhead;
  scrollToLine: LogWindow['scrollToLine'];
}

/** The first line at or after a time, as the bridge knows it. */
export const seek = async (path: string, at: number): Promise<number> =>
  (await api.get<LogPosition>(`${path}/seek`, { at: new Date(at).toISOString() })).line;

/**
 * Keeps log and playhead together: `read` says which line a person is at and moves the playhead to its time; a playhead that something else moved brings
 * its line into view. Returns the line that is read.
 */
export function useReading({ path, store, version, total, timed, playhead, scrollToLine }: Options) {
  const [line, setLine] = useState<number>();
  const near = useRef(1);
  /** A line whose time is not loaded yet. */
  const waiting = useRef<number>(undefined);
  const timeOf = useCallback<TimeOfLine>(
    (one) => {
      const content = store.line(one);
      return content && (content.at === null ? null : Date.parse(content.at));
    },
    [store],
  );

  const read = useCallback(
    (one: number): void => {
      near.current = one;
      setLine(one);
      const time = timeAround(one, timeOf);
      waiting.current = time === undefined ? one : undefined;
      if (time !== undefined) playhead.set(time, 'log');
    },
    [playhead, timeOf],
  );
  useEffect(() => {
    if (waiting.current !== undefined) read(waiting.current);
  }, [version, read]);

  useEffect(() => {
    if (!timed) return undefined;
    let asking = false;
    let current = true;
    const show = (one: number): void => {
      near.current = one;
      setLine(one);
      scrollToLine(one, 'point');
    };
    const follow = (): void => {
      const at = playhead.at();
      const known = lineAt(at, near.current, total, timeOf);
      if (known !== undefined) show(known);
      else if (!asking) {
        asking = true;
        seek(path, at)
          .then((found) => {
            if (!current) return;
            show(found);
            // It went on while the bridge was asked.
            asking = false;
            if (playhead.at() !== at) follow();
          })
          // The lines themselves say what fails.
          .catch(() => (asking = false));
      }
    };
    const stop = playhead.subscribe((_, mover) => {
      waiting.current = undefined;
      if (mover !== 'log') follow();
    });
    return () => {
      current = false;
      stop();
    };
  }, [path, playhead, scrollToLine, timeOf, timed, total]);
  return { line, read };
}
