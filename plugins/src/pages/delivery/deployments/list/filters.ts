import type { Deployment } from '@summit/contracts';
import type { Params } from '../../../../shared/api/client';
import { moment } from '../../../../shared/time/moment';
import type { UrlValues } from '../../../../shared/url/useUrlState';

/** The filters of the list, by their names in the URL, which are also those of the API. */
export const filterNames = ['environment', 'team', 'repository', 'state', 'from', 'to'] as const;

export function apiParams(values: UrlValues, now: number): Params {
  const { from, to, ...lists } = values;
  return { ...lists, from: moment(from?.[0], now), to: moment(to?.[0], now) };
}

/**
 * The rows with what their newest page says now: known ones are replaced where they stand, the ids of the others are given back, so that they
 * can be offered instead of moving what the pointer is on.
 */
export function refreshed(
  rows: readonly Deployment[],
  newest: readonly Deployment[],
): { rows: readonly Deployment[]; fresh: readonly string[] } {
  const now = new Map(newest.map((deployment) => [deployment.id, deployment]));
  const known = new Set(rows.map(({ id }) => id));
  return {
    rows: rows.map((row) => now.get(row.id) ?? row),
    fresh: newest.filter(({ id }) => !known.has(id)).map(({ id }) => id),
  };
}
