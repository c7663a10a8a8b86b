import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { Issue } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { count } from '../../../shared/time/format';
import { Bars } from '../../../shared/ui/Bars';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { levelLooks } from '../level/levels';

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const Row = ({ issue, current, showStatus }: { issue: Issue; current: boolean; showStatus: boolean }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const theme = useTheme2();
  const level = levelLooks[issue.level];
  const ref = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <tr
      ref={ref}
      className={current ? styles.current : undefined}
      aria-current={current || undefined}
      data-testid="issue-row"
      data-issue={issue.id}
    >
      <td className={own.level} style={{ borderLeftColor: level.colour(theme) }} title={level.word}>
        <span className={own.hidden}>{level.word}</span>
      </td>
      <td className={own.issue}>
        <Link to={appRoutes.issue(issue.id)} className={own.title}>
          {issue.title}
        </Link>
        <div className={own.culprit}>{issue.culprit ?? ''}</div>
        <div className={styles.weak}>
          {issue.shortId} · {issue.project.name}
          {showStatus && ` · ${issue.status}`}
          <span className={styles.narrow}>
            {' '}
            · first <Ago time={issue.firstSeen} />
          </span>
        </div>
      </td>
      <td>
        <Bars
          values={issue.sparkline}
          width={120}
          height={28}
          label={`${count(total(issue.sparkline))} events in the last 24 hours`}
        />
      </td>
      <td className={styles.number}>{count(issue.count)}</td>
      <td className={styles.number}>{count(issue.userCount)}</td>
      <td className={own.time}>
        <Ago time={issue.lastSeen} />
      </td>
      <td className={cx(own.time, styles.wide)}>
        <Ago time={issue.firstSeen} />
      </td>
    </tr>
  );
};

/** Issues in the order of the list. `row` is the one the keys are on. */
export const IssueTable = ({
  issues,
  row,
  showStatus,
}: {
  issues: readonly Issue[];
  row: number;
  showStatus: boolean;
}) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Issues">
        <thead>
          <tr>
            <th className={own.level}>
              <span className={own.hidden}>Level</span>
            </th>
            <th>Issue</th>
            <th>Last 24 hours</th>
            <th className={styles.number}>Events</th>
            <th className={styles.number}>Users</th>
            <th>Last seen</th>
            <th className={styles.wide}>First seen</th>
          </tr>
        </thead>
        <tbody>
          {issues.map((issue, index) => (
            <Row key={issue.id} issue={issue} current={index === row} showStatus={showStatus} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  level: css({ width: 4, borderLeft: '4px solid transparent', padding: '0 !important' }),
  hidden: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
  issue: css({ width: '60%', minWidth: 180, maxWidth: 0 }),
  title: css({
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  culprit: css({
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  time: css({ whiteSpace: 'nowrap' }),
});
