import type { DataLink } from '@grafana/data';
import { issueLogsQuery, traceLogsQuery, traceQuery } from '../../shared/api/explore';
import { linkedSource } from '../../shared/api/sources';
import { appRoutes } from '../../shared/appRoutes';
import type { SummitOptions } from '../types';

/** Data links of the frames. Those into Explore are left out where Grafana has no such data source. */
export interface Links {
  run: DataLink[];
  issue: DataLink[];
  deployment: DataLink[];
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

const explore = (
  title: string,
  type: 'tempo' | 'loki',
  uid: string | undefined,
  query: Record<string, unknown>,
): DataLink[] => {
  const source = linkedSource(type, uid);
  const internal = source && {
    datasourceUid: source.uid,
    datasourceName: source.name,
    query: { refId: 'A', ...query },
  };
  return internal ? [{ title, url: '', internal }] : [];
};

export const linksOf = ({ tempoUid, lokiUid }: SummitOptions): Links => ({
  run: [pageOfField('Open run', appRoutes.run, 'id')],
  issue: [pageOfField('Open issue', appRoutes.issue, 'id')],
  deployment: [pageOfField('Open deployment', appRoutes.deployment, 'id')],
  provider: [page('Open at the provider', '${__value.raw}', true)],
  trace: explore('Trace in Tempo', 'tempo', tempoUid, traceQuery('${__value.raw}')),
  traceLogs: explore('Logs of this trace in Loki', 'loki', lokiUid, traceLogsQuery('${__data.fields.traceId}')),
  issueLogs: explore('Events in Loki', 'loki', lokiUid, issueLogsQuery('${__data.fields.id}')),
});
