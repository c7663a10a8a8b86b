import { rawQuery, type Database, type Tx } from '../../store/database';
import { badRequest } from '../errors';

export interface Member {
  team: string;
  repository: string;
}

/** The known repositories of teams: of those named, or of all. A repository may belong to several. */
export const membersOf = (db: Database | Tx, tenant: string, teams: readonly string[] | null): Promise<Member[]> =>
  rawQuery<Member>(
    db,
    `WITH wanted AS MATERIALIZED (
       SELECT t.name, lower(p.pattern) AS pattern FROM team t CROSS JOIN unnest(t.repositories) AS p(pattern)
       WHERE t.tenant = $1 AND ($2::text[] IS NULL OR t.name = ANY($2))
     ), known AS MATERIALIZED (
       SELECT DISTINCT full_name, lower(full_name) AS lowered FROM repository WHERE tenant = $1
     )
     SELECT w.name AS team, k.full_name AS repository FROM wanted w JOIN known k ON k.lowered = w.pattern WHERE position('*' IN w.pattern) = 0
     UNION
     SELECT w.name, k.full_name FROM wanted w
     JOIN known k ON k.lowered LIKE replace(regexp_replace(w.pattern, '([\\\\%_])', '\\\\\\1', 'g'), '*', '%')
     WHERE position('*' IN w.pattern) > 0
     ORDER BY 1, 2`,
    [tenant, teams],
  );

interface Filters {
  team?: string[] | undefined;
  repository?: string[] | undefined;
}

/**
 * A query cut to teams is one cut to their repositories: what it costs does not depend on teams. Throws 400 for a team that is not there, whose
 * figures would be zeros that mean nothing.
 */
export async function inTeams<Q extends Filters>(db: Database, tenant: string, query: Q): Promise<Q> {
  if (query.team === undefined || query.team.length === 0) return query;
  const known = await rawQuery<{ name: string }>(db, 'SELECT name FROM team WHERE tenant = $1 AND name = ANY($2)', [
    tenant,
    query.team,
  ]);
  const missing = query.team.find((name) => !known.some((team) => team.name === name));
  if (missing !== undefined)
    throw badRequest('A filter names what is not there.', [`team: there is no team ${missing}`]);
  const own = [...new Set((await membersOf(db, tenant, query.team)).map(({ repository }) => repository))];
  const { repository } = query;
  return { ...query, repository: repository ? own.filter((name) => repository.includes(name)) : own };
}
