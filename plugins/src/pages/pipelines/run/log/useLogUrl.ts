import { useMemo } from 'react';
import { useUrlState } from '../../../../shared/url/useUrlState';
import { rangeOf, rangeText, type LineRange } from './range';
import type { Search } from './search/useSearch';

const names = ['log', 'line', 'text', 'regex', 'case', 'wrap', 'times', 'list', 'chart', 'span'] as const;

/** What a person has set of the log, as the URL keeps it. */
export interface LogUrl {
  readonly logId: string;
  /** The span that was chosen in the chart. */
  readonly spanId: string;
  readonly range: LineRange | undefined;
  readonly search: Search;
  readonly wrap: boolean;
  readonly times: boolean;
  /** The list of annotations is open. */
  readonly list: boolean;
  readonly chart: boolean;
  readonly chooseLog: (logId: string) => void;
  readonly chooseSpan: (spanId: string | null) => void;
  readonly chooseLines: (logId: string, range: LineRange | undefined) => void;
  readonly setSearch: (search: Search) => void;
  readonly toggle: (name: 'wrap' | 'times' | 'list' | 'chart') => void;
}

/** The chart is there until it is put away; all else is off until it is asked for. */
const flagOf = (name: string, on: boolean): string | null => (name === 'chart' ? (on ? null : 'off') : on ? '1' : null);

export function useLogUrl(): LogUrl {
  const { first, set } = useUrlState(names);
  return useMemo(() => {
    const flags = {
      wrap: first('wrap') === '1',
      times: first('times') === '1',
      list: first('list') === '1',
      chart: first('chart') !== 'off',
    };
    return {
      ...flags,
      logId: first('log'),
      spanId: first('span'),
      range: rangeOf(first('line')),
      search: { text: first('text'), regex: first('regex') === '1', matchCase: first('case') === '1' },
      chooseLog: (logId) => set({ log: logId, line: null, span: null }),
      chooseSpan: (spanId) => set({ span: spanId, log: null, line: null }, { replace: true }),
      chooseLines: (logId, range) =>
        set(range ? { log: logId, line: rangeText(range) } : { line: null }, { replace: true }),
      setSearch: ({ text, regex, matchCase }) =>
        set({ text, regex: regex ? '1' : null, case: matchCase ? '1' : null }, { replace: true }),
      toggle: (name) => set({ [name]: flagOf(name, !flags[name]) }, { replace: true }),
    };
  }, [first, set]);
}

/** The address of lines of a log, as it is handed on. */
export function linkTo(href: string, logId: string, range: LineRange): string {
  const url = new URL(href);
  for (const [name, value] of Object.entries({ tab: 'log', log: logId, line: rangeText(range) }))
    url.searchParams.set(name, value);
  return url.href;
}
