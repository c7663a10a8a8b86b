import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { CoverageChange as Change } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { appRoutes } from '../../../../shared/appRoutes';
import { Ago } from '../../../../shared/time/Ago';
import { count } from '../../../../shared/time/format';
import { FailureNotice } from '../../../../shared/ui/states';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { Delta } from '../../tests/trend/Delta';
import { percent } from '../../tests/looks';

type Lost = Change['lost'][number];
const share = (counted: Lost['before']): string =>
  counted === null || counted.total === 0 ? '–' : percent(counted.covered / counted.total);

/** What a run did to the coverage of the branch its change goes to, and the files that lost most. */
export const CoverageChange = ({ runId, reports }: { runId: string; reports: number }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const path = `/runs/${encodeURIComponent(runId)}/coverage/change`;
  const { data, failure, reload } = useLoad(`${path} ${reports}`, () => api.get<Change>(path));
  if (failure) return <FailureNotice failure={failure} retry={reload} />;
  if (!data) return null;
  if (!data.base)
    return (
      <p className={styles.weak} data-testid="coverage-change">
        {data.branch === null
          ? 'Compared with nothing: the default branch of this repository is not known.'
          : `Compared with nothing: no earlier run of this pipeline on ${data.branch} has coverage.`}
      </p>
    );
  const { run, lines } = data.base;
  return (
    <div data-testid="coverage-change">
      <p>
        <Delta ratio={data.ratio} /> against {share(lines)} in{' '}
        <Link to={`${appRoutes.run(run.id)}?tab=coverage`} className={own.link}>
          {run.name} #{run.number}
        </Link>
        , the latest on <strong>{run.branch}</strong> before it (<Ago time={run.at} />) · {count(data.changedFiles)}{' '}
        file
        {data.changedFiles === 1 ? '' : 's'} covered otherwise
      </p>
      {data.lost.length > 0 && (
        <div className={cx(styles.wrap, own.lost)}>
          <table className={styles.table} aria-label="Files that lost most">
            <thead>
              <tr>
                <th>Lost most</th>
                <th className={styles.number}>More lines not covered</th>
                <th className={styles.number}>Before</th>
                <th className={styles.number}>Now</th>
              </tr>
            </thead>
            <tbody>
              {data.lost.map((file) => (
                <tr key={file.path} data-testid="coverage-lost">
                  <td className={cx(styles.mono, own.path)}>
                    {file.path}
                    {file.before === null && <span className={styles.weak}> new</span>}
                  </td>
                  <td className={styles.number}>{count(file.lost)}</td>
                  <td className={styles.number}>{share(file.before)}</td>
                  <td className={styles.number}>{share(file.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  path: css({ overflowWrap: 'anywhere' }),
  link: css({ color: theme.colors.text.link }),
  lost: css({ marginBottom: theme.spacing(2) }),
});
