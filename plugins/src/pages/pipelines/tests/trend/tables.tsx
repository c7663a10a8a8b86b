import { cx } from '@emotion/css';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ChangesCoverage, CoverageTrend } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { Ago } from '../../../../shared/time/Ago';
import { count } from '../../../../shared/time/format';
import { tableStyles } from '../../../../shared/ui/tableStyles';
import { percent } from '../looks';
import { Delta } from './Delta';

type Counted = CoverageTrend['items'][number]['lines'];
const share = ({ covered, total }: Counted): string => (total === 0 ? '–' : percent(covered / total));
const coverageOf = (runId: string): string => `${appRoutes.run(runId)}?tab=coverage`;

/** The latest changes, each against the branch it goes to. */
export const ChangesTable = ({ changes }: { changes: ChangesCoverage['items'] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Changes">
        <thead>
          <tr>
            <th>Change</th>
            <th className={styles.wide}>State</th>
            <th className={styles.number}>Lines</th>
            <th className={styles.number}>Against its base</th>
            <th>Run</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.number} data-testid="coverage-change-row">
              <td className={styles.rest}>
                {change.url === null ? (
                  <span className={styles.strong}>#{change.number}</span>
                ) : (
                  <TextLink href={change.url} external inline>
                    {`#${change.number}`}
                  </TextLink>
                )}
                <div className={cx(styles.weak, styles.clamped)}>{change.title}</div>
              </td>
              <td className={styles.wide}>{change.state ?? '–'}</td>
              <td className={styles.number}>{share(change.lines)}</td>
              <td className={styles.number}>
                <Delta ratio={change.ratio} />
                {change.base && <div className={styles.weak}>{share(change.base.lines)} before</div>}
              </td>
              <td>
                <Link to={coverageOf(change.run.id)} className={styles.strong}>
                  {change.run.name} #{change.run.number}
                </Link>
                <div className={styles.weak}>
                  <Ago time={change.run.at} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const MOST_RUNS = 50;

/** The runs of the chart, newest first. */
export const RunsTable = ({ trend }: { trend: CoverageTrend }) => {
  const styles = useStyles2(tableStyles);
  const shown = [...trend.items].reverse().slice(0, MOST_RUNS);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Runs with coverage">
        <thead>
          <tr>
            <th>Run</th>
            <th>Commit</th>
            <th className={styles.number}>Lines</th>
            <th className={cx(styles.number, styles.wide)}>Branches</th>
            <th className={cx(styles.number, styles.wide)}>Lines of code</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ run, lines, branches }) => (
            <tr key={run.id} data-testid="coverage-run-row">
              <td className={styles.rest}>
                <Link to={coverageOf(run.id)} className={styles.strong}>
                  {run.name} #{run.number}
                </Link>
              </td>
              <td className={styles.mono}>{run.commit?.slice(0, 7) ?? '–'}</td>
              <td className={styles.number}>{share(lines)}</td>
              <td className={cx(styles.number, styles.wide)}>{branches === null ? '–' : share(branches)}</td>
              <td className={cx(styles.number, styles.wide)}>{count(lines.total)}</td>
              <td>
                <Ago time={run.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
