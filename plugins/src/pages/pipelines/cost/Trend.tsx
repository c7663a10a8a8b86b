import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { Cost } from '@summit/contracts';
import { describeUses, told, uses, weightOf } from './looks';

const HEIGHT = 120;

const day = (at: string): string => dateTimeFormat(at, { format: 'MMM D' });

/** What was spent in each step, and on what. Whoever cannot see it reads the same in each bar's words. */
export const Trend = ({ cost }: { cost: Cost }) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const top = Math.max(...cost.steps.map((step) => weightOf(cost, step)), 0);
  return (
    <figure className={styles.figure} aria-label="What was spent over time">
      <div className={styles.bars} style={{ height: HEIGHT }}>
        {cost.steps.map((step) => {
          const label = `${day(step.at)}: ${told(cost, step)} (${describeUses(cost, step)})`;
          return (
            <div
              key={step.at}
              className={styles.bar}
              role="img"
              aria-label={label}
              title={label}
              data-testid="cost-step"
            >
              {[...uses].reverse().map(({ use, colour }) => {
                const share = top === 0 ? 0 : weightOf(cost, step.uses[use]) / top;
                return share > 0 && <span key={use} style={{ height: `${share * 100}%`, background: colour(theme) }} />;
              })}
            </div>
          );
        })}
      </div>
      <figcaption className={styles.foot}>
        <span>{day(cost.from)}</span>
        <span className={styles.legend}>
          {uses
            .filter(({ use }) => cost.total.uses[use].workedMs > 0)
            .map(({ use, word, says, colour }) => (
              <span key={use} title={says}>
                <span className={styles.swatch} style={{ background: colour(theme) }} /> {word}
              </span>
            ))}
        </span>
        <span>{day(cost.to)}</span>
      </figcaption>
    </figure>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({ margin: theme.spacing(1, 0, 2) }),
  bars: css({
    display: 'flex',
    alignItems: 'stretch',
    gap: 1,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
  }),
  bar: css({
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    flex: '1 1 0',
    minWidth: 1,
    '&:hover': { background: theme.colors.action.hover },
  }),
  foot: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  legend: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2) }),
  swatch: css({ display: 'inline-block', width: 10, height: 10, borderRadius: 2 }),
});
