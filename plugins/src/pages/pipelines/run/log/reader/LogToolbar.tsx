import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ToolbarButton, useStyles2 } from '@grafana/ui';
import { memo, type RefObject } from 'react';
import { LogSearch } from '../search/LogSearch';
import type { Found, Search } from '../search/useSearch';
import type { ReaderActions } from './useReader';

interface Props {
  actions: RefObject<ReaderActions>;
  search: Search;
  found: Found;
  cursor: number | undefined;
  searchBox: RefObject<HTMLInputElement>;
  trouble: string;
  list: boolean;
  canFold: boolean;
  allFolded: boolean;
  times: boolean;
  wrap: boolean;
  /** Undefined for a log that does not grow any more. */
  following: boolean | undefined;
}

/** The controls of a log. Each does what a key does too. Drawn only when it changed: the log below scrolls sixty times a second. */
export const LogToolbar = memo(function LogToolbar(props: Props) {
  const styles = useStyles2(getStyles);
  const { actions, trouble, allFolded, following } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Log">
      <LogSearch
        search={props.search}
        found={props.found}
        cursor={props.cursor}
        inputRef={props.searchBox}
        onSearch={(search) => actions.current?.search(search)}
        onStep={(step) => actions.current?.match(step)}
        onLeave={() => actions.current?.leave()}
      />
      <div className={styles.group}>
        {trouble !== '' && (
          <>
            <ToolbarButton
              icon="exclamation-circle"
              variant={props.list ? 'active' : 'default'}
              aria-expanded={props.list}
              aria-label={trouble}
              tooltip="List of errors and warnings (l)"
              onClick={() => actions.current?.list()}
            >
              {trouble}
            </ToolbarButton>
            <ToolbarButton
              icon="arrow-up"
              iconOnly
              aria-label="Error before"
              tooltip="Error before (E)"
              onClick={() => actions.current?.error(-1)}
            />
            <ToolbarButton
              icon="arrow-down"
              iconOnly
              aria-label="Next error"
              tooltip="Next error (e)"
              onClick={() => actions.current?.error(1)}
            />
          </>
        )}
      </div>
      <div className={styles.group}>
        {props.canFold && (
          <ToolbarButton
            icon={allFolded ? 'angle-double-down' : 'angle-double-right'}
            aria-label={allFolded ? 'Unfold all' : 'Fold all'}
            tooltip={allFolded ? 'Unfold all groups (u)' : 'Fold all groups (u)'}
            onClick={() => actions.current?.foldAll()}
          >
            {allFolded ? 'Unfold all' : 'Fold all'}
          </ToolbarButton>
        )}
        <ToolbarButton
          icon="clock-nine"
          variant={props.times ? 'active' : 'default'}
          aria-pressed={props.times}
          aria-label="Times"
          tooltip="Times since the start of the run (i)"
          onClick={() => actions.current?.times()}
        >
          Times
        </ToolbarButton>
        <ToolbarButton
          icon="wrap-text"
          variant={props.wrap ? 'active' : 'default'}
          aria-pressed={props.wrap}
          aria-label="Wrap"
          tooltip="Wrap long lines (w)"
          onClick={() => actions.current?.wrap()}
        >
          Wrap
        </ToolbarButton>
        {following !== undefined && (
          <ToolbarButton
            icon="arrow-to-bottom"
            variant={following ? 'active' : 'default'}
            aria-pressed={following}
            aria-label="Follow"
            tooltip="Stay at the end while the log is written (x)"
            onClick={() => actions.current?.follow()}
          >
            Follow
          </ToolbarButton>
        )}
      </div>
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 1), padding: theme.spacing(0.5, 0) }),
  group: css({ display: 'flex', gap: theme.spacing(0.25) }),
});
