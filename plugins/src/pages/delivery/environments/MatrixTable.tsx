import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { DeploymentStatus } from '../../../shared/status/DeploymentStatus';
import { Ago } from '../../../shared/time/Ago';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { EnvironmentName } from '../EnvironmentName';
import type { Cell, Matrix } from './matrix';
import { StandingMark } from './StandingMark';

const Place = ({ cell }: { cell: Cell | undefined }) => {
  const table = useStyles2(tableStyles);
  const styles = useStyles2(getStyles);
  if (!cell)
    return (
      <td className={table.weak}>
        <span aria-label="nothing">–</span>
      </td>
    );
  const { deployment, standing } = cell;
  const { id, commit, commitMessage, state, finishedAt, createdAt } = deployment;
  return (
    <td data-testid="place" data-deployment={id}>
      <div className={styles.line}>
        <Link to={appRoutes.deployment(id)} className={table.mono} title={commitMessage ?? commit}>
          {commit.slice(0, 7)}
        </Link>
        <span className={table.weak}>
          <Ago time={finishedAt ?? createdAt} />
        </span>
      </div>
      {/* It succeeded; what came after that is told where it matters: an environment that was taken down. */}
      {state === 'inactive' ? <DeploymentStatus state={state} /> : <StandingMark standing={standing} />}
    </td>
  );
};

/** What runs where: a repository a row, an environment a column. `row` is the one the keys are on. */
export const MatrixTable = ({ matrix, row }: { matrix: Matrix; row: number }) => {
  const table = useStyles2(tableStyles);
  const styles = useStyles2(getStyles);
  return (
    <div className={table.wrap}>
      <table className={table.table} aria-label="What runs where">
        <thead>
          <tr>
            <th className={styles.first}>Repository</th>
            {matrix.environments.map(({ name, production }) => (
              <th key={name}>
                <EnvironmentName name={name} production={production} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map(({ repository, cells }, index) => (
            <tr
              key={repository}
              className={index === row ? table.current : undefined}
              aria-current={index === row || undefined}
              data-testid="matrix-row"
              data-repository={repository}
            >
              <th scope="row" className={cx(styles.first, styles.repository)}>
                <Link to={`${appRoutes.deployments()}?${new URLSearchParams({ repository }).toString()}`}>
                  {repository}
                </Link>
              </th>
              {matrix.environments.map(({ name }) => (
                <Place key={name} cell={cells.get(name)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0, 1) }),
  /** Stays while many environments are moved past it. */
  first: css({ position: 'sticky', left: 0, background: theme.colors.background.primary, zIndex: 1 }),
  repository: css({
    '&&': {
      color: theme.colors.text.primary,
      fontSize: theme.typography.body.fontSize,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      verticalAlign: 'top',
      whiteSpace: 'normal',
      overflowWrap: 'anywhere',
      minWidth: 120,
    },
  }),
});
