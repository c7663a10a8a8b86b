import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { FailureSums } from '@summit/contracts';
import { count } from '../../../../shared/time/format';
import { CauseBar, describeCauses, jobsIn } from '../../failures/CauseBar';

/** A pipeline's failed jobs by cause, and the way to them. */
export const WhyButton = ({ name, causes, open }: { name: string; causes: FailureSums; open: () => void }) => {
  const styles = useStyles2(getStyles);
  return (
    <button
      type="button"
      className={styles.button}
      onClick={open}
      aria-label={`Why jobs of ${name} failed: ${describeCauses(causes)}`}
      data-testid="pipeline-causes"
    >
      <CauseBar sums={causes} width={72} height={12} />
      <div className={styles.weak}>
        {count(jobsIn(causes))} {jobsIn(causes) === 1 ? 'job' : 'jobs'}
      </div>
    </button>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    border: 0,
    padding: 0,
    background: 'none',
    textAlign: 'left',
    '&:hover': { textDecoration: 'underline' },
  }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
