import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, Input, useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

/** Typing in a large trace must stay smooth: the search follows a moment after the last letter. */
const SETTLE_MS = 120;

export interface SearchBoxProps {
  readonly inputRef: RefObject<HTMLInputElement>;
  readonly value: string;
  readonly count: number | undefined;
  /** Position of the selected span among the matches, from 1; 0 when it is none. */
  readonly position: number;
  readonly matchesOnly: boolean;
  readonly onSearch: (search: string) => void;
  readonly onMatchesOnly: (only: boolean) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onLeave: () => void;
}

const HINT =
  'Words of name or service; status:failed, service:, kind:, any attribute:value; >10s, <500ms; error; - before a term excludes';

/** Search with the number of matches, previous and next, and a switch to hide the rest. */
export const SearchBox = (props: SearchBoxProps) => {
  const styles = useStyles2(getStyles);
  const { value, count, position, matchesOnly, onSearch, onMatchesOnly, onStep, onLeave, inputRef } = props;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  useEffect(() => {
    if (draft === value) {
      return undefined;
    }
    const timer = setTimeout(() => onSearch(draft), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [draft, value, onSearch]);

  // Enter before the search has settled: search now, and step when its matches are known.
  const owed = useRef<1 | -1>(undefined);
  useEffect(() => {
    const step = owed.current;
    owed.current = undefined;
    if (step !== undefined && value !== '') {
      onStep(step);
    }
    // Only a new search pays what is owed; onStep is another function at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [value]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      const step = event.shiftKey ? -1 : 1;
      if (draft === value) {
        onStep(step);
      } else {
        owed.current = step;
        onSearch(draft);
      }
    } else if (event.key === 'Escape') {
      if (draft) {
        setDraft('');
        onSearch('');
      } else {
        onLeave();
      }
      event.stopPropagation();
    }
  };
  const found = count === undefined ? '' : count === 0 ? 'No match' : `${position || '–'} of ${count}`;
  return (
    <div className={styles.box}>
      <Input
        ref={inputRef}
        className={styles.input}
        aria-label="Search spans"
        title={HINT}
        placeholder="Search name, status:failed, >10s"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        suffix={
          <span className={styles.count} role="status" aria-live="polite">
            {found}
          </span>
        }
      />
      {count !== undefined && (
        <>
          <IconButton
            name="angle-up"
            aria-label="Previous match"
            tooltip="Previous match"
            disabled={!count}
            onClick={() => onStep(-1)}
          />
          <IconButton
            name="angle-down"
            aria-label="Next match"
            tooltip="Next match"
            disabled={!count}
            onClick={() => onStep(1)}
          />
          <IconButton
            name="filter"
            aria-label="Show matches only"
            aria-pressed={matchesOnly}
            tooltip="Show matches only"
            variant={matchesOnly ? 'primary' : 'secondary'}
            onClick={() => onMatchesOnly(!matchesOnly)}
          />
        </>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flex: '1 1 220px',
    minWidth: 140,
    maxWidth: 420,
  }),
  input: css({ flex: 1 }),
  count: css({ ...theme.typography.bodySmall, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
});
