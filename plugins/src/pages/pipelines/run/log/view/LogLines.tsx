import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { AnnotationLevel, LogGroup } from '@summit/contracts';
import { useEffect, useId, useMemo, type KeyboardEvent } from 'react';
import type { LineStore } from '../data/lineStore';
import { groupKey, type Folding } from '../folding/folding';
import { inRange, type LineRange } from '../range';
import type { LogWindow } from '../window/useLogWindow';
import { LogRow, type RowLook } from './LogRow';

export interface LogLinesProps {
  readonly window: LogWindow;
  readonly store: LineStore;
  readonly folding: Folding;
  readonly groupAt: ReadonlyMap<number, LogGroup>;
  readonly folded: ReadonlySet<string>;
  readonly levels: ReadonlyMap<number, AnnotationLevel>;
  readonly matches: ReadonlySet<number>;
  /** The line that the keys are on. */
  readonly cursor: number | undefined;
  readonly chosen: LineRange | undefined;
  /** The line that the playhead is on. */
  readonly playing: number | undefined;
  readonly look: RowLook;
  readonly label: string;
  readonly onNumber: (line: number, extend: boolean) => void;
  readonly onToggle: (line: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The lines in view, as rows of a table that says how many there are. Those around it are loaded with them. */
export const LogLines = (props: LogLinesProps) => {
  const { window, store, folding, groupAt, folded, look, cursor } = props;
  const id = useId();
  const styles = useStyles2(getStyles);
  const { first, past } = window;
  const lines = useMemo(
    () => Array.from({ length: Math.max(0, past - first) }, (_, index) => folding.lineOf(first + index)),
    [folding, first, past],
  );
  useEffect(() => {
    // Passed over in a drag of the scroll bar, lines are not worth asking for.
    const timer = setTimeout(() => store.want(lines), 40);
    return () => clearTimeout(timer);
  }, [store, lines]);
  return (
    <div
      ref={window.scroller}
      className={styles.scroller}
      style={{ background: look.palette.background }}
      tabIndex={0}
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={folding.rowCount}
      aria-multiselectable
      aria-activedescendant={cursor !== undefined && lines.includes(cursor) ? `${id}-${cursor}` : undefined}
      data-testid="log"
      onKeyDown={props.onKeyDown}
    >
      <div role="presentation" className={styles.spacer} style={{ height: window.spacerPx }}>
        {lines.map((line, index) => {
          const group = groupAt.get(line);
          return (
            <LogRow
              key={line}
              id={`${id}-${line}`}
              row={first + index}
              line={line}
              y={window.yOf(first + index)}
              content={store.line(line)}
              look={look}
              level={props.levels.get(line)}
              matches={props.matches.has(line)}
              current={cursor === line}
              chosen={inRange(props.chosen, line)}
              playing={props.playing === line}
              group={group}
              folded={group !== undefined && folded.has(groupKey(group))}
              depth={group?.depth ?? 0}
              onNumber={props.onNumber}
              onToggle={props.onToggle}
            />
          );
        })}
      </div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  scroller: css({
    position: 'relative',
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    // The position is kept by us, by the line: the browser's own would work against it.
    overflowAnchor: 'none',
    border: `1px solid ${theme.colors.border.weak}`,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
  spacer: css({ position: 'relative', minHeight: '100%' }),
});
