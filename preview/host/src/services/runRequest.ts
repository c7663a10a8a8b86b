import {
  DataTopic,
  LoadingState,
  toDataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, concat, from, isObservable, map, of, scan, type Observable } from 'rxjs';

type Packets = Record<string, DataQueryResponse>;

const panelDataOf = (packets: Packets, last: DataQueryResponse, request: DataQueryRequest): PanelData => {
  const all = Object.values(packets);
  const frames = all.flatMap(({ data }) => data.map((frame) => toDataFrame(frame)));
  const failed = all.find(({ error, errors }) => error ?? errors?.length);
  return {
    state: failed ? LoadingState.Error : (last.state ?? LoadingState.Done),
    series: frames.filter(({ meta }) => meta?.dataTopic !== DataTopic.Annotations),
    annotations: frames.filter(({ meta }) => meta?.dataTopic === DataTopic.Annotations),
    error: failed?.error ?? failed?.errors?.[0],
    errors: failed?.errors,
    request,
    timeRange: request.range,
  };
};

/** Grafana's runRequest: the packets of one query, merged by key, as the states a panel sees. */
export const runRequest = (
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  query: DataSourceApi['query'] = dataSource.query.bind(dataSource),
): Observable<PanelData> => {
  const loading: PanelData = { state: LoadingState.Loading, series: [], request, timeRange: request.range };
  const answer = query(request);
  const states = (isObservable(answer) ? answer : from(answer)).pipe(
    scan<DataQueryResponse, { packets: Packets; data: PanelData }>(
      (state, packet) => {
        const packets = { ...state.packets, [packet.key ?? 'A']: packet };
        return { packets, data: panelDataOf(packets, packet, request) };
      },
      { packets: {}, data: loading },
    ),
    map(({ data }) => data),
    catchError((error: unknown) =>
      of({
        ...loading,
        state: LoadingState.Error,
        error: toDataQueryError(error instanceof Error ? error : String(error)),
      }),
    ),
  );
  return concat(of(loading), states);
};
