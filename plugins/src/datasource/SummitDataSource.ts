import {
  CoreApp,
  DataSourceApi,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type ScopedVars,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { catchError, from, map, merge, of, switchMap, type Observable } from 'rxjs';
import { createAnnotationSupport } from './annotations';
import { createBridgeClient, type BridgeClient } from './client';
import { failedResponse } from './failedResponse';
import { linksOf } from './frames/links';
import { interpolate } from './interpolate';
import { queryKinds } from './queries/kinds';
import { type SummitOptions, type SummitQuery } from './types';
import { createVariableSupport } from './variables';

/** `app` is a text in the request, whose values are those of the enum. */
const explore: string = CoreApp.Explore;

/** Grafana asks for a class here. It only joins the parts: see queries/, stream/, health/, variables.ts and annotations.ts.
 * The stream and the health check are loaded when they are first asked for: dashboards wait for this module. */
export class SummitDataSource extends DataSourceApi<SummitQuery, SummitOptions> {
  readonly client: BridgeClient;
  private readonly options: SummitOptions;

  constructor(settings: DataSourceInstanceSettings<SummitOptions>) {
    super(settings);
    this.client = createBridgeClient(settings.url ?? '');
    this.options = settings.jsonData;
    this.variables = createVariableSupport(this.client);
    this.annotations = createAnnotationSupport();
  }

  override query(request: DataQueryRequest<SummitQuery>): Observable<DataQueryResponse> {
    const targets = request.targets.filter((query) => !query.hide && this.filterQuery(query));
    return targets.length > 0 ? merge(...targets.map((query) => this.runOne(query, request))) : of({ data: [] });
  }

  private runOne(raw: SummitQuery, request: DataQueryRequest<SummitQuery>): Observable<DataQueryResponse> {
    const query = interpolate(raw, getTemplateSrv(), request.scopedVars);
    const kind = queryKinds[query.queryType];
    const inExplore = request.app === explore;
    const context = { client: this.client, links: linksOf(this.options), range: request.range, inExplore };
    const load = () => kind.run(query, context);
    const key = query.refId;
    const params = query.live ? kind.follow?.(query) : undefined;
    const answers = params
      ? from(import('./stream')).pipe(
          switchMap(({ liveFrames, followChanges }) => liveFrames(key, load, followChanges(this.client, params))),
        )
      : from(load()).pipe(map((data): DataQueryResponse => ({ key, data, state: LoadingState.Done })));
    return answers.pipe(catchError((error: unknown) => of(failedResponse(key, error))));
  }

  override filterQuery(query: SummitQuery): boolean {
    return query.queryType in queryKinds && queryKinds[query.queryType].ready(query);
  }

  override getDefaultQuery(): Partial<SummitQuery> {
    return { queryType: 'runs' };
  }

  override interpolateVariablesInQueries(queries: SummitQuery[], scopedVars: ScopedVars): SummitQuery[] {
    return queries.map((query) => interpolate(query, getTemplateSrv(), scopedVars));
  }

  override getQueryDisplayText({ queryType, search, runId, issueId }: SummitQuery): string {
    return [queryType, runId, issueId, search].filter(Boolean).join(' ');
  }

  override async testDatasource() {
    const { checkHealth } = await import('./health/check');
    return checkHealth(this.client, this.options.apiUrl);
  }
}
