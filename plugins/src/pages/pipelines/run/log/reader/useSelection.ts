import { useCallback, useEffect, useRef, useState } from 'react';
import { rangeText, spanning, type LineRange } from '../range';

/** A URL that changed with each key held down would be more than browsers take. */
const restMs = 250;

export interface Selection {
  /** The line that the keys are on. */
  readonly cursor: number | undefined;
  /** The lines of the link. */
  readonly range: LineRange | undefined;
  readonly setCursor: (line: number | undefined) => void;
  /** Chooses a line, or, extending, from the one that was chosen first to this. */
  readonly choose: (line: number, extend: boolean) => void;
  readonly clear: () => void;
}

/** The lines that are chosen: at once on the page, and in the URL when the choosing rests. */
export function useSelection(given: LineRange | undefined, publish: (range: LineRange | undefined) => void): Selection {
  const [range, setRange] = useState(given);
  const [cursor, setCursor] = useState(given?.from);
  const anchor = useRef(given?.from);
  const published = useRef(given ? rangeText(given) : '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(publish);
  useEffect(() => {
    latest.current = publish;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const key = given ? rangeText(given) : '';
  const from = given?.from;
  const to = given?.to;
  useEffect(() => {
    // What came from elsewhere: a link, or back.
    if (key === published.current) return;
    published.current = key;
    anchor.current = from;
    setRange(from === undefined || to === undefined ? undefined : { from, to });
    if (from !== undefined) setCursor(from);
  }, [key, from, to]);
  const change = useCallback((next: LineRange | undefined) => {
    setRange(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      published.current = next ? rangeText(next) : '';
      latest.current(next);
    }, restMs);
  }, []);
  return {
    cursor,
    range,
    setCursor,
    choose: useCallback(
      (line, extend) => {
        if (!extend || anchor.current === undefined) anchor.current = line;
        setCursor(line);
        change(spanning(anchor.current, line));
      },
      [change],
    ),
    clear: useCallback(() => {
      anchor.current = undefined;
      change(undefined);
    }, [change]),
  };
}
