import { cx } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { FailingBranch, FailingTest, Run } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../shared/appRoutes';
import { Status } from '../../shared/status/Status';
import { Ago } from '../../shared/time/Ago';
import { duration } from '../../shared/time/format';
import { useNow } from '../../shared/time/useNow';
import { tableStyles } from '../../shared/ui/tableStyles';
import { RunLine } from './RunLine';
import { Section } from './Section';

/** What of the person's is queued or running. */
export const Running = ({ runs }: { runs: readonly Run[] }) => {
  const styles = useStyles2(tableStyles);
  const now = useNow(1000);
  return (
    <Section title="Running" of={runs.length} empty="No run of yours is queued or running.">
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Running">
          <tbody>
            {runs.map((run) => (
              <tr key={run.id} data-testid="home-running">
                <td>
                  <Status status={run.displayStatus} />
                </td>
                <td>
                  <RunLine run={run} />
                </td>
                <td className={styles.number}>
                  {duration(Math.max(0, now - Date.parse(run.startedAt ?? run.queuedAt)))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};

/** Whose run a branch fails since, in words. */
const Since = ({ since, run }: FailingBranch) => {
  if (since === null) return <>no success is known</>;
  const whose = since.mine ? 'yours' : 'another’s';
  return since.id === run.id ? (
    <>
      broke with this run, <Ago time={since.at} />
    </>
  ) : (
    <>
      since <Link to={appRoutes.run(since.id)}>#{since.number}</Link>, {whose}, <Ago time={since.at} />
    </>
  );
};

/** Branches that fail, and the person has to do with it. */
export const Failing = ({ branches }: { branches: readonly FailingBranch[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <Section title="Failing" of={branches.length} empty="Nothing fails that you started or broke.">
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Failing">
          <tbody>
            {branches.map(({ run, since }) => (
              <tr key={run.id} data-testid="home-failing">
                <td>
                  <Status status={run.displayStatus} />
                </td>
                <td>
                  <RunLine run={run} />
                </td>
                <td className={styles.weak}>
                  <Since run={run} since={since} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};

/** The tests that fail in those runs. */
export const FailingTests = ({ tests }: { tests: readonly FailingTest[] }) => {
  const styles = useStyles2(tableStyles);
  return (
    <Section title="Failing tests" of={tests.length} empty="No report of those runs names a test that fails.">
      <div className={styles.wrap}>
        <table className={styles.table} aria-label="Failing tests">
          <tbody>
            {tests.map((test) => (
              <tr key={`${test.runId} ${test.testId}`} data-testid="home-test">
                <td className={styles.rest} style={{ width: '100%' }}>
                  <Link to={appRoutes.test(test.testId)} className={cx(styles.strong, styles.clamped)}>
                    {test.name}
                  </Link>
                  <div className={cx(styles.weak, styles.clamped)}>{test.message ?? test.suite}</div>
                </td>
                <td className={styles.number}>
                  <Link to={`${appRoutes.run(test.runId)}?tab=tests`}>Run</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};
