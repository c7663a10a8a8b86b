import { useStyles2 } from '@grafana/ui';
import type { DoraDeployment } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { count } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { ApprovalWait } from '../ApprovalWait';
import { FailureFact, ReworkFact } from '../DeliveryFacts';

const kinds: Readonly<Record<DoraDeployment['kind'], string>> = {
  deploy: 'new',
  redeploy: 'again',
  rollback: 'rollback',
};

/** Deployments as the metrics count them: what each was, shipped and came to. */
export const DeploymentEvidence = ({ deployments }: { deployments: readonly DoraDeployment[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="What it is made of">
        <thead>
          <tr>
            <th>Deployment</th>
            <th>Kind</th>
            <th className={styles.number}>Changes</th>
            <th>Came to</th>
            <th>Ended</th>
          </tr>
        </thead>
        <tbody>
          {deployments.map((deployment) => (
            <tr key={deployment.id} data-testid="evidence-row">
              <td>
                <Link to={appRoutes.deployment(deployment.id)} className={styles.mono} title={deployment.commit}>
                  {deployment.commit.slice(0, 7)}
                </Link>{' '}
                to {deployment.environment}
                <div className={styles.weak}>{deployment.repository}</div>
              </td>
              <td>{kinds[deployment.kind]}</td>
              <td className={styles.number}>{count(deployment.shipped)}</td>
              <td>
                {deployment.failure && (
                  <div>
                    <FailureFact failure={deployment.failure} />
                  </div>
                )}
                {deployment.rework && <ReworkFact reason={deployment.rework} />}
              </td>
              <td>
                <Ago time={deployment.finishedAt} />
                <ApprovalWait ms={deployment.approvalWaitMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
