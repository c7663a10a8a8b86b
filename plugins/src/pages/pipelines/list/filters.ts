import type { Run } from '@summit/contracts';
import type { Params } from '../../../shared/api/client';
import { moment } from '../../../shared/time/moment';
import type { UrlValues } from '../../../shared/url/useUrlState';

/** The filters of the list, by their names in the URL, which are also those of the API. */
export const filterNames = ['status', 'repository', 'name', 'branch', 'q', 'from', 'to'] as const;

export function apiParams(values: UrlValues, now: number): Params {
  const { from, to, q, ...lists } = values;
  return { ...lists, q: q?.[0], from: moment(from?.[0], now), to: moment(to?.[0], now) };
}

/** Whether a run that arrives live belongs into the filtered list; the search box is left to the server. */
export function belongs(run: Run, values: UrlValues): boolean {
  const among = (name: string, value: string | null) => {
    const wanted = values[name] ?? [];
    return wanted.length === 0 || (value !== null && wanted.includes(value));
  };
  return (
    among('status', run.displayStatus) &&
    among('repository', run.repository) &&
    among('name', run.name) &&
    among('branch', run.branch) &&
    (values['q'] ?? []).length === 0 &&
    (values['to'] ?? []).length === 0
  );
}
