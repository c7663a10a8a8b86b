import { sql, type RawBuilder } from 'kysely';

export interface PipelineKey {
  repository: string;
  name: string;
  system: string;
}

/** Pipelines as rows `p`, each with its `place` in the list. */
export function placesOf(pipelines: readonly PipelineKey[]): RawBuilder<unknown> {
  const rows = JSON.stringify(
    pipelines.map(({ repository, name, system }, place) => ({ repository, name, system, place })),
  );
  return sql`jsonb_to_recordset(${rows}::jsonb) AS p(repository text, name text, system text, place int)`;
}

/** Joins `d`, whose `name` is the default branch of the repository of `p`; null where nobody said which it is. */
export const withDefaultBranch = (tenant: string): RawBuilder<unknown> => sql`
  LEFT JOIN LATERAL (
    SELECT min(k.default_branch) AS name FROM repository k WHERE k.tenant = ${tenant} AND k.full_name = p.repository) d ON true`;
