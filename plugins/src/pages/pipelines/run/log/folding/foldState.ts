import type { LogGroup } from '@summit/contracts';
import { groupKey } from './folding';

/** What was folded by hand: everything, nothing, or as it comes; and single groups otherwise. */
export interface FoldState {
  readonly all: boolean | null;
  readonly changed: ReadonlyMap<string, boolean>;
}

export const untouched: FoldState = { all: null, changed: new Map() };

export const foldAll = (all: boolean): FoldState => ({ all, changed: new Map() });

export function setFolded(state: FoldState, groups: readonly LogGroup[], folded: boolean): FoldState {
  const changed = new Map(state.changed);
  for (const group of groups) changed.set(groupKey(group), folded);
  return { ...state, changed };
}

/** Where people look first: lines that hold an error, and steps that failed. */
export interface Trouble {
  /** Lines, ascending. */
  readonly errors: readonly number[];
  readonly failedSteps: ReadonlySet<string>;
  /** The log is still written: its last group is what goes on now. */
  readonly growing: boolean;
}

const holds = ({ from, to }: LogGroup, errors: readonly number[]): boolean => {
  let low = 0;
  let high = errors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((errors[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return (errors[low] ?? Infinity) <= to;
};

/** Whether a group is open until a person says otherwise: where it failed, and where the log is being written. */
function opensItself(group: LogGroup, lastLine: number, { errors, failedSteps, growing }: Trouble): boolean {
  const failed = group.step !== null && group.depth === 0 && failedSteps.has(group.step);
  return failed || holds(group, errors) || (growing && group.to >= lastLine);
}

/** Keys of the groups that are folded. */
export function foldedGroups(
  groups: readonly LogGroup[],
  total: number,
  trouble: Trouble,
  { all, changed }: FoldState,
): ReadonlySet<string> {
  const folded = new Set<string>();
  for (const group of groups) {
    const key = groupKey(group);
    const wanted = changed.get(key) ?? all ?? !opensItself(group, total, trouble);
    if (wanted) folded.add(key);
  }
  return folded;
}

/** The groups that a line is in, the outermost first; its own head counts only with `withHead`. */
export const groupsAround = (groups: readonly LogGroup[], line: number, withHead = false): LogGroup[] =>
  groups.filter(({ from, to }) => (withHead ? from <= line : from < line) && line <= to);
