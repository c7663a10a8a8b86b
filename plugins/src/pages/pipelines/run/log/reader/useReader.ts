import type { RunSpan } from '@summit/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobLog } from '../data/order';
import { useLines } from '../data/useLog';
import { useFolding } from '../folding/useFolding';
import { nextLine } from '../range';
import type { Playhead } from '../replay/playhead';
import { useReading } from '../replay/useReading';
import { useSearch, type Search } from '../search/useSearch';
import type { LogUrl } from '../useLogUrl';
import { useLogWindow, type Aim } from '../window/useLogWindow';
import { isStepOf, useBeginning, useFirstMatch, usePick, type Pick } from './useArrival';
import { useLogContents } from './useLogContents';
import { useSelection } from './useSelection';

/** What buttons and keys do. */
export interface ReaderActions {
  readonly search: (search: Search) => void;
  readonly match: (step: 1 | -1) => void;
  readonly error: (step: 1 | -1) => void;
  readonly foldAll: () => void;
  readonly list: () => void;
  readonly times: () => void;
  readonly wrap: () => void;
  readonly follow: () => void;
  /** From the search box back to the lines. */
  readonly leave: () => void;
  readonly goTo: (line: number, aim: Aim) => void;
}

export interface ReaderOptions {
  path: string;
  jobLog: JobLog;
  spans: readonly RunSpan[];
  running: boolean;
  url: LogUrl;
  playhead: Playhead;
  pick: Pick;
}

/** Everything that the reader of a log knows and can do; the component only lays it out. */
export function useReader({ path, jobLog, spans, running, url, playhead, pick }: ReaderOptions) {
  const { log, job } = jobLog;
  const { store, version } = useLines(path, log.lines);
  const contents = useLogContents(path, jobLog, spans, running);
  const { errors, growing, ready } = contents;
  const folds = useFolding(contents.groups, log.lines, contents.trouble);
  const selection = useSelection(url.range, (range) => url.chooseLines(log.id, range));
  const chosenStep = isStepOf(
    spans.find(({ spanId }) => spanId === pick.spanId),
    job,
  );
  const [following, setFollowing] = useState(growing && !url.range && !chosenStep);
  const [said, say] = useState('');

  const window = useLogWindow({
    folding: folds.folding,
    wrap: url.wrap,
    onScroll: ({ lineInView, atEnd }) => {
      setFollowing(growing && atEnd);
      read(lineInView());
    },
  });
  const { scroller, scrollToLine, scrollToEnd, firstLine } = window;
  const timed = log.firstAt !== null;
  const { line: reading, read } = useReading({
    path,
    store,
    version,
    total: log.lines,
    timed,
    playhead,
    scrollToLine,
  });
  const { reveal } = folds;
  const { setCursor, cursor } = selection;
  /** Brings a line to the eye, to the keys and to the playhead. */
  const goTo = useCallback(
    (line: number, aim: Aim, withPage = aim === 'middle') => {
      setFollowing(false);
      say('');
      reveal(line);
      setCursor(line);
      scrollToLine(line, aim);
      // The log may lie below the window's edge.
      if (withPage) scroller.current?.scrollIntoView({ block: 'nearest' });
      read(line);
    },
    [reveal, setCursor, scrollToLine, scroller, read],
  );
  const jump = (lines: readonly number[], step: 1 | -1, what: string): void => {
    const from = cursor ?? (step === 1 ? firstLine() - 1 : firstLine());
    const next = nextLine(lines, from, step);
    if (next === undefined) say(`No ${what}`);
    else goTo(next, 'middle');
  };

  const found = useSearch(path, url.search, log.lines);
  useFirstMatch(url.search, found.lines, url.range !== undefined, firstLine, goTo);
  useBeginning(ready, () => {
    const [first] = errors;
    if (url.range) goTo(url.range.from, 'middle');
    else if (following) scrollToEnd();
    // Who only opened the tab stays at the head of the page.
    else if (!chosenStep && first !== undefined) goTo(first, 'middle', false);
  });
  usePick({ pick, job, spans, path, groups: contents.groups, ready: ready && !url.range, goTo });
  useEffect(() => {
    if (following) scrollToEnd();
  }, [following, log.lines, scrollToEnd]);
  useLinkedLine(url.range?.from, selection.range?.from, goTo);

  const actions = useRef<ReaderActions | null>(null);
  actions.current = {
    search: url.setSearch,
    match: (step) => jump(found.lines, step, 'match'),
    error: (step) => jump(errors, step, 'error'),
    foldAll: () => folds.foldAll(!folds.allFolded),
    list: () => url.toggle('list'),
    times: () => url.toggle('times'),
    wrap: () => url.toggle('wrap'),
    follow: () => growing && setFollowing(!following),
    leave: () => window.scroller.current?.focus(),
    goTo,
  };
  return { store, contents, folds, selection, window, found, actions, following, said, reading, read, goTo };
}

/** Goes to the line of a link that came later: back, or one that was pasted. */
function useLinkedLine(linked: number | undefined, chosen: number | undefined, goTo: ReaderActions['goTo']): void {
  const known = useRef(linked);
  useEffect(() => {
    if (linked !== undefined && linked !== known.current && linked !== chosen) goTo(linked, 'middle');
    known.current = linked;
  }, [linked, chosen, goTo]);
}
