import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Filters side by side, as many as there is room for; the search box gets the room of two. Seven columns fit beside a docked menu. */
export const filterBarStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'grid',
    // A filter with many values grows alone.
    alignItems: 'start',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(auto-fit, minmax(136px, 1fr))',
    margin: theme.spacing(1, 0),
  }),
  search: css({ gridColumn: 'span 2', minWidth: 0 }),
  searchWithHelp: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    gridColumn: 'span 2',
    minWidth: 0,
  }),
});
