import { css, cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { TestSummary } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { Ago } from '../../../shared/time/Ago';
import { count, duration } from '../../../shared/time/format';
import { tableStyles } from '../../../shared/ui/tableStyles';
import { BrokenNote } from './Broken';
import { QuarantineBadge } from './quarantine/QuarantineBadge';
import { EndingMark, FlakyBadge, percent } from './looks';

/** Tests over all their runs. */
export const SummaryTable = ({ tests, row }: { tests: readonly TestSummary[]; row: number }) => {
  const styles = useStyles2(tableStyles);
  const own = useStyles2(getStyles);
  return (
    <div className={styles.wrap}>
      <table className={styles.table} aria-label="Tests">
        <thead>
          <tr>
            <th>Last</th>
            <th>Test</th>
            <th className={styles.wide}>Repository and owner</th>
            <th className={styles.number} title="Commits at which it both passed and failed, of those it ran at">
              Flaky
            </th>
            <th className={styles.number} title="Within 30 days">
              Failures
            </th>
            <th className={styles.number}>Duration</th>
            <th>Last run</th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test, index) => (
            <tr
              key={test.id}
              className={index === row ? styles.current : undefined}
              aria-current={index === row || undefined}
              data-testid="summary-row"
              data-test={test.name}
            >
              <td>
                <EndingMark ending={test.lastOutcome} />
              </td>
              <td className={own.test}>
                <Link to={appRoutes.test(test.id)} className={cx(styles.strong, styles.clamped)}>
                  {test.name}
                </Link>
                <div className={cx(styles.weak, styles.clamped)}>{test.suite}</div>
                <FlakyBadge flaky={test.flaky} /> <QuarantineBadge quarantine={test.quarantine} />
                {test.broken && <BrokenNote broken={test.broken} />}
              </td>
              <td className={cx(styles.wide, styles.rest)}>
                {test.repository}
                {test.owners.length > 0 && <div className={styles.weak}>{test.owners.join(', ')}</div>}
              </td>
              <td className={styles.number}>
                {test.flaky.flakes === 0 ? '–' : percent(test.flaky.score)}
                {test.flaky.flakes > 0 && (
                  <div className={styles.weak}>
                    {count(test.flaky.flakes)} of {count(test.flaky.of)}
                  </div>
                )}
              </td>
              <td className={styles.number}>{count(test.failures)}</td>
              <td className={styles.number}>{duration(test.durationMs)}</td>
              <td>
                <Ago time={test.lastSeen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const getStyles = () => ({
  /** Names are what people look for; the other columns are short. */
  test: css({ width: '45%', maxWidth: 0 }),
});
