import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { RunnerUse } from '@summit/contracts';
import { nameOfProvider } from '../../../../shared/ci/providers';
import { count, duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { FailureNotice, Skeleton } from '../../../../shared/ui/states';
import { percent } from '../looks';
import { useRunners } from './useRunners';

const mean = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

/** Which runners do jobs wait for, and how busy are they? */
export const RunnersSection = ({ from }: { from: string }) => {
  const styles = useStyles2(getStyles);
  const { data, failure, loading, reload } = useRunners(from);
  return (
    <section aria-label="Runners" className={styles.section}>
      <h3>Runners</h3>
      <p className={styles.weak}>
        All jobs of the period, whatever is chosen above: runners are everyone’s. Utilisation is what named runners
        worked, of the time from the first start to the last end of each; not told of runners made for one job.
      </p>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="runners from the bridge" rows={3} />}
      {data?.items.length === 0 && <p>No job ended in this period.</p>}
      {data && data.items.length > 0 && <RunnersTable items={data.items} />}
      {data && data.looked < data.total && (
        <p className={styles.weak}>
          Of {count(data.looked)} of {count(data.total)} jobs: the newest, and the kinds of runners that they waited for
          most.
        </p>
      )}
    </section>
  );
};

const RunnersTable = ({ items }: { items: readonly RunnerUse[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Runners">
        <thead>
          <tr>
            <th>Runner</th>
            <th className={cx(styles.number, styles.wide)}>Jobs</th>
            <th
              className={styles.number}
              title="From being ready to its start: half of the jobs, and 95% of them, waited at most so long"
            >
              Wait p50, p95
            </th>
            <th className={styles.number} title="Jobs that waited at once: on average over the period, and at most">
              Waiting
            </th>
            <th className={styles.number} title="Jobs that worked at once: on average over the period, and at most">
              Working
            </th>
            <th
              className={styles.number}
              title="What named runners worked, of the time from the first start to the last end of each"
            >
              Utilisation
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={JSON.stringify([item.system, item.labels])} data-testid="runner-row">
              <td className={styles.rest}>
                <span className={cx(styles.strong, styles.clamped)}>{item.labels.join(' ') || 'no labels'}</span>
                <div className={cx(styles.weak, styles.clamped)}>{nameOfProvider(item.system)}</div>
              </td>
              <td className={cx(styles.number, styles.wide)}>{count(item.jobs)}</td>
              <td className={styles.number}>
                {duration(item.queueP50Ms)}
                <div className={styles.weak}>{duration(item.queueP95Ms)}</div>
              </td>
              <td className={styles.number}>
                {mean(item.waitingMean)}
                <div className={styles.weak}>at most {count(item.waitingMost)}</div>
              </td>
              <td className={styles.number}>
                {mean(item.busyMean)}
                <div className={styles.weak}>at most {count(item.busyMost)}</div>
              </td>
              <td className={styles.number}>
                <Utilisation use={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Utilisation = ({ use: { utilisation, runners } }: { use: RunnerUse }) => {
  const styles = useStyles2(tableStyles);
  const theme = useTheme2();
  return (
    <>
      {utilisation === null ? (
        '–'
      ) : (
        <>
          <svg width={48} height={8} aria-hidden>
            <rect width={48} height={8} fill={theme.colors.border.weak} />
            <rect width={48 * utilisation} height={8} fill={theme.colors.primary.main} />
          </svg>{' '}
          {percent(utilisation)}
        </>
      )}
      <div className={styles.weak}>{runners === null ? 'not named' : `${count(runners)} seen`}</div>
    </>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4) }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
