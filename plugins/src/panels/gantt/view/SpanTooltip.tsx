import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2 } from '@grafana/ui';
import type { RefObject } from 'react';

import { SpanFacts, type SpanFactsProps } from './SpanFacts';

export interface SpanTooltipProps extends SpanFactsProps {
  readonly tipRef: RefObject<HTMLDivElement>;
}

/** What the pointer is on. Moved past React, drawn by it; hidden from screen readers, which get the same from the live region. */
export const SpanTooltip = ({ tipRef, ...facts }: SpanTooltipProps) => {
  const styles = useStyles2(getStyles);
  return (
    <Portal>
      <div ref={tipRef} className={styles.tip} aria-hidden="true" data-testid="gantt-tooltip">
        <SpanFacts {...facts} />
      </div>
    </Portal>
  );
};

const GAP = 14;

/** Puts a tooltip beside the pointer, on the side where there is room. */
export const placeTooltip = (tip: HTMLElement, clientX: number, clientY: number): void => {
  const { offsetWidth, offsetHeight } = tip;
  const right = clientX + GAP + offsetWidth <= window.innerWidth;
  const below = clientY + GAP + offsetHeight <= window.innerHeight;
  const x = right ? clientX + GAP : Math.max(0, clientX - GAP - offsetWidth);
  const y = below ? clientY + GAP : Math.max(0, clientY - GAP - offsetHeight);
  tip.style.transform = `translate(${x}px, ${y}px)`;
  tip.style.visibility = 'visible';
};

const getStyles = (theme: GrafanaTheme2) => ({
  tip: css({
    position: 'fixed',
    top: 0,
    left: 0,
    visibility: 'hidden',
    zIndex: theme.zIndex.tooltip,
    maxWidth: 360,
    minWidth: 200,
    pointerEvents: 'none',
    padding: theme.spacing(1),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    color: theme.colors.text.primary,
    ...theme.typography.bodySmall,
  }),
});
