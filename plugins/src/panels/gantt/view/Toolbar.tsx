import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ToolbarButton, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

import type { Command } from './keys';
import type { CriticalMode } from './viewState';

export interface ToolbarProps {
  readonly children: ReactNode;
  readonly failureCount: number;
  readonly critical: CriticalMode;
  readonly table: boolean;
  readonly help: boolean;
  readonly compact: boolean;
  readonly canCollapse: boolean;
  readonly onCommand: (command: Command) => void;
  readonly onCollapseAll: (collapse: boolean) => void;
}

const CRITICAL_TEXT: Readonly<Record<CriticalMode, string>> = {
  off: 'Critical path',
  line: 'Critical path',
  only: 'Critical path only',
};

/** The controls above the chart. Each does what a key does too. */
export const Toolbar = (props: ToolbarProps) => {
  const styles = useStyles2(getStyles);
  const { critical, table, failureCount, help, compact, onCommand, onCollapseAll } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Gantt chart">
      {props.children}
      <div className={styles.group}>
        {failureCount > 0 && (
          <ToolbarButton
            icon="exclamation-circle"
            variant="default"
            aria-label={`Next of ${failureCount} failures`}
            tooltip="Next failure (F)"
            onClick={() => onCommand('nextFailure')}
          >
            {compact ? String(failureCount) : `${failureCount} failed`}
          </ToolbarButton>
        )}
        <ToolbarButton
          icon="sitemap"
          variant={critical === 'off' ? 'default' : 'active'}
          aria-pressed={critical !== 'off'}
          aria-label={CRITICAL_TEXT[critical]}
          tooltip="Critical path: line, nothing else, off (C)"
          onClick={() => onCommand('critical')}
        >
          {compact ? undefined : CRITICAL_TEXT[critical]}
        </ToolbarButton>
      </div>
      <div className={styles.group}>
        {props.canCollapse && (
          <>
            <ToolbarButton
              icon="angle-double-right"
              iconOnly
              aria-label="Collapse all"
              tooltip="Collapse all"
              onClick={() => onCollapseAll(true)}
            />
            <ToolbarButton
              icon="angle-double-down"
              iconOnly
              aria-label="Expand all"
              tooltip="Expand all"
              onClick={() => onCollapseAll(false)}
            />
          </>
        )}
        {!table && (
          <>
            <ToolbarButton
              icon="search-minus"
              iconOnly
              aria-label="Zoom out"
              tooltip="Zoom out (−)"
              onClick={() => onCommand('zoomOut')}
            />
            <ToolbarButton
              icon="search-plus"
              iconOnly
              aria-label="Zoom in"
              tooltip="Zoom in (+)"
              onClick={() => onCommand('zoomIn')}
            />
            <ToolbarButton
              icon="arrows-h"
              iconOnly
              aria-label="Show everything"
              tooltip="Show everything (0 or double click)"
              onClick={() => onCommand('fit')}
            />
          </>
        )}
        <ToolbarButton
          icon="table"
          iconOnly
          variant={table ? 'active' : 'default'}
          aria-pressed={table}
          aria-label="Table"
          tooltip={table ? 'Show the chart (T)' : 'Show as a table (T)'}
          onClick={() => onCommand('table')}
        />
        <ToolbarButton
          icon="keyboard"
          iconOnly
          variant={help ? 'active' : 'default'}
          aria-pressed={help}
          aria-label="Keys"
          tooltip="Keys and gestures (?)"
          onClick={() => onCommand('help')}
        />
      </div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0, 1),
  }),
  group: css({ display: 'flex', gap: theme.spacing(0.5) }),
});
