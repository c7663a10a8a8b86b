import type { DataLink } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { appRoutes } from '../../shared/appRoutes';
import type { SummitOptions } from '../types';

/** Data links of the frames. Those into Explore are left out where Grafana has no such data source. */
export interface Links {
  run: DataLink[];
  issue: DataLink[];
  provider: DataLink[];
  trace: DataLink[];
  /** Log lines of a trace, by its id in the field `traceId`. */
  traceLogs: DataLink[];
  /** Log lines of an issue, by its id in the field `id`. */
  issueLogs: DataLink[];
}

const page = (title: string, url: string, blank = false): DataLink => ({ title, url, targetBlank: blank });

/** The address with the row's value of a field in its place: `__` marks the place through the encoding of the address. */
const pageOfField = (title: string, route: (id: string) => string, field: string): DataLink =>
  page(title, route('__').replace('__', `\${__data.fields.${field}:percentencode}`));

const explore = (title: string, uid: string, query: Record<string, unknown>): DataLink[] => {
  const settings = getDataSourceSrv().getInstanceSettings(uid);
  return settings
    ? [
        {
          title,
          url: '',
          internal: { datasourceUid: settings.uid, datasourceName: settings.name, query: { refId: 'A', ...query } },
        },
      ]
    : [];
};

export const linksOf = ({ tempoUid = 'tempo', lokiUid = 'loki' }: SummitOptions): Links => {
  const logs = (title: string, filter: string) =>
    explore(title, lokiUid, { expr: `{service_name=~".+"} | ${filter}`, queryType: 'range' });
  return {
    run: [pageOfField('Open run', appRoutes.run, 'id')],
    issue: [pageOfField('Open issue', appRoutes.issue, 'id')],
    provider: [page('Open at the provider', '${__value.raw}', true)],
    trace: explore('Trace in Tempo', tempoUid, { query: '${__value.raw}', queryType: 'traceql' }),
    traceLogs: logs('Logs of this trace in Loki', 'trace_id = `${__data.fields.traceId}`'),
    issueLogs: logs('Events in Loki', 'summit_issue_id = `${__data.fields.id}`'),
  };
};
