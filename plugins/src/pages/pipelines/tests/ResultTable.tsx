import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { TestResult } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { EndingMark, endingOf } from './looks';

/** Results of a test, newest first. */
export const ResultTable = ({ results, row }: { results: readonly TestResult[]; row: number }) => {
  const styles = useStyles2(tableStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Results">
        <thead>
          <tr>
            <th>Result</th>
            <th>Run</th>
            <th>Branch and commit</th>
            <th className={styles.wide}>Job</th>
            <th className={styles.number}>Duration</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {results.map((result, index) => (
            <tr
              key={result.id}
              className={index === row ? styles.current : undefined}
              aria-current={index === row || undefined}
              data-testid="result-row"
            >
              <td className={styles.whole}>
                <EndingMark ending={endingOf(result.outcome, result.earlierTries)} />
              </td>
              <td className={styles.rest}>
                <Link to={`${appRoutes.run(result.run.id)}?tab=tests`} className={styles.strong}>
                  {result.run.name} #{result.run.number}
                </Link>
                {result.message !== null && (
                  <div className={cx(styles.weak, styles.clamped)} title={result.message}>
                    {result.message}
                  </div>
                )}
                {result.infrastructure && <div className={styles.weak}>with nearly everything else: not counted</div>}
              </td>
              <td className={styles.rest}>
                <div className={styles.clamped}>{result.run.branch ?? '–'}</div>
                {result.run.commit !== null && <div className={styles.mono}>{result.run.commit.slice(0, 7)}</div>}
              </td>
              <td className={styles.wide}>{result.job === '' ? '–' : result.job}</td>
              <td className={styles.number}>{duration(result.durationMs)}</td>
              <td>
                <Ago time={result.run.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
