import { cx } from '@emotion/css';
import { Badge, useStyles2 } from '@grafana/ui';
import type { AroundIssue } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../../../shared/appRoutes';
import { count } from '../../../../../shared/time/format';
import { tableStyles } from '../../../../../shared/ui/tableStyles';

/** Issues with errors around a deployment: new ones first, then those that came back. */
export const AroundTable = ({ issues }: { issues: readonly AroundIssue[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Issues around it">
        <thead>
          <tr>
            <th>Issue</th>
            <th className={styles.wide}>Level</th>
            <th>Since it</th>
            <th className={styles.number}>Before</th>
            <th className={styles.number}>After</th>
          </tr>
        </thead>
        <tbody>
          {issues.map((issue) => (
            <tr key={issue.id} data-testid="around-row">
              <td className={styles.rest}>
                <div className={styles.clamped}>
                  <Link to={appRoutes.issue(issue.id)} className={styles.strong}>
                    {issue.title}
                  </Link>
                </div>
                <div className={cx(styles.weak, styles.clamped)}>
                  {issue.shortId}
                  {issue.status !== 'unresolved' && `, ${issue.status}`}
                </div>
              </td>
              <td className={styles.wide}>{issue.level}</td>
              <td>
                {issue.isNew && <Badge color="red" icon="plus" text="new" />}
                {issue.regressed && <Badge color="orange" icon="history" text="came back" />}
              </td>
              <td className={styles.number}>{count(issue.before)}</td>
              <td className={styles.number}>{count(issue.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
