import { css } from '@emotion/css';
import { textUtil, type GrafanaTheme2 } from '@grafana/data';
import { IconButton, TextLink, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';

import { SpanFacts, type SpanFactsProps } from './SpanFacts';

export interface SpanDetailsProps extends SpanFactsProps {
  readonly onClose: () => void;
}

const MOST_SHOWN = 200;

/** The selected span with its attributes, in a strip under the chart: the same for mouse, touch and keyboard. */
export const SpanDetails = ({ onClose, ...facts }: SpanDetailsProps) => {
  const styles = useStyles2(getStyles);
  const { spans } = facts.model;
  const attributes = useMemo(() => spans.attributes(facts.span).slice(0, MOST_SHOWN), [spans, facts.span]);
  const url = textUtil.sanitizeUrl(spans.url(facts.span));
  return (
    <section className={styles.strip} aria-label="Selected span" data-testid="gantt-details">
      <div className={styles.facts}>
        <SpanFacts {...facts} />
        {/^https?:\/\//.test(url) && (
          <TextLink href={url} external inline={false} variant="bodySmall">
            Open at its source
          </TextLink>
        )}
      </div>
      <dl className={styles.attributes}>
        {attributes.length === 0 && <div className={styles.none}>No attributes</div>}
        {attributes.map(([key, value], index) => (
          <div key={`${key} ${index}`} className={styles.attribute}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <IconButton
        className={styles.close}
        name="times"
        aria-label="Close details (Esc)"
        tooltip="Close details (Esc)"
        onClick={onClose}
      />
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 3),
    maxHeight: 180,
    overflow: 'auto',
    flexShrink: 0,
    marginTop: theme.spacing(1),
    padding: theme.spacing(1, 4, 1, 1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    ...theme.typography.bodySmall,
  }),
  facts: css({ flex: '0 1 300px', minWidth: 220 }),
  attributes: css({ flex: '1 1 320px', minWidth: 0, margin: 0 }),
  attribute: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 2fr) 3fr',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '& dt': { color: theme.colors.text.secondary, fontWeight: 'inherit', overflowWrap: 'anywhere' },
    '& dd': {
      margin: 0,
      fontFamily: theme.typography.fontFamilyMonospace,
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
    },
  }),
  none: css({ color: theme.colors.text.secondary }),
  close: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(1) }),
});
