import { dateTime, EventBusSrv, type TimeRange } from '@grafana/data';
import {
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setTemplateSrv,
  type BackendSrvRequest,
} from '@grafana/runtime';
import { Observable, of, throwError } from 'rxjs';

/** What Grafana's side answers to one request: a body, or a status with a body. */
export type Answer = { status?: number; data: unknown };

const unused = () => Promise.reject(new Error('not used by the data source'));

/**
 * Stands in for Grafana: its BackendSrv gives the answers of `handle` in the shape that Grafana's own gives them, and template
 * variables are those of `variables`.
 */
export const withGrafana = (
  handle: (request: BackendSrvRequest) => Answer | Error,
  variables: Record<string, string | string[]> = {},
  chunked: (request: BackendSrvRequest) => Observable<{ status: number; chunk?: string }> = () => of(),
): BackendSrvRequest[] => {
  const requests: BackendSrvRequest[] = [];
  setAppEvents(new EventBusSrv());
  setBackendSrv({
    fetch: <T>(request: BackendSrvRequest) => {
      requests.push(request);
      const answer = handle(request);
      if (answer instanceof Error) {
        return throwError(() => answer);
      }
      const { status = 200, data } = answer;
      const base = { status, statusText: '', ok: status < 400, headers: new Headers(), redirected: false };
      return status < 400
        ? of({ ...base, type: 'basic' as const, url: request.url, config: request, data: data as T })
        : throwError(() => ({ status, statusText: '', data, config: request }));
    },
    chunked: (request) => {
      requests.push(request);
      return new Observable((observer) =>
        chunked(request).subscribe({
          next: ({ status, chunk }) =>
            observer.next({
              status,
              statusText: '',
              ok: status < 400,
              headers: new Headers(),
              redirected: false,
              type: 'basic',
              url: request.url,
              config: request,
              data: chunk === undefined ? undefined : new TextEncoder().encode(chunk),
            }),
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        }),
      );
    },
    request: unused,
    datasourceRequest: unused,
    get: unused,
    delete: unused,
    post: unused,
    patch: unused,
    put: unused,
  });
  setTemplateSrv({
    getVariables: () => [],
    containsTemplate: (text) => text?.includes('$') ?? false,
    updateTimeRange: () => undefined,
    replace: (text = '') =>
      text.replace(/\$\{?(\w+)\}?/g, (match: string, name: string) => {
        const own = variables[name];
        return own === undefined ? match : [own].flat().join(',');
      }),
  });
  setDataSourceSrv({
    get: unused,
    getList: () => [],
    getInstanceSettings: () => undefined,
    reload: () => undefined,
    registerRuntimeDataSource: () => undefined,
  });
  return requests;
};

export const range = (from: string, to: string): TimeRange => {
  const [start, end] = [dateTime(from), dateTime(to)];
  return { from: start, to: end, raw: { from: start, to: end } };
};
