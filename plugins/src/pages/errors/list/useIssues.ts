import type { Issue } from '@summit/contracts';
import { useList, type LiveList } from '../../../shared/api/useList';
import type { UrlValues } from '../../../shared/url/useUrlState';
import { apiParams, belongs } from './query';

/** The filtered list of issues, live. */
export const useIssues = (values: UrlValues): LiveList<Issue> =>
  useList({
    path: '/issues',
    kind: 'issue',
    key: JSON.stringify(values),
    params: () => apiParams(values, Date.now()),
    entityOf: (event) => (event.type === 'issue' ? event.issue : undefined),
    belongs: (issue) => belongs(issue, values),
  });
