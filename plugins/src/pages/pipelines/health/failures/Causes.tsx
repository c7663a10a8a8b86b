import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import type { FailureCause, FailureCauses } from '@summit/contracts';
import type { Loaded } from '../../../../shared/api/useLoad';
import { count, duration } from '../../../../shared/time/format';
import { FailureNotice, Skeleton } from '../../../../shared/ui/states';
import { CauseBar } from '../../failures/CauseBar';
import { causeLooks, CauseMark, causes } from '../../failures/looks';

interface Props {
  loaded: Loaded<FailureCauses>;
  open: (cause: FailureCause | 'all') => void;
}

/** Why jobs failed: the share of each cause, and what it took. */
export const Causes = ({ loaded: { data, failure, loading, reload }, open }: Props) => {
  const styles = useStyles2(getStyles);
  return (
    <section aria-label="Why jobs failed" className={styles.panel}>
      {failure && <FailureNotice failure={failure} retry={reload} />}
      {!data && loading && <Skeleton waitsFor="the causes of failures" rows={1} height={52} />}
      {data?.looked === 0 && <span className={styles.weak}>No job failed in this period.</span>}
      {data && data.looked > 0 && (
        <>
          <div className={styles.head}>
            <strong>
              Why {count(data.looked)} {data.looked === 1 ? 'job' : 'jobs'} failed
            </strong>
            {data.total > data.looked && (
              <span className={styles.weak}>
                the newest of {count(data.total)}: choose a shorter period for the others
              </span>
            )}
            <Button size="sm" variant="secondary" icon="list-ul" onClick={() => open('all')}>
              Show them
            </Button>
          </div>
          <CauseBar sums={data.all} width="100%" height={14} />
          <ul className={styles.legend}>
            {causes
              .filter((cause) => data.all[cause].jobs > 0)
              .map((cause) => (
                <li key={cause}>
                  <button
                    type="button"
                    className={styles.cause}
                    title={`${causeLooks[cause].word}: ${causeLooks[cause].says}. Show these jobs.`}
                    onClick={() => open(cause)}
                    data-testid="failure-cause"
                    data-cause={cause}
                  >
                    <CauseMark cause={cause} />
                    <strong>{count(data.all[cause].jobs)}</strong>
                    <span className={styles.weak}>{duration(data.all[cause].lostMs)} lost</span>
                  </button>
                </li>
              ))}
          </ul>
        </>
      )}
    </section>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    margin: theme.spacing(1, 0, 2),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(0.75),
    '& > button': { marginLeft: 'auto' },
  }),
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2.5),
    listStyle: 'none',
    margin: theme.spacing(0.75, 0, 0),
  }),
  cause: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    border: 0,
    padding: 0,
    background: 'none',
    color: 'inherit',
    '&:hover': { textDecoration: 'underline' },
  }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
