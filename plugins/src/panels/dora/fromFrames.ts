import type { DataFrame, Field } from '@grafana/data';
import type { DoraFigure, DoraValues } from '@summit/contracts';
import {
  benchmarkYears,
  chosen,
  defaultBenchmark,
  defaultLeadTimeStart,
  doraSteps,
  leadTimeStarts,
} from '../../shared/dora/choices';
import type { DoraData, DoraMark } from '../../shared/dora/data';
import { isMetric, metricNames, metrics } from '../../shared/dora/metrics';

const fieldOf = (frame: DataFrame, name: string): Field | undefined =>
  frame.fields.find((field) => field.name === name);
const has = (frame: DataFrame, ...names: string[]): boolean =>
  names.every((name) => fieldOf(frame, name) !== undefined);

/** The cells of one row, each as what it should be or null. */
function cells(frame: DataFrame, row: number) {
  const at = (name: string): unknown => fieldOf(frame, name)?.values[row];
  const num = (name: string): number | null => {
    const value = at(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const text = (name: string): string | null => {
    const value = at(name);
    return typeof value === 'string' ? value : null;
  };
  const time = (name: string): string | null => {
    const value = num(name);
    return value === null ? null : new Date(value).toISOString();
  };
  return { at, num, text, time };
}

const rowsOf = <T>(frame: DataFrame | undefined, read: (cell: ReturnType<typeof cells>) => T[]): T[] =>
  frame ? Array.from({ length: frame.length }, (_, row) => read(cells(frame, row))).flat() : [];

const levels = ['elite', 'high', 'medium', 'low'] as const;

const nothing: DoraFigure = {
  value: null,
  n: 0,
  unit: 'ms',
  low: null,
  high: null,
  previous: { value: null, n: 0 },
  band: null,
};

function figuresOf(frame: DataFrame): DoraData['figures'] {
  const found = rowsOf(frame, ({ num, text }): [string, DoraFigure][] => {
    const metric = text('metric');
    const level = levels.find((name) => name === text('level'));
    if (!isMetric(metric)) return [];
    return [
      [
        metric,
        {
          value: num('value'),
          n: num('n') ?? 0,
          unit: metrics[metric].unit,
          low: num('low'),
          high: num('high'),
          previous: { value: num('previous'), n: num('previousN') ?? 0 },
          band: level ? { level, published: text('published') ?? '' } : null,
        },
      ],
    ];
  });
  const byName = new Map(found);
  return eachMetric((name) => byName.get(name) ?? { ...nothing, unit: metrics[name].unit });
}

function eachMetric<T>(value: (name: (typeof metricNames)[number]) => T) {
  return {
    leadTime: value('leadTime'),
    deploymentFrequency: value('deploymentFrequency'),
    recoveryTime: value('recoveryTime'),
    changeFailRate: value('changeFailRate'),
    reworkRate: value('reworkRate'),
  };
}

const valuesOf = ({ num }: ReturnType<typeof cells>): DoraValues =>
  eachMetric((name) => ({ value: num(name), n: num(`${name}N`) ?? 0 }));

const marksOf = (frame: DataFrame | undefined): DoraMark[] =>
  rowsOf(frame, ({ text, time }) => {
    const [at, id, kind] = [time('time'), text('id'), text('kind')];
    if (at === null || id === null || (kind !== 'deployment' && kind !== 'failure')) return [];
    return [{ kind, id, title: text('title') ?? '', at, until: time('timeEnd') }];
  });

/** The frame that holds the figures, with their links; undefined where the data is not DORA's. */
export const figuresFrame = (series: readonly DataFrame[]): DataFrame | undefined =>
  series.find((frame) => has(frame, 'metric', 'value', 'n', 'previous'));

export const groupsFrame = (series: readonly DataFrame[]): DataFrame | undefined =>
  series.find((frame) => has(frame, 'repository', 'environment', 'leadTime'));

const stepsOf = (frame: DataFrame | undefined): DoraData['series'] =>
  rowsOf(frame, (cell) => {
    const at = cell.time('time');
    return at === null ? [] : [{ at, ...valuesOf(cell) }];
  });

const groupsOf = (frame: DataFrame | undefined): DoraData['groups'] =>
  rowsOf(frame, (cell) => {
    const [repository, environment] = [cell.text('repository'), cell.text('environment')];
    return repository === null || environment === null ? [] : [{ repository, environment, ...valuesOf(cell) }];
  });

type Period = Omit<DoraData, 'figures' | 'series' | 'groups' | 'marks'>;

/** What the numbers are of, as the query told it. */
const toldPeriod = (cell: ReturnType<typeof cells>) => ({
  from: cell.time('from'),
  to: cell.time('to'),
  leadTimeStart: chosen(leadTimeStarts, cell.at('leadTimeStart'), defaultLeadTimeStart),
  benchmark: chosen(benchmarkYears, cell.at('benchmark'), defaultBenchmark),
  step: chosen(doraSteps, cell.at('step'), 'day'),
  groupsTotal: cell.num('groupsTotal'),
  unrecovered: cell.num('unrecovered') ?? 0,
  settling: cell.at('settling') === true,
});

const untold = {
  from: null,
  to: null,
  leadTimeStart: defaultLeadTimeStart,
  benchmark: defaultBenchmark,
  step: 'day' as const,
  groupsTotal: null,
  unrecovered: 0,
  settling: false,
};

/** Where the query was cut to other frames, the series says when that was. */
function periodOf(frame: DataFrame | undefined, { series, groups }: Pick<DoraData, 'series' | 'groups'>): Period {
  const told = rowsOf(frame, (cell) => [toldPeriod(cell)])[0] ?? untold;
  const first = series[0]?.at ?? new Date(0).toISOString();
  return {
    ...told,
    from: told.from ?? first,
    to: told.to ?? series.at(-1)?.at ?? first,
    groupsTotal: told.groupsTotal ?? groups.length,
  };
}

/** What a query of the type `dora` gave, read back from its frames, which are told by their fields; null where it gave none. */
export function fromFrames(frames: readonly DataFrame[]): DoraData | null {
  const figures = figuresFrame(frames);
  if (!figures) return null;
  const rows = {
    series: stepsOf(frames.find((frame) => has(frame, 'time', 'leadTime', 'leadTimeN'))),
    groups: groupsOf(groupsFrame(frames)),
  };
  const marks = marksOf(frames.find((frame) => has(frame, 'time', 'kind', 'id')));
  const period = periodOf(
    frames.find((frame) => has(frame, 'leadTimeStart', 'benchmark')),
    rows,
  );
  return { ...period, ...rows, figures: figuresOf(figures), marks };
}
