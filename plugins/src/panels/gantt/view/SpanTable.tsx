import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

import { queueMs } from '../layout/queues';
import { contentTop, revealTop, scrollHeight, scrollTopFor } from '../../../shared/virtual/scroll';
import { durationOf, hasRows, idOf, nameOf, serviceOf, statusAt } from '../model/columns';
import { STATUS_WORD } from '../model/status';
import { f64, i32, u8 } from '../model/typed';
import { StatusMark } from './StatusMark';
import type { ViewFormats } from './useFormats';
import type { GanttModel } from './useGanttModel';

export interface SpanTableProps {
  readonly model: GanttModel;
  readonly formats: ViewFormats;
  readonly idPrefix: string;
  readonly label: string;
  readonly onSelect: (span: number) => void;
  readonly onToggle: (span: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const ROW_PX = 30;
const HEAD_PX = 30;
const SPARE_ROWS = 6;
const COLUMNS = [
  ['Name', 'cell'],
  ['Status', 'cell'],
  ['Queue', 'number'],
  ['Starts', 'number'],
  ['Duration', 'number'],
  ['Service', 'cell'],
] as const;

/** The rows of the chart as a tree grid; only those in view are in the page. */
export const SpanTable = (props: SpanTableProps) => {
  const { model, idPrefix, label, onKeyDown } = props;
  const styles = useStyles2(getStyles);
  const ref = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 0 });
  const { rows, selected } = model;
  const contentPx = rows.count * ROW_PX;
  const bodyPx = Math.max(0, scroll.height - HEAD_PX);
  const selectedRow = selected < 0 ? -1 : i32(rows.rowOf, selected);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) {
      return undefined;
    }
    const measure = (): void => setScroll({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = ref.current;
    if (element && selectedRow >= 0) {
      const body = element.clientHeight - HEAD_PX;
      const top = contentTop(element.scrollTop, contentPx, body);
      const next = revealTop(top, body, selectedRow * ROW_PX, ROW_PX);
      if (next !== top) {
        element.scrollTop = scrollTopFor(next, contentPx, body);
      }
    }
  }, [selectedRow, contentPx]);

  const top = contentTop(scroll.top, contentPx, bodyPx);
  const first = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS);
  const past = Math.min(rows.count, Math.ceil((top + bodyPx) / ROW_PX) + SPARE_ROWS);
  const shown = Array.from({ length: Math.max(0, past - first) }, (_, i) => first + i);
  return (
    <div
      ref={ref}
      className={styles.grid}
      role="treegrid"
      aria-label={label}
      aria-rowcount={rows.count + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={selectedRow >= first && selectedRow < past ? `${idPrefix}-row-${selectedRow}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div role="row" aria-rowindex={1} className={cx(styles.row, styles.head)}>
        {COLUMNS.map(([title, kind]) => (
          <div key={title} role="columnheader" className={styles[kind]}>
            {title}
          </div>
        ))}
      </div>
      <div role="presentation" style={{ height: scrollHeight(contentPx), position: 'relative' }}>
        {shown.map((row) => (
          <SpanRow key={row} {...props} row={row} y={row * ROW_PX - top + scroll.top} selected={row === selectedRow} />
        ))}
      </div>
    </div>
  );
};

interface SpanRowProps extends SpanTableProps {
  readonly row: number;
  readonly y: number;
  readonly selected: boolean;
}

const SpanRow = ({ model, formats, idPrefix, row, y, selected, onSelect, onToggle }: SpanRowProps) => {
  const styles = useStyles2(getStyles);
  const { spans, rows, queues, collapsed, critical } = model;
  const span = i32(rows.span, row);
  const parent = hasRows(spans, span);
  const open = parent && !u8(collapsed, span);
  const queued = queueMs(spans, queues, span);
  const status = statusAt(spans, span);
  const name = nameOf(spans, span) || '(no name)';
  return (
    <div
      id={`${idPrefix}-row-${row}`}
      role="row"
      aria-rowindex={row + 2}
      aria-level={i32(spans.depth, span) + 1}
      aria-expanded={parent ? open : undefined}
      aria-selected={selected}
      data-span-id={idOf(spans, span)}
      className={cx(styles.row, styles.body, selected && styles.selected)}
      style={{ top: y }}
      onClick={() => onSelect(span)}
    >
      <div
        role="gridcell"
        className={styles.cell}
        style={{ paddingLeft: 8 + Math.min(i32(spans.depth, span), 20) * 14 }}
      >
        {parent ? (
          <span
            className={styles.chevron}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(span);
            }}
          >
            <Icon name={open ? 'angle-down' : 'angle-right'} />
          </span>
        ) : (
          <span className={styles.chevron} />
        )}
        <span className={styles.text} title={name}>
          {name}
        </span>
        {critical && u8(critical.onPath, span) === 1 && <span className={styles.badge}>critical</span>}
      </div>
      <div role="gridcell" className={styles.cell}>
        <StatusMark status={status} as="icon" />
        {STATUS_WORD[status]}
      </div>
      <div role="gridcell" className={styles.number}>
        {queued > 0 ? formats.duration(queued) : '–'}
      </div>
      <div role="gridcell" className={styles.number} title={formats.time(f64(spans.start, span))}>
        {formats.duration(f64(spans.start, span))}
      </div>
      <div role="gridcell" className={styles.number}>
        {formats.duration(durationOf(spans, span))}
      </div>
      <div role="gridcell" className={styles.cell}>
        <span className={styles.text}>{serviceOf(spans, span)}</span>
      </div>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => {
  const cell = {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minWidth: 0,
    padding: theme.spacing(0, 1),
    whiteSpace: 'nowrap',
  } as const;
  return {
    grid: css({
      flex: 1,
      minHeight: 0,
      overflow: 'auto',
      position: 'relative',
      ...theme.typography.bodySmall,
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    }),
    row: css({
      display: 'grid',
      gridTemplateColumns: 'minmax(160px, 4fr) minmax(96px, 1fr) 88px 88px 96px minmax(80px, 1.5fr)',
      minWidth: 620,
      width: '100%',
    }),
    head: css({
      position: 'sticky',
      top: 0,
      zIndex: 1,
      height: HEAD_PX,
      background: theme.colors.background.secondary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightMedium,
    }),
    body: css({
      position: 'absolute',
      height: ROW_PX,
      cursor: 'pointer',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      '&:hover': { background: theme.colors.action.hover },
    }),
    selected: css({ background: theme.colors.action.selected, boxShadow: `inset 2px 0 ${theme.colors.primary.main}` }),
    cell: css(cell),
    number: css({ ...cell, justifyContent: 'flex-end', fontVariantNumeric: 'tabular-nums' }),
    chevron: css({ width: 16, flexShrink: 0, color: theme.colors.text.secondary }),
    text: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
    badge: css({
      border: `1px solid ${theme.colors.border.medium}`,
      borderRadius: theme.shape.radius.pill,
      padding: theme.spacing(0, 0.75),
      color: theme.colors.text.secondary,
    }),
  };
};
