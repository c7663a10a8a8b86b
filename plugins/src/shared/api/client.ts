import { config, getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { sourcesOf } from './sources';

export const dataSourceType = 'summit-bridge-datasource';

/** Query parameters; lists repeat the name, and what is empty is left out. */
export type Params = Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

export class NoDataSourceError extends Error {
  override name = 'NoDataSourceError';
}

/** The bridge's data source: `summit` where it was provisioned by that name, else the first of its type. */
export function bridgeSource() {
  const all = sourcesOf(dataSourceType);
  return all.find(({ uid }) => uid === 'summit') ?? all[0];
}

export function bridgeUid(): string {
  const found = bridgeSource();
  if (!found) throw new NoDataSourceError('No Summit bridge data source is set up in this Grafana.');
  return found.uid;
}

export function search(params: Params): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') parts.append(name, String(one));
    }
  }
  const text = parts.toString();
  return text === '' ? '' : `?${text}`;
}

const proxied = (path: string): string => `/api/datasources/proxy/uid/${encodeURIComponent(bridgeUid())}/api/v1${path}`;

/** The address of a resource for the browser itself, such as a file that is saved. */
export const hrefOf = (path: string): string => `${config.appSubUrl}${proxied(path)}`;

/** Changes on their way. A page that was left may have asked for one, and the next page must not read what was before it. */
const underWay = new Set<Promise<unknown>>();
const WAIT_MS = 5000;

const changesMade = (): Promise<unknown> =>
  underWay.size === 0
    ? Promise.resolve()
    : Promise.race([Promise.allSettled(underWay), new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);

async function read<T>(path: string, params: Params): Promise<T> {
  await changesMade();
  return call('GET', path, params);
}

function change<T>(method: string, path: string, data?: unknown): Promise<T> {
  const sent = call<T>(method, path, {}, data);
  underWay.add(sent);
  const over = () => void underWay.delete(sent);
  sent.then(over, over);
  return sent;
}

async function call<T>(method: string, path: string, params: Params, data?: unknown): Promise<T> {
  const url = `${proxied(path)}${search(params)}`;
  const response = await lastValueFrom(
    getBackendSrv().fetch<T>({ method, url, data, showErrorAlert: false, showSuccessAlert: false }),
  );
  return response.data;
}

/** The bridge's API, through Grafana's data source proxy. Paths begin behind `/api/v1`. */
export const api = {
  get: <T>(path: string, params: Params = {}) => read<T>(path, params),
  post: <T>(path: string, data: unknown = {}) => change<T>('POST', path, data),
  put: <T>(path: string, data: unknown) => change<T>('PUT', path, data),
  remove: <T>(path: string) => change<T>('DELETE', path),
};
