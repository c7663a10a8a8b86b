import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import type { SpanColumns } from '../model/columns';
import { STATUSES, STATUS_WORD } from '../model/status';
import { i32 } from '../model/typed';
import type { ColourBy } from '../render/picture';
import { describeCounted, type SpanCounts } from './describe';
import { StatusMark } from './StatusMark';
import { usePalette } from './usePalette';

export interface LegendProps {
  readonly spans: SpanColumns;
  readonly counts: SpanCounts;
  readonly search: string;
  readonly colourBy: ColourBy;
  readonly hasQueue: boolean;
  readonly critical: boolean;
  readonly onSearch: (search: string) => void;
}

/** What is drawn and how much of it, and what the fills mean, for the statuses that occur, with their number; a click searches for one. */
export const Legend = ({ spans, counts, search, colourBy, hasQueue, critical, onSearch }: LegendProps) => {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend} aria-label="Legend" role="group">
      <span className={styles.note}>{describeCounted(counts)}:</span>
      {STATUSES.map((status, code) => {
        const query = `status:${status}`;
        return i32(counts.statuses, code) > 0 ? (
          <button
            key={status}
            type="button"
            className={styles.item}
            aria-pressed={search === query}
            title={search === query ? 'Clear the search' : `Find ${STATUS_WORD[status].toLowerCase()}`}
            onClick={() => onSearch(search === query ? '' : query)}
          >
            <StatusMark status={status} as="bar" />
            <StatusMark status={status} as="icon" />
            {STATUS_WORD[status]} <span className={styles.count}>{i32(counts.statuses, code).toLocaleString()}</span>
          </button>
        ) : null;
      })}
      {colourBy === 'service' && <ServiceKeys spans={spans} search={search} onSearch={onSearch} />}
      {hasQueue && (
        <span className={styles.note}>
          <StatusMark status="queued" as="bar" /> Queue time
        </span>
      )}
      {critical && (
        <span className={styles.note}>
          <span className={styles.line} aria-hidden="true" /> Critical path
        </span>
      )}
    </div>
  );
};

const MOST_SERVICES = 12;

const ServiceKeys = ({ spans, search, onSearch }: Pick<LegendProps, 'spans' | 'search' | 'onSearch'>) => {
  const styles = useStyles2(getStyles);
  const palette = usePalette();
  const services = spans.services.flatMap((name, position) => (name ? [{ name, position }] : []));
  return (
    <>
      {services.slice(0, MOST_SERVICES).map(({ name, position }) => {
        const query = `service:"${name.replaceAll('"', '')}"`;
        return (
          <button
            key={name}
            type="button"
            className={styles.item}
            aria-pressed={search === query}
            title={search === query ? 'Clear the search' : `Find ${name}`}
            onClick={() => onSearch(search === query ? '' : query)}
          >
            <span
              className={styles.swatch}
              style={{ background: palette.services[position % Math.max(1, palette.services.length)] }}
              aria-hidden="true"
            />
            {name}
          </button>
        );
      })}
      {services.length > MOST_SERVICES && (
        <span className={styles.note}>and {services.length - MOST_SERVICES} more</span>
      )}
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => {
  const item = {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    ...theme.typography.bodySmall,
  } as const;
  return {
    legend: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.25, 1.5), paddingTop: theme.spacing(0.75) }),
    item: css({
      ...item,
      border: 'none',
      background: 'none',
      padding: theme.spacing(0.25, 0.5),
      borderRadius: theme.shape.radius.default,
      cursor: 'pointer',
      '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
      '&[aria-pressed="true"]': { background: theme.colors.action.selected, color: theme.colors.text.primary },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
    }),
    note: css({ ...item, padding: theme.spacing(0.25, 0.5) }),
    count: css({ color: theme.colors.text.primary, fontVariantNumeric: 'tabular-nums' }),
    swatch: css({ width: 10, height: 10, borderRadius: 2 }),
    line: css({ width: 20, height: 2, background: theme.colors.text.maxContrast }),
  };
};
