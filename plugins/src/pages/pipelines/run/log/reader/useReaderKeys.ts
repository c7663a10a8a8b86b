import type { ReactElement, RefObject } from 'react';
import { useKeys } from '../../../../../shared/keys/useKeys';
import type { ReaderActions } from './useReader';

/** The keys of the tab; what is returned lists them, and belongs into the page. */
export function useReaderKeys(
  actions: RefObject<ReaderActions>,
  searchBox: RefObject<HTMLInputElement>,
  play: () => void,
): ReactElement {
  const focusSearch = (event: KeyboardEvent): void => {
    // The key itself is not typed into the box.
    event.preventDefault();
    searchBox.current?.focus();
  };
  return useKeys([
    { key: '/', does: 'Search', run: focusSearch },
    { key: 'n', does: 'Next match (N: the one before)', run: () => actions.current?.match(1) },
    { key: 'N', does: 'Match before', run: () => actions.current?.match(-1) },
    { key: 'e', does: 'Next error (E: the one before)', run: () => actions.current?.error(1) },
    { key: 'E', does: 'Error before', run: () => actions.current?.error(-1) },
    { key: 'l', does: 'List of errors and warnings', run: () => actions.current?.list() },
    { key: 'u', does: 'Fold or unfold all groups', run: () => actions.current?.foldAll() },
    { key: 'i', does: 'Times since the start of the run', run: () => actions.current?.times() },
    { key: 'w', does: 'Wrap long lines', run: () => actions.current?.wrap() },
    { key: 'x', does: 'Stay at the end while the log is written', run: () => actions.current?.follow() },
    { key: 'p', does: 'Play or pause the run', run: play },
    { key: '↑ ↓', does: 'In the log: line before, next line (with Shift: choose lines)' },
    { key: '← →', does: 'In the log: fold, unfold' },
    { key: 'Enter', does: 'In the log: fold or unfold, or choose the line' },
    { key: '[ ]', does: 'Previous, next run' },
  ]);
}
