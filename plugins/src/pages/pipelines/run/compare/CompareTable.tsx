import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, InlineField, InlineSwitch, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { bySlowdown, type ComparedJob, type ComparedRow } from './align';
import { signed } from './growth';

interface Props {
  jobs: readonly ComparedJob[];
  /** Spans of jobs that the end of the run waited for. */
  critical: ReadonlySet<string>;
  onSelect: (spanId: string) => void;
}

const longest = (jobs: readonly ComparedJob[]): number =>
  Math.max(1, ...jobs.flatMap(({ ms, otherMs }) => [ms ?? 0, otherMs ?? 0]));

/** Jobs and steps of two runs with what changed; jobs fold their steps. */
export const CompareTable = ({ jobs, critical, onSelect }: Props) => {
  const styles = useStyles2(tableStyles);
  const [inOrder, setInOrder] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = inOrder ? jobs : [...jobs].sort(bySlowdown);
  const most = longest(jobs);
  const toggle = (key: string) =>
    setOpen((keys) => new Set(keys.has(key) ? [...keys].filter((one) => one !== key) : [...keys, key]));
  return (
    <>
      <InlineField label="In order of start">
        <InlineSwitch value={inOrder} onChange={() => setInOrder(!inOrder)} aria-label="In order of start" />
      </InlineField>
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Jobs compared">
          <thead>
            <tr>
              <th />
              <th>Job and step</th>
              <th className={styles.wide}>This above, the other below</th>
              <th className={styles.number}>Change</th>
              <th className={styles.number}>This</th>
              <th className={styles.number}>Other</th>
              <th className={cx(styles.number, styles.wide)}>Queue</th>
            </tr>
          </thead>
          <tbody>
            {shown.flatMap((job) => [
              <Line
                key={job.key}
                row={job}
                most={most}
                critical={job.spanId !== null && critical.has(job.spanId)}
                onSelect={onSelect}
                fold={job.steps.length > 0 ? { open: open.has(job.key), toggle: () => toggle(job.key) } : undefined}
              />,
              ...(open.has(job.key)
                ? job.steps.map((step) => (
                    <Line key={`${job.key} ${step.key}`} row={step} most={most} critical={false} onSelect={onSelect} />
                  ))
                : []),
            ])}
          </tbody>
        </table>
      </div>
    </>
  );
};

interface LineProps {
  row: ComparedRow;
  most: number;
  critical: boolean;
  onSelect: (spanId: string) => void;
  fold?: { open: boolean; toggle: () => void };
}

const only = { both: null, this: 'only here', other: 'only there' } as const;

const Line = ({ row, most, critical, onSelect, fold }: LineProps) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const { spanId } = row;
  const grew = row.growthMs ?? 0;
  return (
    <tr data-testid={`compared-${row.kind}`} data-name={row.name}>
      <td>
        {fold && (
          <IconButton
            name={fold.open ? 'angle-down' : 'angle-right'}
            aria-label={`Steps of ${row.name}`}
            aria-expanded={fold.open}
            onClick={fold.toggle}
          />
        )}
      </td>
      <td className={row.kind === 'step' ? own.step : undefined}>
        {spanId === null ? (
          row.name
        ) : (
          <button type="button" className={own.jump} onClick={() => onSelect(spanId)}>
            {row.name}
          </button>
        )}
        <div className={styles.weak}>{[only[row.in], critical ? 'critical' : null].filter(Boolean).join(' · ')}</div>
      </td>
      <td className={cx(styles.wide, own.bars)} aria-hidden>
        <div className={own.mine} style={{ width: `${((row.ms ?? 0) / most) * 100}%` }} />
        <div className={own.other} style={{ width: `${((row.otherMs ?? 0) / most) * 100}%` }} />
      </td>
      <td className={cx(styles.number, grew > 0 && own.slower, grew < 0 && own.faster)}>{signed(row.growthMs)}</td>
      <td className={styles.number}>{duration(row.ms)}</td>
      <td className={styles.number}>{duration(row.otherMs)}</td>
      <td className={cx(styles.number, styles.wide)}>
        {row.queueMs === null && row.otherQueueMs === null
          ? ''
          : `${duration(row.queueMs)} / ${duration(row.otherQueueMs)}`}
      </td>
    </tr>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  step: css({ '&&': { paddingLeft: theme.spacing(3) } }),
  jump: css({
    background: 'none',
    border: 'none',
    padding: 0,
    textAlign: 'left',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
  }),
  bars: css({ width: '30%', minWidth: 120 }),
  mine: css({
    height: 8,
    marginBottom: 2,
    background: theme.colors.primary.main,
    borderRadius: theme.shape.radius.default,
  }),
  other: css({ height: 8, background: theme.colors.text.disabled, borderRadius: theme.shape.radius.default }),
  slower: css({ '&&': { color: theme.colors.error.text } }),
  faster: css({ '&&': { color: theme.colors.success.text } }),
});
