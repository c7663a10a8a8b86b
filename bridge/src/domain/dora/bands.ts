import type { BenchmarkYear, DoraBand, DoraMetric } from '@summit/contracts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = 30 * DAY;

interface Step extends DoraBand {
  /** The level reaches to here: at most this time or ratio, at least this frequency. */
  to: number;
}

type Level = DoraBand['level'];
const steps = (rows: readonly (readonly [Level, number, string])[]): Step[] =>
  rows.map(([level, to, published]) => ({ level, to, published }));

/**
 * The levels of the State of DevOps reports of 2021, 2023 and 2024 ("Software delivery performance levels"). The reports leave gaps between levels and give
 * some levels the same range: a value in a gap gets the level below it, and a range that several levels share tells no level apart
 * and is left out.
 */
const levels: Readonly<Record<BenchmarkYear, Partial<Record<DoraMetric, Step[]>>>> = {
  2021: {
    leadTime: steps([
      ['elite', HOUR, 'less than one hour'],
      ['high', WEEK, 'between one day and one week'],
      ['medium', 6 * MONTH, 'between one month and six months'],
      ['low', Infinity, 'more than six months'],
    ]),
    deploymentFrequency: steps([
      ['elite', 1, 'on demand (multiple deployments a day)'],
      ['high', 1 / 30, 'between once a week and once a month'],
      ['medium', 1 / 182, 'between once a month and once every six months'],
      ['low', 0, 'fewer than once every six months'],
    ]),
    recoveryTime: steps([
      ['elite', HOUR, 'less than one hour'],
      ['high', DAY, 'less than one day'],
      ['medium', WEEK, 'between one day and one week'],
      ['low', Infinity, 'more than six months'],
    ]),
    changeFailRate: steps([['elite', 0.15, '0 to 15 %']]),
  },
  2023: {
    leadTime: steps([
      ['elite', DAY, 'less than one day'],
      ['high', WEEK, 'between one day and one week'],
      ['medium', Infinity, 'between one week and one month'],
    ]),
    deploymentFrequency: steps([
      ['elite', 1, 'on demand'],
      ['high', 1 / 7, 'between once a day and once a week'],
      ['medium', 0, 'between once a week and once a month'],
    ]),
    recoveryTime: steps([
      ['elite', HOUR, 'less than one hour'],
      ['high', DAY, 'less than one day'],
      ['medium', WEEK, 'between one day and one week'],
      ['low', Infinity, 'between one month and six months'],
    ]),
    changeFailRate: steps([
      ['elite', 0.05, '5 %'],
      ['high', 0.1, '10 %'],
      ['medium', 0.15, '15 %'],
      ['low', 1, '64 %'],
    ]),
  },
  2024: {
    leadTime: steps([
      ['elite', DAY, 'less than one day'],
      ['high', WEEK, 'between one day and one week'],
      ['medium', MONTH, 'between one week and one month'],
      ['low', Infinity, 'between one month and six months'],
    ]),
    deploymentFrequency: steps([
      ['elite', 1, 'on demand (multiple deployments a day)'],
      ['high', 1 / 7, 'between once a day and once a week'],
      ['medium', 1 / 30, 'between once a week and once a month'],
      ['low', 0, 'between once a month and once every six months'],
    ]),
    recoveryTime: steps([
      ['elite', HOUR, 'less than one hour'],
      ['high', DAY, 'less than one day'],
      ['low', Infinity, 'between one week and one month'],
    ]),
  },
  2025: {},
};

/** The change fail rates that 2024's levels had; not in the order of the levels, so a value gets the level whose rate is nearest. */
const nearest2024 = [
  { level: 'elite', rate: 0.05 },
  { level: 'medium', rate: 0.1 },
  { level: 'high', rate: 0.2 },
  { level: 'low', rate: 0.4 },
] as const;

/**
 * The level that a year's report gives a value of one metric. Each metric has its own: the reports' levels are clusters of teams, and no
 * level of a team follows from its best or worst metric.
 *
 * @param value milliseconds for the times, deployments a day, or a ratio
 * @returns null where the report has no levels for the metric, or does not tell them apart there
 */
export function bandOf(year: BenchmarkYear, metric: DoraMetric, value: number): DoraBand | null {
  if (year === '2024' && metric === 'changeFailRate') {
    const [near] = [...nearest2024].sort((a, b) => Math.abs(a.rate - value) - Math.abs(b.rate - value));
    return near ? { level: near.level, published: `${near.rate * 100} %` } : null;
  }
  const rising = metric === 'deploymentFrequency';
  const step = levels[year][metric]?.find(({ to }) => (rising ? value >= to : value <= to));
  return step ? { level: step.level, published: step.published } : null;
}
