import { NewTeam, NewTeams, Team, Teams } from '@summit/contracts';
import { z } from 'zod';
import type { Database, Tx } from '../../store/database';
import { rawQuery } from '../../store/database';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import { ApiError, notFound } from '../errors';
import { noBody, noInput, route, type Route } from '../routes/route';
import { textOf } from '../validId';
import { membersOf } from './members';

const TeamName = z.object({ name: z.string() });
const MOST_TEAMS = 200;
const MOST_MATCHES = 200;

interface TeamRow {
  name: string;
  repositories: string[];
  updated_at: Date;
}

const rowsOf = (db: Database | Tx, tenant: string, name: string | null): Promise<TeamRow[]> =>
  rawQuery<TeamRow>(
    db,
    `SELECT name, repositories, updated_at FROM team WHERE tenant = $1 AND ($2::text IS NULL OR name = $2) ORDER BY lower(name)`,
    [tenant, name],
  );

/** Teams with what is theirs now: all of them, or one. */
async function teamsOf(db: Database | Tx, tenant: string, name: string | null = null): Promise<Team[]> {
  const rows = await rowsOf(db, tenant, name);
  const members = await membersOf(db, tenant, name === null ? null : [name]);
  const own = new Map<string, string[]>();
  for (const { team, repository } of members) {
    const list = own.get(team);
    if (list) list.push(repository);
    else own.set(team, [repository]);
  }
  return rows.map((row) => {
    const matches = own.get(row.name) ?? [];
    return {
      name: row.name,
      repositories: row.repositories,
      matches: matches.slice(0, MOST_MATCHES),
      matchesTotal: matches.length,
      updatedAt: row.updated_at.toISOString(),
    };
  });
}

async function teamOf(tx: Tx, tenant: string, name: string): Promise<Team> {
  const [team] = await teamsOf(tx, tenant, name);
  if (!team) throw new Error('a team that was written is not there');
  return team;
}

const taken = (name: string): ApiError => new ApiError(409, `There is a team called ${name} already.`);

const unique = (repositories: readonly string[]): string[] => [...new Set(repositories)];

/** Writers of one tenant's teams one after the other: so none of them counts, or names, what another is changing. */
const lock = (tx: Tx, tenant: string) =>
  rawQuery(tx, `SELECT pg_advisory_xact_lock(hashtextextended('team' || chr(31) || $1, 0))`, [tenant]);

async function create(tx: Tx, caller: Caller, { name, repositories }: NewTeam): Promise<Team> {
  await lock(tx, caller.tenant);
  const rows = await rowsOf(tx, caller.tenant, null);
  if (rows.some((row) => row.name.toLowerCase() === name.toLowerCase())) throw taken(name);
  if (rows.length >= MOST_TEAMS) throw new ApiError(409, `There are ${MOST_TEAMS} teams already.`);
  const values = { tenant: caller.tenant, name, repositories: unique(repositories) };
  await tx.insertInto('team').values(values).execute();
  await audit(tx, caller, 'team.create', name, { repositories });
  return teamOf(tx, caller.tenant, name);
}

async function update(tx: Tx, caller: Caller, before: string | null, { name, repositories }: NewTeam): Promise<Team> {
  await lock(tx, caller.tenant);
  const rows = await rowsOf(tx, caller.tenant, null);
  if (!rows.some((row) => row.name === before) || before === null) throw notFound('team');
  if (rows.some((row) => row.name !== before && row.name.toLowerCase() === name.toLowerCase())) throw taken(name);
  await tx
    .updateTable('team')
    .set({ name, repositories: unique(repositories), updated_at: new Date() })
    .where('tenant', '=', caller.tenant)
    .where('name', '=', before)
    .execute();
  await audit(tx, caller, 'team.update', before, { ...(name === before ? {} : { name }), repositories });
  return teamOf(tx, caller.tenant, name);
}

/** What a file says is what there is. Teams that stay as they are keep the time of their last change. */
async function replace(tx: Tx, caller: Caller, { teams }: NewTeams): Promise<Teams> {
  await lock(tx, caller.tenant);
  const before = new Map((await rowsOf(tx, caller.tenant, null)).map((row) => [row.name, row]));
  const wanted = new Map(teams.map(({ name, repositories }) => [name, unique(repositories)]));
  const gone = [...before.keys()].filter((name) => !wanted.has(name));
  if (gone.length > 0)
    await tx.deleteFrom('team').where('tenant', '=', caller.tenant).where('name', 'in', gone).execute();
  const changed: string[] = [];
  for (const [name, repositories] of wanted) {
    if (JSON.stringify(before.get(name)?.repositories) === JSON.stringify(repositories)) continue;
    changed.push(name);
    await tx
      .insertInto('team')
      .values({ tenant: caller.tenant, name, repositories })
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'name']).doUpdateSet({ repositories, updated_at: new Date() }),
      )
      .execute();
  }
  // A file that is applied every minute and says nothing new is no news.
  if (gone.length + changed.length > 0)
    await audit(tx, caller, 'team.replace', caller.tenant, { changed, removed: gone, teams: teams.length });
  return { items: await teamsOf(tx, caller.tenant) };
}

export function teamRoutes(deps: ApiDeps): Route[] {
  return [
    route(
      'read',
      {
        ...noInput,
        method: 'get',
        path: '/api/v1/teams',
        operationId: 'listTeams',
        summary: 'Teams with the repositories that are theirs, by name',
        tag: 'teams',
        answer: Teams,
      },
      async (_, { tenant }) => ({ items: await teamsOf(deps.db, tenant) }),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'post',
        path: '/api/v1/teams',
        operationId: 'createTeam',
        summary: 'Make a team of repositories',
        tag: 'teams',
        status: 201,
        body: NewTeam,
        answer: Team,
      },
      ({ body }, caller) => deps.db.transaction().execute((tx) => create(tx, caller, body)),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/teams',
        operationId: 'setTeams',
        summary: 'Replace all teams, as a file in a repository holds them; those that it does not name go',
        tag: 'teams',
        body: NewTeams,
        answer: Teams,
      },
      ({ body }, caller) => deps.db.transaction().execute((tx) => replace(tx, caller, body)),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'put',
        path: '/api/v1/teams/{name}',
        operationId: 'updateTeam',
        summary: 'Change a team, its name too',
        tag: 'teams',
        params: TeamName,
        body: NewTeam,
        answer: Team,
      },
      ({ params, body }, caller) =>
        deps.db.transaction().execute((tx) => update(tx, caller, textOf(params.name), body)),
    ),
    route(
      'admin',
      {
        ...noInput,
        method: 'delete',
        path: '/api/v1/teams/{name}',
        operationId: 'deleteTeam',
        summary: 'Remove a team; its repositories stay',
        tag: 'teams',
        status: 204,
        params: TeamName,
        answer: noBody,
      },
      async ({ params }, caller) => {
        await deps.db.transaction().execute(async (tx) => {
          await lock(tx, caller.tenant);
          const name = textOf(params.name);
          const gone =
            name !== null &&
            (await tx
              .deleteFrom('team')
              .where('tenant', '=', caller.tenant)
              .where('name', '=', name)
              .returning(['name', 'repositories'])
              .executeTakeFirst());
          if (!gone) throw notFound('team');
          await audit(tx, caller, 'team.delete', gone.name, { repositories: gone.repositories });
        });
        return null;
      },
    ),
  ];
}
