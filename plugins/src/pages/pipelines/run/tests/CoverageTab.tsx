import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunCoverage } from '@summit/contracts';
import { api } from '../../../../shared/api/client';
import { useLoad } from '../../../../shared/api/useLoad';
import { count } from '../../../../shared/time/format';
import { FailureNotice, Nothing, Skeleton } from '../../../../shared/ui/states';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { percent } from '../../tests/looks';
import { CoverageChange } from './CoverageChange';

type Counted = RunCoverage['files'][number]['lines'];

const share = (counted: Counted | null): string =>
  counted === null || counted.total === 0 ? '–' : percent(counted.covered / counted.total);

/** What did the tests not reach? `reports` is how many uploads there are by now. */
export const CoverageTab = ({ runId, reports }: { runId: string; reports: number }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  const path = `/runs/${encodeURIComponent(runId)}/coverage`;
  const { data, failure, loading, reload } = useLoad(`${path} ${reports}`, () => api.get<RunCoverage>(path));
  return (
    <section aria-label="Coverage of this run" className={own.tab}>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="the coverage of this run" />}
      {data?.total === null && (
        <Nothing message="No report of coverage was uploaded for this run">
          <p>lcov, Cobertura, JaCoCo, Clover and Go’s profiles are uploaded as reports of tests are.</p>
        </Nothing>
      )}
      {data?.total && (
        <>
          <p data-testid="coverage-total">
            <strong>{share(data.total.lines)}</strong> of {count(data.total.lines.total)} lines
            {data.total.branches && ` · ${share(data.total.branches)} of branches`}
            {data.total.functions && ` · ${share(data.total.functions)} of functions`}
            {` · ${count(data.fileCount)} files`}
            {data.fileCount > data.files.length &&
              `, of which the ${count(data.files.length)} with most left are shown`}
          </p>
          <CoverageChange runId={runId} reports={reports} />
          <div className={styles.wrap}>
            <table className={styles.table} aria-label="Coverage by file">
              <thead>
                <tr>
                  <th>File</th>
                  <th className={styles.number}>Lines</th>
                  <th className={styles.number}>Not covered</th>
                  <th className={cx(styles.number, styles.wide)}>Branches</th>
                  <th className={cx(styles.number, styles.wide)}>Functions</th>
                </tr>
              </thead>
              <tbody>
                {data.files.map((file) => (
                  <tr key={file.path} data-testid="coverage-row">
                    <td className={cx(styles.mono, own.path)}>{file.path}</td>
                    <td className={styles.number}>{share(file.lines)}</td>
                    <td className={styles.number}>{count(file.lines.total - file.lines.covered)}</td>
                    <td className={cx(styles.number, styles.wide)}>{share(file.branches)}</td>
                    <td className={cx(styles.number, styles.wide)}>{share(file.functions)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  tab: css({ marginTop: theme.spacing(1) }),
  path: css({ overflowWrap: 'anywhere' }),
});
