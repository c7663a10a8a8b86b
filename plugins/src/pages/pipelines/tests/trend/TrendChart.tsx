import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { CoverageTrend } from '@summit/contracts';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { appRoutes } from '../../../../shared/appRoutes';
import { absolute, count } from '../../../../shared/time/format';
import { useWidth } from '../../../../shared/ui/useWidth';
import { percent } from '../looks';
import { axisOf, seriesOf, type Series } from './series';

const HEIGHT = 200;
const EDGE = 6;
const colours = ['blue', 'orange', 'green', 'purple', 'yellow', 'red'];

type Point = Series['points'][number];

const described = ({ item: { run, lines }, ratio }: Point): string =>
  `${run.name} #${run.number}${run.commit === null ? '' : ` at ${run.commit.slice(0, 7)}`}: ${percent(ratio)} of ${count(lines.total)} lines, ${absolute(run.at)}`;

/** The share of covered lines, run by run, a line a pipeline. Who cannot see it reads the same in the table below. */
export const TrendChart = ({ trend }: { trend: CoverageTrend }) => {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const navigate = useNavigate();
  const { ref, width } = useWidth();
  const [pointed, setPointed] = useState<Point | null>(null);
  const series = seriesOf(trend.items);
  const { low, high } = axisOf(series);
  const x = (point: Point): number => EDGE + point.x * Math.max(0, width - 2 * EDGE);
  const y = (ratio: number): number => EDGE + ((high - ratio) / (high - low)) * (HEIGHT - 2 * EDGE);
  const colourOf = (index: number): string =>
    theme.visualization.getColorByName(colours[index % colours.length] ?? 'blue');
  const [first, last] = [trend.items[0], trend.items.at(-1)];
  return (
    <figure ref={ref} className={styles.figure} data-testid="coverage-trend">
      <figcaption className={styles.line}>
        <span className={styles.legend}>
          {series.map(({ pipeline, points }, index) => (
            <span key={pipeline}>
              <span className={styles.swatch} style={{ background: colourOf(index) }} /> {pipeline}{' '}
              <strong>{percent(points.at(-1)?.ratio ?? 0)}</strong>
            </span>
          ))}
        </span>
        <span className={styles.weak}>{pointed ? described(pointed) : `${percent(low)} to ${percent(high)}`}</span>
      </figcaption>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Coverage of ${trend.branch}: ${trend.items.length} runs`}
        onMouseLeave={() => setPointed(null)}
      >
        {[low, (low + high) / 2, high].map((level) => (
          <line key={level} x1={0} x2={width} y1={y(level)} y2={y(level)} stroke={theme.colors.border.weak} />
        ))}
        {series.map(({ pipeline, points }, index) => (
          <g key={pipeline} stroke={colourOf(index)} fill={colourOf(index)}>
            <polyline
              fill="none"
              strokeWidth={1.5}
              points={points.map((point) => `${x(point)},${y(point.ratio)}`).join(' ')}
            />
            {points.map((point) => (
              <g
                key={point.item.run.id}
                className={styles.point}
                onMouseEnter={() => setPointed(point)}
                onClick={() => void navigate(`${appRoutes.run(point.item.run.id)}?tab=coverage`)}
              >
                <circle
                  cx={x(point)}
                  cy={y(point.ratio)}
                  r={pointed === point ? 4 : 2.5}
                  data-testid="coverage-point"
                />
                <circle cx={x(point)} cy={y(point.ratio)} r={8} fill="transparent" stroke="none" />
              </g>
            ))}
          </g>
        ))}
      </svg>
      <div className={styles.line}>
        <span className={styles.weak}>{first && dateTimeFormat(first.run.at, { format: 'MMM D, HH:mm' })}</span>
        <span className={styles.weak}>{last && dateTimeFormat(last.run.at, { format: 'MMM D, HH:mm' })}</span>
      </div>
    </figure>
  );
};

const getStyles = (theme: GrafanaTheme2) => ({
  figure: css({ margin: theme.spacing(1, 0, 2), minWidth: 0, overflow: 'hidden', svg: { display: 'block' } }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: 1.8,
  }),
  legend: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2), overflowWrap: 'anywhere' }),
  swatch: css({ display: 'inline-block', width: 10, height: 10, borderRadius: 2 }),
  weak: css({ color: theme.colors.text.secondary }),
  point: css({ cursor: 'pointer' }),
});
