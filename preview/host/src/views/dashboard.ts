import type { DataQuery, DataSourceRef, FieldConfigSource } from '@grafana/data';

/** The part of the classic dashboard model that the preview draws. */
export interface PanelModel {
  id: number;
  type: string;
  title: string;
  height: number;
  datasource: DataSourceRef | undefined;
  targets: DataQuery[];
  options: Record<string, unknown>;
  fieldConfig: FieldConfigSource;
}
export interface DashboardModel {
  title: string;
  from: string;
  to: string;
  panels: PanelModel[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const isQuery = (value: unknown): value is DataQuery => isRecord(value) && typeof value.refId === 'string';

const refOf = (value: unknown): DataSourceRef | undefined =>
  isRecord(value) ? { uid: text(value.uid), type: text(value.type) } : undefined;

/** A grid row is 30 pixels with an 8 pixel gap, as in Grafana. */
const panelOf = (value: unknown): PanelModel => {
  const panel = record(value);
  const rows = Number(record(panel.gridPos).h ?? 8);
  const { defaults, overrides } = record(panel.fieldConfig);
  return {
    id: Number(panel.id ?? 0),
    type: text(panel.type),
    title: text(panel.title),
    height: rows * 38 - 8,
    datasource: refOf(panel.datasource),
    targets: list(panel.targets).filter(isQuery),
    options: record(panel.options),
    fieldConfig: { defaults: record(defaults), overrides: list(overrides) as FieldConfigSource['overrides'] },
  };
};

/** Reads dashboard JSON; rows are flattened. */
export const dashboardOf = (value: unknown): DashboardModel => {
  const dashboard = record(value);
  const time = record(dashboard.time);
  return {
    title: text(dashboard.title),
    from: text(time.from, 'now-6h'),
    to: text(time.to, 'now'),
    panels: list(dashboard.panels)
      .flatMap((panel) => [panel, ...list(record(panel).panels)])
      .map(panelOf)
      .filter(({ type }) => type !== 'row'),
  };
};
