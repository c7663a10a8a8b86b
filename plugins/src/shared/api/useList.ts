import type { StreamEvent } from '@summit/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLive } from '../live/useLive';
import { api, type Params } from './client';
import { explain, type Failure } from './failure';
import { addPage, mergeLive, noIds } from './listState';

interface Page<T> {
  items: T[];
  next: string | null;
}

interface Source<T> {
  path: string;
  kind: Exclude<StreamEvent['type'], 'reset'>;
  /** What the parameters depend on: the list is loaded anew when it changes. */
  key: string;
  /** Made at each load, so that `now-24h` means now. */
  params: () => Params;
  entityOf: (event: StreamEvent) => T | undefined;
  /** Whether an entity that is not listed would stand on this list, were it loaded now. */
  belongs: (entity: T) => boolean;
}

export interface LiveList<T> {
  rows: readonly T[] | undefined;
  next: string | null;
  loading: boolean;
  failure: Failure | undefined;
  /** How many arrived since the list was loaded and are not in it yet. */
  fresh: number;
  reload: () => void;
  more: () => void;
}

interface State<T> {
  rows?: readonly T[];
  next: string | null;
  loading: boolean;
  failure?: Failure;
  fresh: ReadonlySet<string>;
}

/** A filtered list: loaded a page at a time, known rows kept up to date live, new ones counted until they are asked for. */
export function useList<T extends { id: string }>(source: Source<T>): LiveList<T> {
  const [state, setState] = useState<State<T>>({ next: null, loading: true, fresh: noIds });
  const round = useRef(0);
  const latest = useRef(source);
  latest.current = source;

  const load = useCallback((cursor: string | null) => {
    const mine = ++round.current;
    setState((old) => ({ ...old, loading: true }));
    const { path, params } = latest.current;
    api
      .get<Page<T>>(path, { limit: 50, ...params(), cursor })
      .then(({ items, next }) => {
        if (mine !== round.current) return;
        setState((old) => ({
          rows: cursor === null ? items : addPage(old.rows ?? [], items),
          next,
          loading: false,
          fresh: cursor === null ? noIds : old.fresh,
        }));
      })
      .catch((error: unknown) => {
        if (mine === round.current) setState((old) => ({ ...old, loading: false, failure: explain(error) }));
      });
  }, []);
  useEffect(() => load(null), [load, source.key, source.path]);

  useLive([source.kind], (event) => {
    if (event.type === 'reset') return load(null);
    const entity = source.entityOf(event);
    if (!entity) return;
    setState((old) => {
      if (!old.rows) return old;
      const { rows, known } = mergeLive(old.rows, entity);
      if (known) return { ...old, rows };
      if (!source.belongs(entity)) return old;
      return old.rows.length === 0 ? { ...old, rows: [entity] } : { ...old, fresh: new Set(old.fresh).add(entity.id) };
    });
  });

  const { next } = state;
  return {
    rows: state.rows,
    next,
    loading: state.loading,
    failure: state.failure,
    fresh: state.fresh.size,
    reload: useCallback(() => load(null), [load]),
    more: useCallback(() => load(next), [load, next]),
  };
}
