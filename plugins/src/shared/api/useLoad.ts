import { useCallback, useEffect, useRef, useState } from 'react';
import { explain, type Failure } from './failure';

export interface Loaded<T> {
  data: T | undefined;
  failure: Failure | undefined;
  loading: boolean;
  reload: () => void;
  /** Changes the data in place, for a live update or an answer that is already known. */
  patch: (change: (data: T) => T) => void;
}

/**
 * Loads what `load` promises, again whenever `key` changes. The old data stays while the new is on its way, unless `key` is another
 * thing altogether (`keepOld` false); an answer that was overtaken is thrown away.
 */
export function useLoad<T>(key: string, load: () => Promise<T>, { keepOld = true } = {}): Loaded<T> {
  const [state, setState] = useState<{ key: string; data?: T; failure?: Failure; loading: boolean }>({
    key,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    let current = true;
    setState((old) => (keepOld || old.key === key ? { ...old, key, loading: true } : { key, loading: true }));
    latest
      .current()
      .then((data) => current && setState({ key, data, loading: false }))
      .catch(
        (error: unknown) =>
          current && setState((old) => ({ key, data: old.data, failure: explain(error), loading: false })),
      );
    return () => {
      current = false;
    };
  }, [key, round, keepOld]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const patch = useCallback(
    (change: (data: T) => T) => setState((old) => (old.data === undefined ? old : { ...old, data: change(old.data) })),
    [],
  );
  // Until the effect of a new key has run, the state is still that of the old one: neither its data nor its end of loading are the new one's.
  const known = keepOld || state.key === key;
  return {
    data: known ? state.data : undefined,
    failure: known ? state.failure : undefined,
    loading: state.loading || state.key !== key,
    reload,
    patch,
  };
}
