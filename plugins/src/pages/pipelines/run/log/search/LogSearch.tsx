import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Input, ToolbarButton, useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Found, Search } from './useSearch';
import { foundWords } from './words';

interface Props {
  search: Search;
  found: Found;
  cursor: number | undefined;
  inputRef: RefObject<HTMLInputElement>;
  onSearch: (search: Search) => void;
  onStep: (step: 1 | -1) => void;
  /** Escape: back to the log. */
  onLeave: () => void;
}

const restMs = 300;

/** What a log is searched for: found after a rest in typing; Enter and Shift+Enter go from one to the next. */
export const LogSearch = ({ search, found, cursor, inputRef, onSearch, onStep, onLeave }: Props) => {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState(search.text);
  const committed = useRef(search.text);
  const commit = (next: string): void => {
    committed.current = next;
    onSearch({ ...search, text: next });
  };
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => {
    // Only what came from elsewhere (back, a link) replaces what is being typed.
    if (search.text !== committed.current) setText(search.text);
    committed.current = search.text;
  }, [search.text]);
  useEffect(() => {
    if (text === committed.current) return undefined;
    const timer = setTimeout(() => latest.current(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      if (text !== committed.current) commit(text);
      else onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') onLeave();
  };
  const nothing = found.lines.length === 0;
  return (
    <div className={styles.group} role="search" aria-label="Search the log">
      <Input
        ref={inputRef}
        className={styles.input}
        prefix={<Icon name={found.searching ? 'sync' : 'search'} />}
        suffix={
          <span className={styles.count} role="status" data-testid="search-count">
            {found.failure ? '' : foundWords(found, cursor)}
          </span>
        }
        aria-label="Search"
        aria-invalid={found.failure !== undefined}
        placeholder="Search ( / )"
        value={text}
        invalid={found.failure !== undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ToolbarButton
        variant={search.matchCase ? 'active' : 'default'}
        aria-pressed={search.matchCase}
        aria-label="Match case"
        tooltip="Match case"
        onClick={() => onSearch({ ...search, matchCase: !search.matchCase })}
      >
        Aa
      </ToolbarButton>
      <ToolbarButton
        variant={search.regex ? 'active' : 'default'}
        aria-pressed={search.regex}
        aria-label="Regular expression"
        tooltip="Regular expression"
        onClick={() => onSearch({ ...search, regex: !search.regex })}
      >
        .*
      </ToolbarButton>
      <ToolbarButton
        icon="angle-up"
        iconOnly
        aria-label="Match before"
        tooltip="Match before (Shift+Enter, N)"
        disabled={nothing}
        onClick={() => onStep(-1)}
      />
      <ToolbarButton
        icon="angle-down"
        iconOnly
        aria-label="Next match"
        tooltip="Next match (Enter, n)"
        disabled={nothing}
        onClick={() => onStep(1)}
      />
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  group: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.25), flex: '1 1 300px', minWidth: 0 }),
  input: css({ flex: 1, minWidth: 120 }),
  count: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap', paddingRight: theme.spacing(0.5) }),
});
