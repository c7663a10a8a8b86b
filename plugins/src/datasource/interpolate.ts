import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { SummitQuery } from './types';

const lists = [
  'repository',
  'team',
  'pipeline',
  'branch',
  'status',
  'project',
  'issueStatus',
  'release',
  'environment',
] as const;
const texts = ['search', 'runId', 'issueId', 'leadTimeStart', 'benchmark', 'step'] as const;

/** Replaces variables in every text of a query. A variable with several values becomes several alternatives. */
export const interpolate = (
  query: SummitQuery,
  templates: Pick<TemplateSrv, 'replace'>,
  scopedVars: ScopedVars,
): SummitQuery => {
  const replaced: SummitQuery = { ...query };
  for (const field of lists) {
    replaced[field] = query[field]
      ?.flatMap((value) => templates.replace(value, scopedVars, 'csv').split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }
  for (const field of texts) {
    replaced[field] = query[field] === undefined ? undefined : templates.replace(query[field], scopedVars);
  }
  return replaced;
};
