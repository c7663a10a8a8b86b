import { DisplayStatus } from '@summit/contracts';
import { sql, type Expression, type SqlBool } from 'kysely';
import { z } from 'zod';
import { before } from '../paging/keyset';
import type { Cursor } from '../paging/cursor';
import { paging, text, texts, timeRange } from '../paging/parameters';
import { likePattern, wordsOf } from '../search/words';
import type { RunBuilder } from './rows';

export const RunFilters = z.object({
  repository: texts(300).optional().meta({ description: '`owner/name`; several are alternatives.' }),
  name: texts(300).optional().meta({ description: 'Name of the pipeline or workflow.' }),
  branch: texts(300).optional(),
  status: z.array(DisplayStatus).max(8).optional().meta({ description: 'Status and result in one word.' }),
  actor: text(200).optional().meta({ description: 'Login of who started it.' }),
  event: text(100).optional().meta({ description: 'What started it, e.g. `push`.' }),
  commit: z
    .string()
    .regex(/^[0-9a-f]{4,64}$/i, 'must be 4 to 64 hex digits')
    .optional()
    .meta({ description: 'Commit sha or the start of one.' }),
  change: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000_000_000)
    .optional()
    .meta({ description: 'Number of the pull or merge request.' }),
  q: text(200)
    .optional()
    .meta({ description: 'Words that pipeline, title, branch, actor, commit or number contain; all must.' }),
  ...timeRange,
  ...paging,
});
export type RunFilters = z.output<typeof RunFilters>;

/** The condition of a run list. The time range is on the time of queueing, which never changes. */
export function runCondition(filters: RunFilters, cursor: Cursor | null): (build: RunBuilder) => Expression<SqlBool> {
  return (build) => {
    const all: Expression<SqlBool>[] = [];
    if (filters.repository) all.push(build('run.repository', 'in', filters.repository));
    if (filters.name) all.push(build('run.name', 'in', filters.name));
    if (filters.branch) all.push(build('run.branch', 'in', filters.branch));
    if (filters.status) all.push(build('run.display_status', 'in', filters.status));
    if (filters.actor) all.push(sql<boolean>`${sql.ref('run.actor')}->>'name' = ${filters.actor}`);
    if (filters.event) all.push(build('run.event', '=', filters.event));
    if (filters.commit) all.push(shaPrefix(build, filters.commit.toLowerCase()));
    if (filters.change !== undefined) all.push(build('run.change_number', '=', String(filters.change)));
    if (filters.from) all.push(build('run.queued_at', '>=', new Date(filters.from)));
    if (filters.to) all.push(build('run.queued_at', '<', new Date(filters.to)));
    for (const word of wordsOf(filters.q ?? '')) all.push(build('run.words', 'like', likePattern(word)));
    if (cursor) all.push(before('run.queued_at', 'run.id', cursor, { key: 'timestamptz', id: 'text' }));
    return build.and(all);
  };
}

/** A range that the index on sha answers: LIKE would not use it in a database whose collation is not C. */
const shaPrefix = (build: RunBuilder, prefix: string): Expression<SqlBool> =>
  prefix.length >= 40
    ? build('run.sha', '=', prefix)
    : build.and([build('run.sha', '>=', prefix), build('run.sha', '<', `${prefix}g`)]);
