import type { LogMatches } from '@summit/contracts';
import { useMemo } from 'react';
import { api } from '../../../../../shared/api/client';
import type { Failure } from '../../../../../shared/api/failure';
import { useLoad } from '../../../../../shared/api/useLoad';

export interface Search {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
}

export interface Found {
  /** Undefined while it is searched, and where nothing is searched for. */
  readonly total: number | undefined;
  /** Ascending. */
  readonly lines: readonly number[];
  /** Not all of `total` are in `lines`. */
  readonly more: boolean;
  readonly failure: Failure | undefined;
  readonly searching: boolean;
}

const none: LogMatches = { total: 0, lines: [], more: false };

/** The lines that the bridge finds. What was found before stays while a log that grows is searched again, but not when something else is searched for. */
export function useSearch(path: string, { text, regex, matchCase }: Search, logLines: number): Found {
  const asked = JSON.stringify([path, text, regex, matchCase]);
  const key = text === '' ? '' : `${asked} ${logLines}`;
  const { data, failure, loading } = useLoad(key, async () => ({
    asked,
    matches:
      text === ''
        ? none
        : await api.get<LogMatches>(`${path}/search`, {
            q: text,
            regex: regex ? 'true' : null,
            case: matchCase ? 'true' : null,
          }),
  }));
  return useMemo(() => {
    const known = data?.asked === asked && text !== '' ? data.matches : undefined;
    return {
      total: known?.total,
      lines: known?.lines ?? [],
      more: known?.more ?? false,
      failure: text === '' ? undefined : failure,
      searching: text !== '' && loading,
    };
  }, [data, asked, text, failure, loading]);
}
