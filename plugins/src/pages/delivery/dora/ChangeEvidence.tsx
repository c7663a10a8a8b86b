import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { DoraChange, LeadTimeStart } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { ApprovalWait } from '../ApprovalWait';
import { ChangeTitle } from '../ChangeTitle';
import { shipmentWords } from '../confidence';
import { ConfidenceTag } from '../ConfidenceTag';

/** Changes, each with its lead time and the deployment that shipped it. */
export const ChangeEvidence = ({ changes, start }: { changes: readonly DoraChange[]; start: LeadTimeStart }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="What it is made of">
        <thead>
          <tr>
            <th>Change</th>
            <th className={styles.number}>Lead time</th>
            <th>Deployed</th>
            <th>Link</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.deploymentId} ${change.number ?? change.commit}`} data-testid="evidence-row">
              <td className={styles.rest} style={{ width: '50%' }}>
                <div className={styles.clamped}>
                  <ChangeTitle change={change} />
                </div>
                <div className={cx(styles.weak, styles.clamped)}>
                  {change.repository}
                  {change.author && ` by ${change.author.name}`}
                </div>
              </td>
              <td className={styles.number}>
                {duration(change.leadTimeMs[start])}
                <ApprovalWait ms={change.approvalWaitMs} />
              </td>
              <td>
                <Link to={appRoutes.deployment(change.deploymentId)}>
                  <Ago time={change.deployedAt} />
                </Link>
                <div className={styles.weak}>to {change.environment}</div>
              </td>
              <td>
                <ConfidenceTag words={shipmentWords[change.confidence]} sure={change.confidence === 'exact'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
