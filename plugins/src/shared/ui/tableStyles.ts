import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Below this width of a list some columns go, and what they said stands under another. */
const NARROW = '@container (max-width: 800px)';

/** A list as a table in Grafana's look: quiet lines, small heads, the row under keys or pointer lifted. */
export const tableStyles = (theme: GrafanaTheme2) => ({
  wrap: css({ overflowX: 'auto', containerType: 'inline-size' }),
  /** Where there is room. */
  wide: css({ [NARROW]: { display: 'none' } }),
  /** Where there is none for a column of its own. */
  narrow: css({ display: 'none', [NARROW]: { display: 'revert' } }),
  /** A cell that takes the room that the others leave, in three lines at most. */
  rest: css({ width: '24%', maxWidth: 0, minWidth: 120 }),
  clamped: css({
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 3,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  }),
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
    [NARROW]: { 'th, td': { paddingInline: theme.spacing(0.5) } },
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
