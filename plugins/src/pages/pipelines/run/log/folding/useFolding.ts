import type { LogGroup } from '@summit/contracts';
import { useCallback, useMemo, useState } from 'react';
import { foldAll, foldedGroups, groupsAround, setFolded, untouched, type Trouble } from './foldState';
import { foldLines, groupKey, type Folding } from './folding';

export interface Folds {
  readonly folding: Folding;
  readonly folded: ReadonlySet<string>;
  /** The outermost group that begins at a line. */
  readonly groupAt: ReadonlyMap<number, LogGroup>;
  readonly allFolded: boolean;
  readonly foldAll: (fold: boolean) => void;
  /** Folds or unfolds what begins at a line. */
  readonly toggle: (line: number) => void;
  /** Opens all that a line is under. */
  readonly reveal: (line: number) => void;
  /** The line at which the innermost open group around a line begins. */
  readonly headOf: (line: number) => number | undefined;
}

/** Groups that begin at one line are folded as one: the outermost stands for them. */
function heads(groups: readonly LogGroup[]): ReadonlyMap<number, LogGroup> {
  const found = new Map<number, LogGroup>();
  for (const group of groups) {
    const known = found.get(group.from);
    // Of one line there is nothing to fold.
    if (group.to > group.from && (!known || group.to > known.to)) found.set(group.from, group);
  }
  return found;
}

/** Which groups are folded, until a person says otherwise those without trouble. */
export function useFolding(groups: readonly LogGroup[], total: number, trouble: Trouble): Folds {
  const [state, setState] = useState(untouched);
  const groupAt = useMemo(() => heads(groups), [groups]);
  const foldable = useMemo(() => [...groupAt.values()], [groupAt]);
  const folded = useMemo(() => foldedGroups(foldable, total, trouble, state), [foldable, total, trouble, state]);
  const folding = useMemo(() => foldLines(total, foldable, folded), [total, foldable, folded]);
  return {
    folding,
    folded,
    groupAt,
    allFolded: foldable.length > 0 && folded.size === foldable.length,
    foldAll: useCallback((fold: boolean) => setState(foldAll(fold)), []),
    toggle: useCallback(
      (line: number) => {
        const group = groupAt.get(line);
        if (group) setState((old) => setFolded(old, [group], !folded.has(groupKey(group))));
      },
      [groupAt, folded],
    ),
    reveal: useCallback(
      (line: number) => {
        const around = groupsAround(foldable, line).filter((group) => folded.has(groupKey(group)));
        if (around.length > 0) setState((old) => setFolded(old, around, false));
      },
      [foldable, folded],
    ),
    headOf: useCallback(
      (line: number) =>
        groupsAround(foldable, line, true).findLast((group) => group.from < line || !folded.has(groupKey(group)))?.from,
      [foldable, folded],
    ),
  };
}
