import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { PipelineBar } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { statusLooks } from '../../../shared/status/status';
import { absolute, duration } from '../../../shared/time/format';

const HEIGHT = 36;
/** What took no time, or has none yet, is still a run. */
const LEAST = 5;
const PLACES = 20;

const describe = ({ number, attempt, status, branch, durationMs, queuedAt }: PipelineBar): string =>
  [
    `#${number}${attempt > 1 ? ` attempt ${attempt}` : ''}`,
    statusLooks[status].word + (durationMs === null ? '' : ` in ${duration(durationMs)}`),
    branch,
    absolute(queuedAt),
  ]
    .filter(Boolean)
    .join(' · ');

/** A pipeline's last runs as bars, the newest at the right: height is duration, colour how it ended. Each leads to its run. */
export const RunBars = ({ bars, name }: { bars: readonly PipelineBar[]; name: string }) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const longest = Math.max(1, ...bars.map(({ durationMs }) => durationMs ?? 0));
  return (
    <div className={styles.bars} role="group" aria-label={`The last ${bars.length} runs of ${name}, oldest first`}>
      {bars.map((bar) => (
        <Link
          key={bar.id}
          to={appRoutes.run(bar.id)}
          className={styles.bar}
          title={describe(bar)}
          aria-label={describe(bar)}
          data-testid="run-bar"
          data-status={bar.status}
        >
          <span
            style={{
              height: LEAST + ((bar.durationMs ?? 0) / longest) * (HEIGHT - LEAST),
              background: statusLooks[bar.status].colour(theme),
              // What did not succeed differs by more than colour.
              borderTop: bar.status === 'success' ? 'none' : `3px double ${theme.colors.background.primary}`,
            }}
          />
        </Link>
      ))}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({ display: 'flex', alignItems: 'flex-end', gap: 1, height: HEIGHT, width: PLACES * 7, maxWidth: '100%' }),
  bar: css({
    display: 'flex',
    alignItems: 'flex-end',
    width: 6,
    height: '100%',
    '& > span': { display: 'block', width: '100%', borderRadius: theme.shape.radius.default },
    '&:hover > span': { filter: 'brightness(1.25)' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
});
