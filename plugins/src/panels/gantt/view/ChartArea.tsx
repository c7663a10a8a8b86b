import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { KeyboardEvent } from 'react';

import { MINIMAP_HEIGHT } from './scene/minimap';
import type { SceneRefs } from './useScene';

export interface ChartAreaProps {
  readonly refs: SceneRefs;
  readonly label: string;
  readonly helpId: string;
  readonly showMinimap: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
}

/** The overview and the scrolling chart. The canvas stays as large as the view; an empty element gives the scroll bar its length. */
export const ChartArea = ({ refs, label, helpId, showMinimap, onKeyDown, onBlur }: ChartAreaProps) => {
  const styles = useStyles2(getStyles);
  return (
    <>
      <canvas ref={refs.minimap} className={cx(styles.minimap, !showMinimap && styles.hidden)} aria-hidden="true" />
      <div
        ref={refs.scroller}
        className={styles.scroller}
        role="application"
        aria-roledescription="Gantt chart"
        aria-label={label}
        aria-describedby={helpId}
        tabIndex={0}
        data-testid="gantt-chart"
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      >
        <div ref={refs.spacer} className={styles.spacer}>
          <div className={styles.over}>
            <div ref={refs.playhead} className={styles.playhead} data-testid="gantt-playhead" />
          </div>
          <canvas ref={refs.canvas} className={styles.canvas} aria-hidden="true" />
        </div>
      </div>
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  minimap: css({
    display: 'block',
    width: '100%',
    height: MINIMAP_HEIGHT,
    flexShrink: 0,
    touchAction: 'none',
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    borderBottom: 'none',
  }),
  hidden: css({ display: 'none' }),
  scroller: css({
    flex: 1,
    minHeight: 0,
    overflowX: 'hidden',
    overflowY: 'auto',
    border: `1px solid ${theme.colors.border.weak}`,
    // Grafana's body text is selectable; dragging here means something else.
    userSelect: 'none',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
  spacer: css({ minHeight: '100%' }),
  // Without a height of its own: the canvas begins where it would without it.
  over: css({ position: 'sticky', top: 0, height: 0, zIndex: 1, pointerEvents: 'none' }),
  playhead: css({
    display: 'none',
    position: 'absolute',
    left: -1,
    width: 2,
    background: theme.colors.text.maxContrast,
    boxShadow: `0 0 0 1px ${theme.colors.background.primary}`,
  }),
  canvas: css({ display: 'block', position: 'sticky', top: 0, touchAction: 'pan-y' }),
});
