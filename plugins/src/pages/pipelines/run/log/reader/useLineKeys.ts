import type { KeyboardEvent } from 'react';
import type { Folds } from '../folding/useFolding';
import type { Selection } from './useSelection';
import type { LogWindow } from '../window/useLogWindow';

interface Options {
  window: LogWindow;
  folds: Folds;
  selection: Selection;
  /** Goes to a line, by as little scrolling as it takes. */
  onMove: (line: number) => void;
}

/** Keys inside the log: the arrows move from line to line, with Shift they choose lines, left and right fold and unfold. */
export function useLineKeys({ window, folds, selection, onMove }: Options): (event: KeyboardEvent) => void {
  const { folding, folded, groupAt } = folds;
  const at = (): number => selection.cursor ?? window.firstLine();
  const moveRows = (by: number, extend: boolean): void => {
    // The first arrow takes hold of the first line that is seen; longer ways are gone from there.
    const holds = selection.cursor === undefined && Math.abs(by) === 1;
    const row = folding.rowOf(at()) + (holds ? 0 : by);
    const line = folding.lineOf(Math.min(Math.max(row, 0), Math.max(0, folding.rowCount - 1)));
    if (extend) selection.choose(line, true);
    onMove(line);
  };
  const isOpen = (line: number): boolean => {
    const group = groupAt.get(line);
    return group !== undefined && !folded.has(`${group.from}/${group.depth}`);
  };
  const close = (): void => {
    const line = at();
    const head = isOpen(line) ? line : folds.headOf(line);
    if (head === line) folds.toggle(line);
    else if (head !== undefined) onMove(head);
  };
  const enter = (): void => {
    if (groupAt.has(at())) folds.toggle(at());
    else selection.choose(at(), false);
  };
  const actions: Readonly<Record<string, (extend: boolean) => void>> = {
    ArrowDown: (extend) => moveRows(1, extend),
    ArrowUp: (extend) => moveRows(-1, extend),
    PageDown: (extend) => moveRows(window.pageRows(), extend),
    PageUp: (extend) => moveRows(-window.pageRows(), extend),
    Home: (extend) => moveRows(-Infinity, extend),
    End: (extend) => moveRows(Infinity, extend),
    ArrowRight: () => groupAt.has(at()) && !isOpen(at()) && folds.toggle(at()),
    ArrowLeft: close,
    Enter: enter,
    ' ': (extend) => selection.choose(at(), extend),
    Escape: selection.clear,
  };
  return (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (!action || event.target !== event.currentTarget) return;
    event.preventDefault();
    action(event.shiftKey);
  };
}
