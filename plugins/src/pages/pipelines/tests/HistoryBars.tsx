import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { TestResult } from '@summit/contracts';
import { Link } from 'react-router-dom';
import { appRoutes } from '../../../shared/appRoutes';
import { absolute, duration } from '../../../shared/time/format';
import { endingLooks, endingOf, type Ending } from './looks';

/** More would be thinner than a pointer. */
export const MAX_BARS = 60;
const HEIGHT = 72;
/** What took no time is still a result. */
const LEAST = 6;

const describe = (result: TestResult): string => {
  const { word } = endingLooks[endingOf(result.outcome, result.earlierTries)];
  const { run } = result;
  const where = [run.branch, run.commit?.slice(0, 7), result.job].filter(Boolean).join(', ');
  return `${word} in ${duration(result.durationMs)} · ${run.name} #${run.number} · ${where} · ${absolute(run.at)}`;
};

/** What did not pass at once differs by more than colour: it is striped. */
const fillOf = (ending: Ending, colour: string): string =>
  ending === 'passed' || ending === 'skipped'
    ? colour
    : `repeating-linear-gradient(-45deg, ${colour} 0 5px, transparent 5px 7px)`;

/** A test's last results as bars, the newest at the right: height is duration, colour how it ended. Each leads to its run. */
export const HistoryBars = ({ results }: { results: readonly TestResult[] }) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const shown = results.slice(0, MAX_BARS).reverse();
  const longest = Math.max(1, ...shown.map(({ durationMs }) => durationMs ?? 0));
  return (
    <div className={styles.bars} role="group" aria-label={`The last ${shown.length} results, oldest first`}>
      {shown.map((result) => {
        const ending = endingOf(result.outcome, result.earlierTries);
        const tall = LEAST + ((result.durationMs ?? 0) / longest) * (HEIGHT - LEAST);
        return (
          <Link
            key={result.id}
            to={`${appRoutes.run(result.run.id)}?tab=tests`}
            className={styles.bar}
            title={describe(result)}
            aria-label={describe(result)}
            data-testid="history-bar"
            data-ending={ending}
          >
            <span
              style={{
                height: tall,
                background: fillOf(ending, endingLooks[ending].colour(theme)),
                opacity: result.infrastructure ? 0.4 : 1,
              }}
            />
          </Link>
        );
      })}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({
    display: 'flex',
    alignItems: 'flex-end',
    gap: 2,
    height: HEIGHT + 8,
    margin: theme.spacing(1, 0),
    paddingBottom: 2,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  bar: css({
    display: 'flex',
    alignItems: 'flex-end',
    flex: '1 1 0',
    maxWidth: 18,
    height: '100%',
    '& > span': { display: 'block', width: '100%', minWidth: 2, borderRadius: theme.shape.radius.default },
    '&:hover > span': { filter: 'brightness(1.25)' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
});
