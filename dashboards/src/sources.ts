import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Dashboards name their data sources by variable, so that the same JSON serves any Grafana. */
export const metrics = { type: 'prometheus', uid: '${metrics}' } as const;
export const logs = { type: 'loki', uid: '${logs}' } as const;

export const metricsVariable = (): DatasourceVariableBuilder =>
  new DatasourceVariableBuilder('metrics').label('Metrics').type('prometheus');
export const logsVariable = (): DatasourceVariableBuilder =>
  new DatasourceVariableBuilder('logs').label('Logs').type('loki');

/** A multi-value variable filled with the values of a label of a metric. */
export const labelVariable = (name: string, label: string, title: string, selector: string): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .label(title)
    .datasource(metrics)
    .query(`label_values(${selector}, ${label})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*');

/** Projects are the services that have sent logs. */
export const projectVariable = (): QueryVariableBuilder =>
  new QueryVariableBuilder('project')
    .label('Project')
    .datasource(logs)
    .query('label_values(service_name)')
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+');
