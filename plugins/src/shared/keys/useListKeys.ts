import { useRef, useState, type ReactElement } from 'react';
import { useKeys } from './useKeys';

interface ListKeys {
  count: number;
  open: (index: number) => void;
  focusSearch?: () => void;
}

/** At once, so that what is typed next is not lost; the key itself is not typed into the box. */
const search = (event: KeyboardEvent, focusSearch: () => void): void => {
  event.preventDefault();
  focusSearch();
};

/** Keys of a list: j and k move, Enter opens, / goes to the search box. `row` is the one the keys are on, -1 before the first. */
export function useListKeys({ count, open, focusSearch }: ListKeys): { row: number; help: ReactElement } {
  const [at, setAt] = useState(-1);
  // Beside the state: the next key may come before the row is drawn.
  const latest = useRef(-1);
  const current = (): number => Math.min(latest.current, count - 1);
  const moveTo = (index: number): void => {
    latest.current = index;
    setAt(index);
  };
  const row = Math.min(at, count - 1);
  const help = useKeys([
    { key: 'j', does: 'Next row', run: () => moveTo(Math.min(count - 1, current() + 1)) },
    { key: 'k', does: 'Row before', run: () => moveTo(Math.max(0, current() - 1)) },
    {
      key: 'Enter',
      does: 'Open the row',
      // A focused link or button has its own Enter.
      run: () => document.activeElement === document.body && current() >= 0 && open(current()),
    },
    ...(focusSearch ? [{ key: '/', does: 'Search', run: (event: KeyboardEvent) => search(event, focusSearch) }] : []),
  ]);
  return { row, help };
}
