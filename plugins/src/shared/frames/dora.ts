import { FieldType, type DataFrame, type DataLink, type QueryResultMeta } from '@grafana/data';
import type { DoraFigure, DoraMetric, DoraValues } from '@summit/contracts';
import type { DoraData, DoraMark } from '../dora/data';
import { formatValue } from '../dora/format';
import { metricNames, metrics } from '../dora/metrics';
import { frameOf, number, text, time, type Column } from './columns';

/** What Grafana writes behind the numbers. A frequency has no unit of its own there. */
const units: Readonly<Record<DoraFigure['unit'], string>> = {
  ms: 'dtdurationms',
  per_day: 'none',
  ratio: 'percentunit',
};

/** Value and number of observations of each metric, as two columns. */
const valueColumns = <T extends DoraValues>(): Column<T>[] =>
  metricNames.flatMap((name) => [
    number<T>(name, (row) => row[name].value, {
      title: metrics[name].unit === 'per_day' ? `${metrics[name].title} (per day)` : metrics[name].title,
      unit: units[metrics[name].unit],
      description: metrics[name].says,
    }),
    number<T>(`${name}N`, (row) => row[name].n, { title: `${metrics[name].title}: n`, unit: 'short' }),
  ]);

type Step = DoraData['series'][number];
type Group = DoraData['groups'][number];
type Row = DoraFigure & { metric: DoraMetric };

const figureColumns = (links: DataLink[]): Column<Row>[] => [
  text('metric', ({ metric }) => metric, { title: 'Metric' }),
  text('title', ({ metric }) => metrics[metric].title, { title: 'Title', links }),
  text('text', ({ unit, value }) => formatValue(unit, value), { title: 'Reads', links }),
  number('value', ({ value }) => value, { title: 'Value', description: 'Milliseconds, deployments a day, or a ratio' }),
  number('n', ({ n }) => n, { title: 'n', unit: 'short' }),
  number('low', ({ low }) => low, { title: 'Low (95 %)' }),
  number('high', ({ high }) => high, { title: 'High (95 %)' }),
  number('previous', ({ previous }) => previous.value, { title: 'Before' }),
  number('previousN', ({ previous }) => previous.n, { title: 'Before: n', unit: 'short' }),
  text('level', ({ band }) => band?.level ?? null, { title: 'Level' }),
  text('published', ({ band }) => band?.published ?? null, { title: 'Level as published' }),
];

const periodColumns: Column<DoraData>[] = [
  time('from', (dora) => dora.from, { title: 'From' }),
  time('to', (dora) => dora.to, { title: 'To' }),
  text('leadTimeStart', (dora) => dora.leadTimeStart, { title: 'Lead time from' }),
  text('benchmark', (dora) => dora.benchmark, { title: 'Levels of' }),
  text('step', (dora) => dora.step, { title: 'Step' }),
  number('unrecovered', (dora) => dora.unrecovered, { title: 'Not recovered', unit: 'short' }),
  number('groupsTotal', (dora) => dora.groupsTotal, { title: 'Groups', unit: 'short' }),
  {
    name: 'settling',
    type: FieldType.boolean,
    value: (dora) => dora.settling,
    config: { displayName: 'Still being worked out' },
  },
];

const markColumns: Column<DoraMark>[] = [
  time('time', (mark) => mark.at, { title: 'Time' }),
  time('timeEnd', (mark) => mark.until, { title: 'End' }),
  text('kind', (mark) => mark.kind, { title: 'Kind' }),
  text('title', (mark) => mark.title, { title: 'Title' }),
  text('id', (mark) => mark.id, { title: 'Deployment' }),
];

export const doraParts = ['series', 'figures', 'groups', 'marks', 'period'] as const;
export type DoraPart = (typeof doraParts)[number];

interface FrameOptions {
  refId: string;
  /** One part alone, for panels that draw one frame. */
  part?: DoraPart;
  /** Of a figure and of a group, to its evidence. */
  links?: { figure: DataLink[]; group: DataLink[] };
  meta?: QueryResultMeta;
}

/** DORA's metrics as frames: the series first, as Grafana's own panels draw what comes first. The DORA panel reads all of them. */
export function doraFrames(dora: DoraData, { refId, part, links, meta = {} }: FrameOptions): DataFrame[] {
  const figures = metricNames.map((metric) => ({ metric, ...dora.figures[metric] }));
  const { figure = [], group = [] } = links ?? {};
  const frames: Record<DoraPart, () => DataFrame> = {
    series: () =>
      frameOf(
        refId,
        'DORA series',
        [time<Step>('time', ({ at }) => at, { title: 'Time' }), ...valueColumns<Step>()],
        dora.series,
        meta,
      ),
    figures: () => frameOf(refId, 'DORA figures', figureColumns(figure), figures, meta),
    groups: () =>
      frameOf(
        refId,
        'DORA groups',
        [
          text<Group>('repository', ({ repository }) => repository, { title: 'Repository', links: group }),
          text<Group>('environment', ({ environment }) => environment, { title: 'Environment' }),
          ...valueColumns<Group>(),
        ],
        dora.groups,
        meta,
      ),
    marks: () => frameOf(refId, 'DORA marks', markColumns, dora.marks, meta),
    period: () => frameOf(refId, 'DORA period', periodColumns, [dora], meta),
  };
  return part ? [frames[part]()] : doraParts.map((name) => frames[name]());
}
