import { IssueStatus, Level } from '@summit/contracts';
import { sql, type Expression, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Cursor } from '../paging/cursor';
import { before } from '../paging/keyset';
import { paging, text, texts, timeRange } from '../paging/parameters';
import { parseIssueQuery, type IssueQuery } from '../search/issueQuery';
import { likePattern } from '../search/words';
import { issueSorts, sortColumns, type IssueBuilder } from './rows';

export const IssueFilters = z.object({
  q: text(500).optional().meta({
    description:
      'Search: `is:unresolved level:error release:shop@1.2 environment:production browser:"Chrome 141" words "exact words"`.',
  }),
  project: texts(100).optional().meta({ description: 'Project slug or id; several are alternatives.' }),
  status: z.array(IssueStatus).max(3).optional(),
  level: z.array(Level).max(5).optional(),
  release: texts(300).optional(),
  environment: texts(200).optional(),
  sort: z.enum(issueSorts).default('lastSeen'),
  ...timeRange,
  ...paging,
});
export type IssueFilters = z.output<typeof IssueFilters>;
/** What decides which issues a list has, whatever their status and their order. */
export const IssueCountFilters = IssueFilters.omit({ status: true, sort: true, limit: true, cursor: true });

type Selection = z.output<typeof IssueCountFilters> & Partial<Pick<IssueFilters, 'status' | 'sort'>>;

/** Parameters and search syntax say the same things: a parameter narrows what the search says. */
export function issueCondition(
  filters: Selection,
  cursor: Cursor | null,
): (build: IssueBuilder) => Expression<SqlBool> {
  const query = parseIssueQuery(filters.q ?? '');
  return (build) => build.and([...parameterConditions(build, filters, cursor), ...searchConditions(build, query)]);
}

function parameterConditions(build: IssueBuilder, filters: Selection, cursor: Cursor | null): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = [];
  if (filters.project) all.push(inProject(build, filters.project));
  if (filters.status) all.push(build('issue.status', 'in', filters.status));
  if (filters.level) all.push(build('issue.level', 'in', filters.level));
  if (filters.release) all.push(hasRelease(build, filters.release));
  if (filters.environment) all.push(hasTag(build, 'environment', filters.environment));
  // Active in the range: its life from first to last event overlaps it.
  if (filters.from) all.push(build('issue.last_seen', '>=', new Date(filters.from)));
  if (filters.to) all.push(build('issue.first_seen', '<', new Date(filters.to)));
  if (cursor) {
    const { column, type } = sortColumns[filters.sort ?? 'lastSeen'];
    all.push(before(column, 'issue.id', cursor, { key: type, id: 'bigint' }));
  }
  return all;
}

function searchConditions(build: IssueBuilder, query: IssueQuery): Expression<SqlBool>[] {
  const all: Expression<SqlBool>[] = query.words.map((word) => hasWord(build, word));
  if (query.status.length > 0) all.push(build('issue.status', 'in', query.status));
  if (query.level.length > 0) all.push(build('issue.level', 'in', query.level));
  if (query.project.length > 0) all.push(inProject(build, query.project));
  if (query.platform.length > 0) all.push(build('issue.platform', 'in', query.platform));
  if (query.release.length > 0) all.push(hasRelease(build, query.release));
  if (query.environment.length > 0) all.push(hasTag(build, 'environment', query.environment));
  for (const tag of query.tags) all.push(hasTag(build, tag.key, [tag.value]));
  return all;
}

const inProject = (build: IssueBuilder, names: readonly string[]): Expression<SqlBool> =>
  build('issue.project_id', 'in', (inner) =>
    inner
      .selectFrom('project')
      .select('project.id')
      .whereRef('project.tenant', '=', 'issue.tenant')
      .where((or) => or.or([or('project.slug', 'in', names), or(sql<string>`project.id::text`, 'in', names)])),
  );

const hasWord = (build: IssueBuilder, word: string): Expression<SqlBool> =>
  build('issue.id', 'in', (inner) =>
    inner
      .selectFrom('issue_search')
      .select('issue_search.issue_id')
      .where('issue_search.words', 'like', likePattern(word)),
  );

const hasRelease = (build: IssueBuilder, versions: readonly string[]): Expression<SqlBool> =>
  build('issue.id', 'in', (inner) =>
    inner.selectFrom('issue_release').select('issue_release.issue_id').where('issue_release.version', 'in', versions),
  );

const hasTag = (build: IssueBuilder, key: string, values: readonly string[]): Expression<SqlBool> =>
  build('issue.id', 'in', (inner) =>
    inner
      .selectFrom('issue_tag')
      .select('issue_tag.issue_id')
      .where('issue_tag.key', '=', key)
      .where('issue_tag.value', 'in', values),
  );
