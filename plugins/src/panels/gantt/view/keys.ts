/** What a key does in the chart or the table. */
export type Command =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'expand'
  | 'collapse'
  | 'panLeft'
  | 'panRight'
  | 'zoomIn'
  | 'zoomOut'
  | 'zoomToSelection'
  | 'fit'
  | 'open'
  | 'nextFailure'
  | 'previousFailure'
  | 'nextMatch'
  | 'previousMatch'
  | 'search'
  | 'critical'
  | 'table'
  | 'help'
  | 'clear';

const PLAIN: Readonly<Record<string, Command>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
  ArrowRight: 'expand',
  ArrowLeft: 'collapse',
  a: 'panLeft',
  d: 'panRight',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  _: 'zoomOut',
  z: 'zoomToSelection',
  '0': 'fit',
  Enter: 'open',
  f: 'nextFailure',
  F: 'previousFailure',
  n: 'nextMatch',
  N: 'previousMatch',
  '/': 'search',
  c: 'critical',
  t: 'table',
  '?': 'help',
  Escape: 'clear',
};

const WITH_SHIFT: Readonly<Record<string, Command>> = { ArrowLeft: 'panLeft', ArrowRight: 'panRight' };

/** The parts of a keyboard event that decide. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The command of a key; none with Ctrl, Alt or the command key, which belong to the browser and to Grafana. */
export const commandOf = (press: KeyPress): Command | undefined => {
  if (press.ctrlKey || press.metaKey || press.altKey) {
    return undefined;
  }
  return (press.shiftKey ? WITH_SHIFT[press.key] : undefined) ?? PLAIN[press.key];
};

/** The keys as people are told of them. */
export const KEY_HELP: readonly (readonly [keys: string, does: string])[] = [
  ['↑ ↓', 'Previous, next row'],
  ['← →', 'Collapse or go to the parent, expand or go to the first child'],
  ['Home End', 'First, last row'],
  ['+ −', 'Zoom in, out'],
  ['A D', 'Pan left, right (also Shift with ← →)'],
  ['Z', 'Zoom to the selected span'],
  ['0', 'Show everything (also a double click)'],
  ['F', 'Next failure (with Shift: previous)'],
  ['/', 'Search'],
  ['N', 'Next match (with Shift: previous)'],
  ['C', 'Critical path: line, nothing else, off'],
  ['T', 'Table or chart'],
  ['Enter', 'Open the selected span'],
  ['Esc', 'Clear the selection'],
  ['Ctrl + wheel', 'Zoom at the pointer (also pinch)'],
  ['Shift + wheel', 'Pan in time'],
  ['Drag', 'Pan; on the axis or with Shift: zoom to what is dragged over'],
];
