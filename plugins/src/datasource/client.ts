import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { failureOf, failureText, type Failure } from './health/hops';

export type Params = Record<string, string | number | readonly string[] | undefined>;

/** A request that failed, in words for people: the hop, what was wrong there, what to do. */
export class BridgeError extends Error {
  constructor(
    readonly failure: Failure,
    readonly status: number,
  ) {
    super(failureText(failure));
    this.name = 'BridgeError';
  }
}

export const toBridgeError = (error: unknown): BridgeError => {
  if (error instanceof BridgeError) {
    return error;
  }
  return isFetchError<unknown>(error)
    ? new BridgeError(failureOf(error.status, error.data), error.status)
    : new BridgeError(failureOf(0, null), 0);
};

/** Lists become `a,b`; what is not set is left out. */
export const searchOf = (params: Params): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params)
      .map(([key, value]): [string, string] => [key, Array.isArray(value) ? value.join(',') : String(value ?? '')])
      .filter(([, value]) => value !== ''),
  );

/** The bridge through Grafana's proxy. `get` gives what the contracts say; answers are not parsed again in the browser. */
export interface BridgeClient {
  /** The address of `/api/v1` in the browser, relative to the page's base. */
  baseUrl: string;
  get: <T>(path: string, params?: Params) => Promise<T>;
}

export const createBridgeClient = (instanceUrl: string): BridgeClient => {
  const baseUrl = `${instanceUrl.replace(/^\//, '')}/api/v1`;
  return {
    baseUrl,
    get: async <T>(path: string, params: Params = {}): Promise<T> => {
      const request = { url: `/${baseUrl}${path}`, params: searchOf(params), showErrorAlert: false };
      try {
        const { data } = await lastValueFrom(getBackendSrv().fetch<T>(request));
        return data;
      } catch (error) {
        throw isAbort(error) ? error : toBridgeError(error);
      }
    },
  };
};

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

export interface Page<T> {
  items: T[];
  next: string | null;
}

const PAGE = 200;

/** Reads pages until `limit` items are there or the list ends; `more` says that the list went on. */
export const getAll = async <T>(
  client: BridgeClient,
  path: string,
  params: Params,
  limit: number,
): Promise<{ items: T[]; more: boolean }> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await client.get(path, { ...params, limit: Math.min(PAGE, limit - items.length), cursor });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor && items.length < limit);
  return { items, more: cursor !== undefined };
};
