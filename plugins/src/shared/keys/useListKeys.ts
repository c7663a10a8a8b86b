import { useState, type ReactElement } from 'react';
import { useKeys } from './useKeys';

interface ListKeys {
  count: number;
  open: (index: number) => void;
  focusSearch?: () => void;
}

/** Keys of a list: j and k move, Enter opens, / goes to the search box. `row` is the one the keys are on, -1 before the first. */
export function useListKeys({ count, open, focusSearch }: ListKeys): { row: number; help: ReactElement } {
  const [at, setAt] = useState(-1);
  const row = Math.min(at, count - 1);
  const help = useKeys([
    { key: 'j', does: 'Next row', run: () => setAt(Math.min(count - 1, row + 1)) },
    { key: 'k', does: 'Row before', run: () => setAt(Math.max(0, row - 1)) },
    {
      key: 'Enter',
      does: 'Open the row',
      // A focused link or button has its own Enter.
      run: () => document.activeElement === document.body && row >= 0 && open(row),
    },
    // After the key, so that it is not typed into the box.
    ...(focusSearch ? [{ key: '/', does: 'Search', run: () => setTimeout(focusSearch, 0) }] : []),
  ]);
  return { row, help };
}
