import type { Issue, IssueCounts } from '@summit/contracts';
import type { Params } from '../../../shared/api/client';
import { moment } from '../../../shared/time/moment';
import type { UrlValues } from '../../../shared/url/useUrlState';

/** The filters of the list, by their names in the URL. `status` is the tab. */
export const filterNames = ['status', 'q', 'project', 'level', 'environment', 'from', 'to', 'sort'] as const;

export const statusTabs = ['unresolved', 'resolved', 'archived', 'all'] as const;
export type StatusTab = (typeof statusTabs)[number];

const isTab = (text: string): text is StatusTab => statusTabs.some((tab) => tab === text);
const isWords = /(^|\s)is:(\S+)/g;

/** The tab that is shown: what the search says with `is:` goes before the tab that was chosen. */
export function shownTab(values: UrlValues): StatusTab {
  const said = [...(values['q']?.[0] ?? '').matchAll(isWords)].map((match) => match[2] ?? '');
  const [first = '', second] = said.length > 0 ? said : [values['status']?.[0] ?? ''];
  if (isTab(first) && second === undefined) return first;
  return said.length > 0 ? 'all' : 'unresolved';
}

const withoutStatus = (search: string): string => search.replaceAll(isWords, ' ').replace(/\s+/g, ' ').trim();

/** What choosing a tab changes in the URL: the search gives up its own `is:`. */
export function chooseTab(values: UrlValues, tab: StatusTab): Record<string, string | null> {
  const q = withoutStatus(values['q']?.[0] ?? '');
  return { status: tab === 'unresolved' ? null : tab, q: q || null };
}

/** What the counts of the tabs are asked with: all that narrows the list but its status and its order. */
export function countParams(values: UrlValues, now: number): Params {
  const { q, from, to, project, level, environment } = values;
  return {
    q: withoutStatus(q?.[0] ?? ''),
    project,
    level,
    environment,
    from: moment(from?.[0], now),
    to: moment(to?.[0], now),
  };
}

/** What a tab says of its number of issues: the number itself, or words ("999+") where the bridge stopped counting. */
export function countOf(counts: IssueCounts, tab: StatusTab): number | string {
  const each = tab === 'all' ? [counts.unresolved, counts.resolved, counts.archived] : [counts[tab]];
  if (each.some((count) => count >= counts.cap)) return `${(counts.cap - 1).toLocaleString()}+`;
  return each.reduce((total, count) => total + count, 0);
}

export function apiParams(values: UrlValues, now: number): Params {
  const { q, from, to, sort, project, level, environment } = values;
  const tab = shownTab(values);
  const search = q?.[0] ?? '';
  const said = search.match(isWords) !== null;
  return {
    q: search,
    status: said || tab === 'all' ? undefined : tab,
    project,
    level,
    environment,
    sort: sort?.[0],
    from: moment(from?.[0], now),
    to: moment(to?.[0], now),
  };
}

/**
 * Whether an issue that changes live would now stand on top of the list. Only what the browser can tell counts: with words, tags or
 * another order than the last event's, the list stays as it is until it is loaded again.
 */
export function belongs(issue: Issue, values: UrlValues): boolean {
  const among = (name: string, value: string) => {
    const wanted = values[name] ?? [];
    return wanted.length === 0 || wanted.includes(value);
  };
  const tab = shownTab(values);
  const search = (values['q']?.[0] ?? '').replaceAll(isWords, ' ').trim();
  return (
    search === '' &&
    (tab === 'all' || issue.status === tab) &&
    among('project', issue.project.slug) &&
    among('level', issue.level) &&
    (values['environment'] ?? []).length === 0 &&
    (values['to'] ?? []).length === 0 &&
    ['', 'lastSeen'].includes(values['sort']?.[0] ?? '')
  );
}

/** One `key:value` of the search syntax; null where the syntax cannot say it. */
export function searchTerm(key: string, value: string): string | null {
  if (!/^[a-z][a-z0-9_.-]*$/.test(key) || value === '' || value.includes('"')) return null;
  return /[\s,]/.test(value) || value.startsWith('//') ? `${key}:"${value}"` : `${key}:${value}`;
}
