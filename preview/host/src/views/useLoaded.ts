import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'done'; value: T } | { state: 'failed'; error: unknown };

/** Runs `load` when `key` changes; an answer that comes after the next change is dropped. `load` itself is not watched. */
export const useLoaded = <T>(key: string, load: () => Promise<T>): Loaded<T> => {
  const [result, setResult] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: 'loading' } });
  useEffect(() => {
    let current = true;
    load().then(
      (value) => current && setResult({ key, loaded: { state: 'done', value } }),
      (error: unknown) => {
        console.error(error);
        if (current) {
          setResult({ key, loaded: { state: 'failed', error } });
        }
      },
    );
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return result.key === key ? result.loaded : { state: 'loading' };
};
