import type { LogGroup, RunSpan } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { seek } from '../replay/useReading';
import type { Search } from '../search/useSearch';
import type { Aim } from '../window/useLogWindow';

/** A span that was chosen in the chart; each choice is another, also of the same span. */
export interface Pick {
  readonly spanId: string;
  readonly round: number;
}

type GoTo = (line: number, aim: Aim) => void;

/** A step of a job. */
export const isStepOf = (span: RunSpan | undefined, job: RunSpan | undefined): boolean =>
  span?.kind === 'step' && job !== undefined && span.parentSpanId === job.spanId;

/** Calls `begin` once, when it is known what the log is made of. */
export function useBeginning(ready: boolean, begin: () => void): void {
  const begun = useRef(false);
  const latest = useRef(begin);
  useEffect(() => {
    latest.current = begin;
  });
  useEffect(() => {
    if (!ready || begun.current) return;
    begun.current = true;
    latest.current();
  }, [ready]);
}

/** The first line of a step: of the only group of its name, else what was written from its start on. */
export async function lineOfStep(step: RunSpan, groups: readonly LogGroup[], path: string): Promise<number> {
  const named = groups.filter((group) => group.step === step.name && group.depth === 0);
  const [only] = named;
  if (only && named.length === 1) return only.from;
  return seek(path, Date.parse(step.start));
}

interface PickOptions {
  pick: Pick;
  job: RunSpan | undefined;
  spans: readonly RunSpan[];
  path: string;
  groups: readonly LogGroup[];
  ready: boolean;
  goTo: GoTo;
}

/** Goes to what was chosen in the chart. */
export function usePick({ pick, job, spans, path, groups, ready, goTo }: PickOptions): void {
  const handled = useRef<Pick>(undefined);
  const latest = useRef({ goTo, groups, spans, job });
  useEffect(() => {
    latest.current = { goTo, groups, spans, job };
  });
  useEffect(() => {
    if (!ready || handled.current === pick) return undefined;
    const first = handled.current === undefined;
    handled.current = pick;
    const now = latest.current;
    const span = now.spans.find(({ spanId }) => spanId === pick.spanId);
    let current = true;
    if (span && isStepOf(span, now.job)) {
      lineOfStep(span, now.groups, path)
        .then((line) => current && latest.current.goTo(line, 'point'))
        // The lines themselves say what fails.
        .catch(() => undefined);
    } else if (span && span.spanId === now.job?.spanId && !first) now.goTo(1, 'point');
    return () => {
      current = false;
    };
  }, [pick, ready, path]);
}

/** Goes to the first match of what is searched for, from where one reads on; not where a link says which line is meant. */
export function useFirstMatch(
  search: Search,
  lines: readonly number[],
  linked: boolean,
  firstLine: () => number,
  goTo: GoTo,
): void {
  const key = JSON.stringify(search);
  const gone = useRef(linked ? key : JSON.stringify({ ...search, text: '' }));
  const latest = useRef({ firstLine, goTo });
  useEffect(() => {
    latest.current = { firstLine, goTo };
  });
  useEffect(() => {
    if (lines.length === 0 || gone.current === key) return;
    gone.current = key;
    const from = latest.current.firstLine();
    const next = lines.find((line) => line >= from) ?? lines[0];
    if (next !== undefined) latest.current.goTo(next, 'middle');
  }, [key, lines]);
}
