import { useCallback, useEffect, useRef, useState } from 'react';
import { api, type Params } from './client';
import { explain, type Failure } from './failure';

interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> {
  rows: readonly T[] | undefined;
  next: string | null;
  loading: boolean;
  failure: Failure | undefined;
  reload: () => void;
  more: () => void;
  /** Changes the rows in place, for what is already known. */
  patch: (change: (rows: readonly T[]) => readonly T[]) => void;
}

interface State<T> {
  rows?: readonly T[];
  next: string | null;
  loading: boolean;
  failure?: Failure;
}

/** A list that is loaded a page at a time. It is loaded anew when the path or the parameters change. */
export function usePages<T>(path: string, params: Params = {}): Pages<T> {
  const [state, setState] = useState<State<T>>({ next: null, loading: true });
  const round = useRef(0);
  const key = JSON.stringify(params);
  const load = useCallback(
    (cursor: string | null) => {
      const mine = ++round.current;
      setState((old) => ({ ...old, loading: true }));
      api
        .get<Page<T>>(path, { limit: 50, ...params, cursor })
        .then(({ items, next }) => {
          if (mine !== round.current) return;
          setState((old) => ({
            rows: cursor === null ? items : [...(old.rows ?? []), ...items],
            next,
            loading: false,
          }));
        })
        .catch((error: unknown) => {
          if (mine === round.current) setState((old) => ({ ...old, loading: false, failure: explain(error) }));
        });
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the contents of `params`
    [path, key],
  );
  useEffect(() => load(null), [load]);
  const { next } = state;
  return {
    rows: state.rows,
    next,
    loading: state.loading,
    failure: state.failure,
    reload: useCallback(() => load(null), [load]),
    more: useCallback(() => load(next), [load, next]),
    patch: useCallback(
      (change: (rows: readonly T[]) => readonly T[]) =>
        setState((old) => (old.rows ? { ...old, rows: change(old.rows) } : old)),
      [],
    ),
  };
}
