import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { Deployment } from '@summit/contracts';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { DeploymentStatus } from '../../../../shared/status/DeploymentStatus';
import { Ago } from '../../../../shared/time/Ago';
import { duration } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { EnvironmentName } from '../../EnvironmentName';
import { tookMs } from '../took';

const Row = ({ deployment, current }: { deployment: Deployment; current: boolean }) => {
  const styles = useStyles2(tableStyles);
  const ref = useRef<HTMLTableRowElement>(null);
  const { service, version, region, task } = deployment;
  const beside = [service, version, deployment.ref, region, task === 'rollback' ? task : null]
    .filter((word) => word !== null)
    .join(', ');
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <tr
      ref={ref}
      className={current ? styles.current : undefined}
      aria-current={current || undefined}
      data-testid="deployment-row"
      data-deployment={deployment.id}
    >
      <td>
        <DeploymentStatus state={deployment.state} />
      </td>
      <td>
        <Link to={appRoutes.deployment(deployment.id)} className={styles.mono} title={deployment.commit}>
          {deployment.commit.slice(0, 7)}
        </Link>
      </td>
      <td>
        <EnvironmentName name={deployment.environment} production={deployment.production} />
      </td>
      <td className={styles.rest}>
        <div className={styles.clamped}>{deployment.repository}</div>
        {beside !== '' && (
          <div className={cx(styles.weak, styles.clamped)} title={beside}>
            {beside}
          </div>
        )}
        {deployment.actor && <div className={cx(styles.weak, styles.narrow)}>by {deployment.actor.name}</div>}
      </td>
      <td className={styles.wide}>{deployment.actor?.name ?? '–'}</td>
      <td className={styles.number}>{duration(tookMs(deployment))}</td>
      <td>
        <Ago time={deployment.createdAt} />
      </td>
    </tr>
  );
};

/** Deployments, newest first. `row` is the one the keys are on. */
export const DeploymentTable = ({ deployments, row }: { deployments: readonly Deployment[]; row: number }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Deployments">
        <thead>
          <tr>
            <th>State</th>
            <th>Commit</th>
            <th>Environment</th>
            <th>Repository and ref</th>
            <th className={styles.wide}>By</th>
            <th className={styles.number}>Took</th>
            <th>Created</th>
          </tr>
        </thead>
        <tbody>
          {deployments.map((deployment, index) => (
            <Row key={deployment.id} deployment={deployment} current={index === row} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
