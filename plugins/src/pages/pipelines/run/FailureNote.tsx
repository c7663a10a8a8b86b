import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { FailedJob } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { lineUrl } from '../failures/Evidence';
import { becauseOf, CauseMark, causeLooks } from '../failures/looks';

/** Why the run failed, in its verdict: the cause, what it was told by, and the way to the line that shows it. */
export const FailureNote = ({ failure }: { failure: FailedJob }) => {
  const styles = useStyles2(getStyles);
  const line = failure.evidence.find((one) => one.kind === 'line');
  return (
    <span
      className={styles.note}
      data-testid="run-cause"
      data-cause={failure.cause}
      title={causeLooks[failure.cause].says}
    >
      <CauseMark cause={failure.cause} />
      <span>
        {becauseOf(failure)}
        {line && (
          <>
            {' '}
            <Link to={lineUrl(failure.runId, line.logId, line.line)} className={styles.link} title={line.text}>
              line {line.line}
            </Link>
          </>
        )}
      </span>
    </span>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ display: 'inline-flex', gap: theme.spacing(0.75) }),
  link: css({ color: theme.colors.text.link, textDecoration: 'underline' }),
});
