import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import type { DoraFigure, DoraMetric } from '@summit/contracts';
import { formatValue, interval, levelWords, madeOf } from '../../../shared/dora/format';
import { metrics } from '../../../shared/dora/metrics';
import { trendOf } from '../../../shared/dora/trend';
import type { Detail } from '../layout/layout';
import { LevelMark, levelColour } from './LevelMark';
import { ValueLink } from './ValueLink';

interface Props {
  metric: DoraMetric;
  figure: DoraFigure;
  detail: Detail;
  benchmark: string;
  href: string | undefined;
}

const Level = ({ figure: { band }, benchmark, words }: Pick<Props, 'figure' | 'benchmark'> & { words: boolean }) => {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  if (!band) return null;
  return (
    <span
      className={styles.level}
      style={{ color: levelColour(theme, band.level) }}
      title={`${levelWords[band.level]} in ${benchmark}: ${band.published}`}
      data-level={band.level}
    >
      <LevelMark level={band.level} width={16} height={12} />
      {words && levelWords[band.level]}
    </span>
  );
};

const TrendLine = ({ metric, figure }: Pick<Props, 'metric' | 'figure'>) => {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const trend = trendOf(metric, figure);
  if (!trend) return <div className={styles.small}>nothing before to compare with</div>;
  const { direction, good, change, before } = trend;
  const colour =
    good === null ? theme.colors.text.secondary : good ? theme.colors.success.text : theme.colors.error.text;
  return (
    <div className={styles.small}>
      <span className={styles.trend} style={{ color: colour }}>
        {direction !== 'same' && <Icon name={direction === 'up' ? 'arrow-up' : 'arrow-down'} size="sm" aria-hidden />}
        {change}
      </span>{' '}
      against {before} before
    </div>
  );
};

/** The figure in one sentence, for tooltips and screen readers. */
const sentence = ({ metric, figure, benchmark }: Props): string =>
  [
    `${metrics[metric].title}: ${formatValue(figure.unit, figure.value)}`,
    figure.band && `${levelWords[figure.band.level]} in ${benchmark}`,
    madeOf(metric, figure.n),
  ]
    .filter(Boolean)
    .join(', ');

/** One metric: its value, level, trend, what it is made of and how sure it is, as much of that as there is room for. */
export const Tile = (props: Props) => {
  const { metric, figure, detail, benchmark, href } = props;
  const styles = useStyles2(getStyles);
  const words = metrics[metric];
  const value = formatValue(figure.unit, figure.value);
  const label = `${sentence(props)}. Show what it is made of`;
  if (detail === 'mark')
    return (
      <div className={styles.mark} title={sentence(props)} data-testid="dora-tile" data-metric={metric}>
        <ValueLink href={href} label={label} className={styles.fill}>
          {/* Stretched to the tile by its style. */}
          <LevelMark level={figure.band?.level ?? null} width={16} height={12} />
        </ValueLink>
      </div>
    );
  if (detail === 'value')
    return (
      <div
        className={cx(styles.tile, styles.line, styles.thin)}
        title={sentence(props)}
        data-testid="dora-tile"
        data-metric={metric}
      >
        <span className={styles.beside}>{words.short}</span>
        <ValueLink href={href} label={label} className={styles.short}>
          {value}
        </ValueLink>
        <Level figure={figure} benchmark={benchmark} words={false} />
      </div>
    );
  return (
    <div
      className={cx(styles.tile, styles.padded)}
      title={detail === 'full' ? undefined : sentence(props)}
      data-testid="dora-tile"
      data-metric={metric}
    >
      <div className={styles.name} title={words.says}>
        {detail === 'full' ? words.title : words.short}
      </div>
      <div className={styles.line}>
        <ValueLink href={href} label={label} className={detail === 'full' ? styles.value : styles.lesser}>
          {value}
        </ValueLink>
        <Level figure={figure} benchmark={benchmark} words={detail === 'full'} />
      </div>
      {detail === 'full' && (
        <>
          <TrendLine metric={metric} figure={figure} />
          <div className={styles.small}>{madeOf(metric, figure.n)}</div>
          {interval(figure) !== '' && (
            <div className={styles.small} title="The true value lies in this range with 95 % confidence">
              95%: {interval(figure)}
            </div>
          )}
        </>
      )}
    </div>
  );
};

const getStyles = (theme: GrafanaTheme2) => {
  const cut = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  const linked = { 'a&:hover': { textDecoration: 'underline' } };
  return {
    mark: css({ minWidth: 0, minHeight: 0, display: 'flex' }),
    fill: css({
      display: 'flex',
      flex: 1,
      minWidth: 0,
      svg: { width: '100%', height: '100%' },
    }),
    tile: css({
      minWidth: 0,
      minHeight: 0,
      overflow: 'hidden',
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      background: theme.colors.background.secondary,
    }),
    padded: css({ padding: theme.spacing(0.75, 1.25) }),
    name: css({ ...cut, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
    line: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(0.5),
    }),
    thin: css({ padding: theme.spacing(0, 0.5), containerType: 'inline-size' }),
    beside: css({
      ...cut,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      marginRight: 'auto',
      '@container (max-width: 140px)': { display: 'none' },
    }),
    level: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      whiteSpace: 'nowrap',
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    value: css({
      ...cut,
      ...linked,
      fontSize: theme.typography.h3.fontSize,
      lineHeight: theme.typography.h3.lineHeight,
    }),
    lesser: css({ ...cut, ...linked, fontSize: theme.typography.h5.fontSize }),
    short: css({ ...cut, ...linked, fontSize: theme.typography.bodySmall.fontSize }),
    trend: css({ display: 'inline-flex', alignItems: 'center', verticalAlign: 'bottom' }),
    small: css({ ...cut, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  };
};
