import { AppEvents, type EventBus } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { lastValueFrom, map, Observable } from 'rxjs';

const queryString = (params: Record<string, unknown> = {}): string => {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter((v) => v !== undefined && v !== null).map((v) => [key, String(v)]),
  );
  return pairs.length > 0 ? new URLSearchParams(pairs).toString() : '';
};

const addressOf = ({ url, params }: BackendSrvRequest): string => {
  const query = queryString(params);
  return query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url;
};

const initOf = (options: BackendSrvRequest, signal: AbortSignal): RequestInit => {
  const isText = typeof options.data === 'string' || options.data instanceof Blob || options.data === undefined;
  return {
    method: options.method ?? 'GET',
    headers: { ...(isText ? {} : { 'content-type': 'application/json' }), ...options.headers },
    body: isText ? (options.data as string | undefined) : JSON.stringify(options.data),
    signal,
    credentials: 'same-origin',
  };
};

const bodyOf = async (response: Response, responseType: BackendSrvRequest['responseType']): Promise<unknown> => {
  if (responseType === 'blob') {
    return response.blob();
  }
  if (responseType === 'arraybuffer') {
    return response.arrayBuffer();
  }
  const text = await response.text();
  if (responseType === 'text') {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const answerOf = (response: Response, options: BackendSrvRequest) => ({
  status: response.status,
  statusText: response.statusText,
  ok: response.ok,
  headers: response.headers,
  redirected: response.redirected,
  type: response.type,
  url: response.url,
  config: options,
});

const errorOf = (response: Response, data: unknown, options: BackendSrvRequest): FetchError<{ message: string }> => {
  const known = typeof data === 'object' && data !== null ? data : { message: typeof data === 'string' ? data : '' };
  const own = 'message' in known && typeof known.message === 'string' ? known.message : '';
  const message = own || response.statusText || 'Unexpected error';
  return { status: response.status, statusText: response.statusText, data: { ...known, message }, config: options };
};

const isDataSourceCall = (url: string): boolean =>
  url.includes('api/datasources/proxy') || url.includes('api/ds/query');

/** Grafana's BackendSrv over fetch: relative to the base href, JSON, `FetchError` for what is not 2xx, and a toast for failed API calls. */
export const createBackendSrv = (events: EventBus): BackendSrv => {
  const local = (url: string) => url.replace(/^\//, '');

  const toast = (options: BackendSrvRequest, error: FetchError<{ message: string }>) => {
    if (options.showErrorAlert ?? !isDataSourceCall(options.url)) {
      events.publish({ type: AppEvents.alertError.name, payload: [error.data.message] });
    }
  };

  const fetchOnce = async <T>(options: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> => {
    const response = await fetch(local(addressOf(options)), initOf(options, signal));
    const data = await bodyOf(response, options.responseType);
    if (!response.ok) {
      const error = errorOf(response, data, options);
      toast(options, error);
      // Grafana throws plain objects, and plugins look for their fields.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw error;
    }
    return { ...answerOf(response, options), data: data as T };
  };

  const fetchObservable = <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> =>
    new Observable((observer) => {
      const controller = new AbortController();
      options.abortSignal?.addEventListener('abort', () => controller.abort());
      fetchOnce<T>(options, controller.signal).then(
        (answer) => {
          observer.next(answer);
          observer.complete();
        },
        (error: unknown) => observer.error(error),
      );
      return () => controller.abort();
    });

  /** As in Grafana: errors are packets with `ok: false`, and the last packet has no data. The address is not made relative. */
  const chunked = (options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> =>
    new Observable((observer) => {
      const controller = new AbortController();
      const read = async () => {
        const response = await fetch(addressOf(options), initOf(options, controller.signal));
        const answer = answerOf(response, options);
        const reader = response.body?.getReader();
        for (let done = !reader; reader && !done;) {
          const chunk = await reader.read();
          done = chunk.done;
          observer.next({ ...answer, data: chunk.value });
        }
        observer.complete();
      };
      read().catch((error: unknown) => observer.error(error));
      return () => controller.abort('unsubscribe');
    });

  const request = <T>(options: BackendSrvRequest): Promise<T> =>
    lastValueFrom(fetchObservable<T>(options).pipe(map(({ data }) => data)));
  const withBody =
    (method: string) =>
    <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> =>
      request<T>({ ...options, method, url, data });

  return {
    fetch: fetchObservable,
    chunked,
    request,
    datasourceRequest: <T>(options: BackendSrvRequest) => lastValueFrom(fetchObservable<T>(options)),
    get: <T>(url: string, params?: Record<string, unknown>, requestId?: string, options?: Partial<BackendSrvRequest>) =>
      request<T>({ ...options, method: 'GET', url, params, requestId }),
    delete: withBody('DELETE'),
    post: withBody('POST'),
    patch: withBody('PATCH'),
    put: withBody('PUT'),
  };
};
