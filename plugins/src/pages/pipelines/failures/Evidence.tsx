import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { FailedJob, FailureEvidence } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';

/** The line of a log, in the run's tab. */
export const lineUrl = (runId: string, logId: string, line: number): string =>
  `${appRoutes.run(runId)}?${new URLSearchParams({ tab: 'log', log: logId, line: String(line) }).toString()}`;

/** What shows why a job failed; each line, test and run leads to where it is. */
export const Evidence = ({ failed }: { failed: Pick<FailedJob, 'runId' | 'evidence'> }) => {
  const styles = useStyles2(getStyles);
  if (failed.evidence.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="What shows it">
      {failed.evidence.map((evidence, index) => (
        <li key={index} className={styles.item} data-testid="failure-evidence" data-kind={evidence.kind}>
          <One runId={failed.runId} evidence={evidence} />
        </li>
      ))}
    </ul>
  );
};

const One = ({ runId, evidence }: { runId: string; evidence: FailureEvidence }) => {
  const styles = useStyles2(getStyles);
  switch (evidence.kind) {
    case 'line':
      return (
        <>
          <Link to={lineUrl(runId, evidence.logId, evidence.line)} className={styles.link}>
            line {evidence.line}
          </Link>
          <code className={styles.line}>{evidence.text}</code>
        </>
      );
    case 'test':
      return (
        <>
          <Link to={appRoutes.test(evidence.testId)} className={styles.link}>
            test
          </Link>
          <span>
            {evidence.name}
            {evidence.flaky && <span className={styles.weak}> · flaky</span>}
          </span>
        </>
      );
    case 'run':
      return (
        <Link to={appRoutes.run(evidence.runId)} className={styles.link}>
          passed in #{evidence.number}
          {evidence.attempt > 1 && ` attempt ${evidence.attempt}`}
        </Link>
      );
    case 'word':
      return <code className={styles.line}>{evidence.word}</code>;
  }
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(0.5, 0, 0) }),
  item: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'baseline', overflowWrap: 'anywhere' }),
  link: css({ color: theme.colors.text.link, textDecoration: 'underline', whiteSpace: 'nowrap' }),
  line: css({
    margin: 0,
    background: theme.colors.background.canvas,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  }),
  weak: css({ color: theme.colors.text.secondary }),
});
