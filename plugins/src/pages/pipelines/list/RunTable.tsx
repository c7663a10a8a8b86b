import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { Run } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Status } from '../../../shared/status/Status';
import { Ago } from '../../../shared/time/Ago';
import { duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';

const Row = ({ run, current }: { run: Run; current: boolean }) => {
  const styles = useStyles2(tableStyles);
  const title = run.title ?? run.commitMessage ?? '';
  const ref = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <tr
      ref={ref}
      className={current ? styles.current : undefined}
      aria-current={current || undefined}
      data-testid="run-row"
      data-run={run.id}
    >
      <td>
        <Status status={run.displayStatus} />
      </td>
      <td className={styles.rest}>
        <Link to={appRoutes.run(run.id)} className={styles.strong}>
          {run.name} #{run.number}
          {run.attempt > 1 && ` · attempt ${run.attempt}`}
        </Link>
        <div className={cx(styles.weak, styles.clamped)} title={title}>
          {title}
        </div>
        {run.actor && <div className={cx(styles.weak, styles.narrow)}>by {run.actor.name}</div>}
      </td>
      <td className={styles.rest}>
        <div className={styles.clamped}>{run.repository}</div>
        <div className={cx(styles.weak, styles.clamped)} title={run.branch ?? undefined}>
          {run.branch ?? '–'}
          {run.change && ` · #${run.change.number}`}
          {run.commit && (
            <>
              {' · '}
              <span className={styles.mono}>{run.commit.slice(0, 7)}</span>
            </>
          )}
        </div>
      </td>
      <td className={styles.wide}>{run.actor?.name ?? '–'}</td>
      <td className={styles.number}>
        {duration(run.durationMs)}
        <div className={cx(styles.weak, styles.narrow)}>queue {duration(run.queueMs)}</div>
      </td>
      <td className={cx(styles.number, styles.wide)}>{duration(run.queueMs)}</td>
      <td className={styles.number}>
        {run.jobCounts.failed > 0 ? `${run.jobCounts.failed} of ${run.jobCounts.total} failed` : run.jobCounts.total}
      </td>
      <td>
        <Ago time={run.queuedAt} />
      </td>
    </tr>
  );
};

/** Runs, newest first. */
export const RunTable = ({ runs, row }: { runs: readonly Run[]; row: number }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Runs">
        <thead>
          <tr>
            <th>Status</th>
            <th>Run</th>
            <th>Repository and branch</th>
            <th className={styles.wide}>Author</th>
            <th className={styles.number}>Duration</th>
            <th className={cx(styles.number, styles.wide)}>Queue</th>
            <th className={styles.number}>Jobs</th>
            <th>Started</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run, index) => (
            <Row key={run.id} run={run} current={index === row} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
