import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

export type UrlValues = Readonly<Record<string, readonly string[]>>;

/** Reads the named query parameters; each is a list, empty where it is not there. */
export function readValues(params: URLSearchParams, names: readonly string[]): UrlValues {
  return Object.fromEntries(names.map((name) => [name, params.getAll(name).filter((value) => value !== '')]));
}

/** The parameters with some of them set anew; what is not named stays. */
export function withValues(
  params: URLSearchParams,
  changes: Readonly<Record<string, string | readonly string[] | null>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const one of value === null ? [] : typeof value === 'string' ? [value] : value)
      if (one !== '') next.append(name, one);
  }
  return next;
}

/** Some of Grafana's controls tell of one choice several times: each is a step back only once. */
function isThere(changes: Parameters<typeof withValues>[1]): boolean {
  const now = new URLSearchParams(window.location.search);
  const then = withValues(now, changes);
  now.sort();
  then.sort();
  return then.toString() === now.toString();
}

/** Page state that lives in the URL. `set` replaces the entry for what is typed and pushes one (so that back works) for what is chosen. */
export function useUrlState(names: readonly string[]) {
  const [params, setParams] = useSearchParams();
  const key = names.join();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the names are constants of a page; `key` stands for them
  const values = useMemo(() => readValues(params, names), [params, key]);
  const set = useCallback(
    (changes: Readonly<Record<string, string | readonly string[] | null>>, { replace = false } = {}) =>
      setParams((current) => withValues(current, changes), { replace: replace || isThere(changes) }),
    [setParams],
  );
  const first = useCallback((name: string) => values[name]?.[0] ?? '', [values]);
  return { values, first, set };
}
