import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { Cost, CostBy, CostItem } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { nameOfProvider } from '../../../shared/ci/providers';
import { money } from '../../../shared/money/format';
import { count, duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { percent } from '../health/looks';
import { weightOf } from './looks';
import { UseBar } from './UseBar';

const heads: Readonly<Record<CostBy, string>> = {
  team: 'Team',
  repository: 'Repository',
  pipeline: 'Pipeline',
  job: 'Job',
  run: 'Run',
  runner: 'Runner',
};

/** Where a line leads: a run to itself, what is made of runs to these, a team to what its repositories cost. */
export function hrefOf({ team, repository, pipeline, runId }: CostItem): string | null {
  if (runId !== null) return appRoutes.run(runId);
  if (team !== null) return `${appRoutes.cost()}?${new URLSearchParams({ team, by: 'repository' }).toString()}`;
  if (repository === null) return null;
  const of = new URLSearchParams({ repository, ...(pipeline === null ? {} : { name: pipeline }) });
  return `${appRoutes.pipelines()}?${of.toString()}`;
}

const keyOf = (item: CostItem): string =>
  JSON.stringify([item.team, item.repository, item.pipeline, item.job, item.runId, item.system, item.labels]);

/** The dearest first. */
export const CostTable = ({ cost, by, row }: { cost: Cost; by: CostBy; row: number }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Cost">
        <thead>
          <tr>
            <th>{heads[by]}</th>
            {cost.currency !== null && <th className={styles.number}>Cost</th>}
            <th className={styles.number}>Time</th>
            <th className={styles.number}>Share</th>
            <th>Spent on</th>
            <th className={cx(styles.number, styles.wide)}>Waited</th>
            <th className={cx(styles.number, styles.wide)}>Jobs</th>
          </tr>
        </thead>
        <tbody>
          {cost.items.map((item, index) => (
            <tr
              key={keyOf(item)}
              className={index === row ? styles.current : undefined}
              aria-current={index === row || undefined}
              data-testid="cost-row"
            >
              <td className={styles.rest}>
                <Name item={item} />
              </td>
              {cost.currency !== null && (
                <td className={styles.number}>
                  {item.unpricedMs === item.workedMs ? 'no price' : money(item.money, cost.currency)}
                  {item.unpricedMs > 0 && item.unpricedMs < item.workedMs && (
                    <div className={styles.weak}>{duration(item.unpricedMs)} without a price</div>
                  )}
                </td>
              )}
              <td className={styles.number}>{duration(item.workedMs)}</td>
              <td className={styles.number}>
                {weightOf(cost, cost.total) > 0 ? percent(weightOf(cost, item) / weightOf(cost, cost.total)) : '–'}
              </td>
              <td>
                <UseBar cost={cost} sums={item} width={120} height={12} />
              </td>
              <td className={cx(styles.number, styles.wide)}>{duration(item.queueMs)}</td>
              <td className={cx(styles.number, styles.wide)}>{count(item.jobs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const nameOf = (item: CostItem): string =>
  item.labels !== null
    ? item.labels.join(' ') || 'no labels'
    : item.runId !== null
      ? `${item.pipeline} #${item.runNumber ?? '?'}`
      : (item.job ?? item.pipeline ?? item.repository ?? item.team ?? 'no team');

const Name = ({ item }: { item: CostItem }) => {
  const styles = useStyles2(tableStyles);
  const href = hrefOf(item);
  const beside = [
    item.system !== null && nameOfProvider(item.system),
    item.pipeline !== null && item.repository,
    item.job !== null && item.pipeline,
  ].filter(Boolean);
  return (
    <>
      {href === null ? (
        <span className={cx(styles.strong, styles.clamped)}>{nameOf(item)}</span>
      ) : (
        <Link to={href} className={cx(styles.strong, styles.clamped)}>
          {nameOf(item)}
        </Link>
      )}
      {beside.length > 0 && <div className={cx(styles.weak, styles.clamped)}>{beside.join(' · ')}</div>}
    </>
  );
};
