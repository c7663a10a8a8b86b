import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { RunCost, RunDetail } from '@summit/contracts';
import { money } from '../../../shared/money/format';
import { Status } from '../../../shared/status/Status';
import { statusLooks } from '../../../shared/status/status';
import { delta, duration } from '../../../shared/time/format';
import { safeUrl } from '../../../shared/url/safeUrl';
import { FailureNote } from './FailureNote';

/** Words of providers that say no more than the state does. */
const usualResults = ['success', 'failure', 'failed', 'cancelled', 'skipped', 'timed_out'];

const costSays = ({ workedMs, unpricedMs }: RunCost): string =>
  `What its jobs cost that ended: ${duration(workedMs)} of work${unpricedMs > 0 ? `, ${duration(unpricedMs)} of it without a price` : ''}`;

/** The answer in one line: how it ended, where it broke, and how that compares with what is usual. */
export const Verdict = ({ run, onSelect }: { run: RunDetail; onSelect: (spanId: string) => void }) => {
  const styles = useStyles2(getStyles);
  const compared = delta(run.durationMs, run.typicalMs);
  const { failedFirst } = run;
  const log = safeUrl(failedFirst?.url);
  return (
    <div className={styles.verdict} data-testid="verdict">
      <Status status={run.displayStatus} />
      <span>
        {run.durationMs === null ? statusLooks[run.displayStatus].word : `in ${duration(run.durationMs)}`}
        {run.typicalMs !== null && (
          <span className={styles.weak}>
            {' '}
            (usually {duration(run.typicalMs)}
            {compared && `, ${compared}`})
          </span>
        )}
      </span>
      {failedFirst && (
        <span>
          first failure:{' '}
          <button type="button" className={styles.jump} onClick={() => onSelect(failedFirst.spanId)}>
            {failedFirst.job}
            {failedFirst.step && ` › ${failedFirst.step}`}
          </button>
          {log && (
            <>
              {' '}
              <a href={log} target="_blank" rel="noreferrer" className={styles.weak}>
                log
              </a>
            </>
          )}
        </span>
      )}
      {run.failure && run.failure.rule !== 'none' && <FailureNote failure={run.failure} />}
      <span className={styles.weak}>queued {duration(run.queueMs)}</span>
      <span className={styles.weak}>
        {run.jobCounts.total} jobs{run.jobCounts.failed > 0 && `, ${run.jobCounts.failed} failed`}
      </span>
      {run.cost && (
        <span className={styles.weak} title={costSays(run.cost)} data-testid="run-cost">
          {run.cost.unpricedMs > 0 && 'at least '}
          {money(run.cost.money, run.cost.currency)}
        </span>
      )}
      {run.providerResult && !usualResults.includes(run.providerResult) && (
        <span className={styles.weak}>{run.providerResult}</span>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  verdict: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  weak: css({ color: theme.colors.text.secondary }),
  jump: css({ border: 0, padding: 0, background: 'none', color: theme.colors.text.link, textDecoration: 'underline' }),
});
