import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** A list as a table in Grafana's look: quiet lines, small heads, the row under keys or pointer lifted. */
export const tableStyles = (theme: GrafanaTheme2) => ({
  wrap: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    th: {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      whiteSpace: 'nowrap',
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      borderBottom: `1px solid ${theme.colors.border.medium}`,
    },
    td: {
      padding: theme.spacing(0.75, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      verticalAlign: 'top',
    },
    'tbody tr:hover': { background: theme.colors.action.hover },
  }),
  current: css({
    outline: `2px solid ${theme.colors.primary.border}`,
    outlineOffset: -2,
    background: theme.colors.action.focus,
  }),
  /** Twice the class: the heads align left with one. */
  number: css({ '&&': { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  whole: css({ whiteSpace: 'nowrap' }),
  strong: css({ fontWeight: theme.typography.fontWeightMedium }),
  mono: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
