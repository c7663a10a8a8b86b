import { css } from '@emotion/css';
import { dateTimeFormat, locationUtil, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { DoraMetric, DoraStep } from '@summit/contracts';
import type { DoraData } from '../../../shared/dora/data';
import { formatValue, madeOf } from '../../../shared/dora/format';
import { metrics } from '../../../shared/dora/metrics';
import { niceDuration, niceTop, stretches } from '../layout/scale';
import { Marks } from './Marks';
import type { HrefOf } from './Tiles';

interface Props {
  metric: DoraMetric;
  dora: DoraData;
  width: number;
  height: number;
  timeZone: TimeZone;
  /** The step that is pointed at, in all charts alike. */
  pointed: number | null;
  point: (step: number | null) => void;
  hrefOf: HrefOf;
}

const HEAD = 18;
const FOOT = 16;
const MARKS = 10;

const stepName = (at: string, step: DoraStep, timeZone: TimeZone): string =>
  dateTimeFormat(at, { format: step === 'month' ? 'MMM YYYY' : 'MMM D', timeZone });

/** Where the steps begin and end between the edges of the period, pixels. */
export function edgesOf(dora: Pick<DoraData, 'from' | 'to' | 'series'>, width: number): number[] {
  const [from, to] = [Date.parse(dora.from), Date.parse(dora.to)];
  const x = (at: number) => (to > from ? (Math.min(Math.max(at, from), to) - from) / (to - from) : 0) * width;
  return [...dora.series.map(({ at }) => x(Date.parse(at))), width];
}

/** One metric over time: bars of a frequency, a line of the others that breaks where there is nothing, with what happened marked below. */
export const Chart = ({ metric, dora, width, height, timeZone, pointed, point, hrefOf }: Props) => {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { unit, title, short } = metrics[metric];
  const values = dora.series.map((step) => step[metric].value);
  const max = Math.max(0, ...values.flatMap((value) => value ?? []));
  const top = unit === 'ms' ? niceDuration(max) : niceTop(max);
  const plot = Math.max(10, height - HEAD - FOOT - MARKS);
  const edges = edgesOf(dora, width);
  const left = (index: number): number => edges[index] ?? 0;
  const middle = (index: number): number => (left(index) + left(index + 1)) / 2;
  const y = (value: number): number => plot - (value / top) * (plot - 4);
  const colour = theme.visualization.getColorByName('blue');
  const at = pointed === null ? undefined : dora.series[pointed];
  const known = values.filter((value) => value !== null).length;
  return (
    <figure className={styles.figure} style={{ height }} data-testid="dora-chart" data-metric={metric}>
      <figcaption className={styles.head} style={{ height: HEAD }}>
        <span className={styles.title} title={title}>
          {width < 260 ? short : title}
        </span>
        <span className={styles.weak}>
          {at
            ? `${stepName(at.at, dora.step, timeZone)}: ${formatValue(unit, at[metric].value)}, ${madeOf(metric, at[metric].n)}`
            : `0 to ${formatValue(unit, top)}`}
        </span>
      </figcaption>
      <svg
        width={width}
        height={plot + MARKS}
        role="img"
        aria-label={`${title} by ${dora.step}: ${known} of ${values.length} with a value`}
        onMouseLeave={() => point(null)}
      >
        <line x1={0} x2={width} y1={plot} y2={plot} stroke={theme.colors.border.medium} />
        <line x1={0} x2={width} y1={y(top)} y2={y(top)} stroke={theme.colors.border.weak} />
        <Marks marks={dora.marks} from={dora.from} to={dora.to} width={width} plot={plot} height={MARKS} />
        {unit === 'per_day'
          ? values.map((value, index) => (
              <rect
                key={index}
                x={left(index) + 0.5}
                y={y(value ?? 0)}
                width={Math.max(1, left(index + 1) - left(index) - 1)}
                height={Math.max(0, plot - y(value ?? 0))}
                fill={colour}
              />
            ))
          : stretches(values).map((stretch) => (
              <g key={stretch[0]} stroke={colour} fill={colour}>
                <polyline
                  fill="none"
                  strokeWidth={1.5}
                  points={stretch.map((index) => `${middle(index)},${y(values[index] ?? 0)}`).join(' ')}
                />
                {stretch.map((index) => (
                  <circle key={index} cx={middle(index)} cy={y(values[index] ?? 0)} r={2} />
                ))}
              </g>
            ))}
        {pointed !== null && at && (
          <rect
            x={left(pointed)}
            y={0}
            width={Math.max(1, left(pointed + 1) - left(pointed))}
            height={plot}
            fill={theme.colors.action.hover}
          />
        )}
        {dora.series.map((step, index) => {
          const href = hrefOf({ metric, from: step.at, to: dora.series[index + 1]?.at ?? dora.to });
          const area = (
            <rect
              key={step.at}
              x={left(index)}
              y={0}
              width={Math.max(1, left(index + 1) - left(index))}
              height={plot}
              fill="transparent"
              onMouseEnter={() => point(index)}
            />
          );
          // By keyboard and screen reader the same is reached in the table.
          return href && step[metric].n > 0 ? (
            <a key={step.at} href={locationUtil.assureBaseUrl(href)} tabIndex={-1} aria-hidden>
              {area}
            </a>
          ) : (
            area
          );
        })}
      </svg>
      <div className={styles.foot} style={{ height: FOOT }}>
        <span>{stepName(dora.from, dora.step, timeZone)}</span>
        <span>{stepName(dora.to, dora.step, timeZone)}</span>
      </div>
    </figure>
  );
};

const getStyles = (theme: GrafanaTheme2) => {
  const line = { display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1), overflow: 'hidden' };
  const small = {
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: `${HEAD}px`,
    whiteSpace: 'nowrap' as const,
  };
  return {
    figure: css({ margin: 0, minWidth: 0, overflow: 'hidden', svg: { display: 'block' } }),
    head: css({ ...line, ...small }),
    foot: css({ ...line, ...small, lineHeight: `${FOOT}px`, color: theme.colors.text.secondary }),
    title: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
    weak: css({ color: theme.colors.text.secondary, flexShrink: 0 }),
  };
};
