import { z } from 'zod';
import { Time } from './primitives';

/*
 * GET /api/v1/teams: `Teams`, by name. POST: `NewTeam` → `Team`. PUT /api/v1/teams: `NewTeams` → `Teams`, and no others stay. PUT, DELETE
 * /api/v1/teams/{name}.
 */

const TeamName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._&+-]*$/u,
    'letters, digits, spaces and . _ & + -, with a letter or digit first',
  );

/** `owner/name` as deployments and runs name it, in any capitals; `*` stands for anything: `owner/*`, `*-web`. */
const RepositoryPattern = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\s\0]+$/, 'a repository, as owner/name, or a pattern of such, as owner/*');

export const NewTeam = z.object({
  name: TeamName,
  repositories: z.array(RepositoryPattern).min(1).max(200),
});
export type NewTeam = z.infer<typeof NewTeam>;

/** All teams of a tenant, as a file holds them. */
export const NewTeams = z.object({
  teams: z
    .array(NewTeam)
    .max(200)
    .refine(
      (teams) => new Set(teams.map(({ name }) => name.toLowerCase())).size === teams.length,
      'two teams have one name',
    ),
});
export type NewTeams = z.infer<typeof NewTeams>;

export const Team = NewTeam.extend({
  /** The repositories that are known now and are its own, by name: the first 200 of `matchesTotal`. */
  matches: z.array(z.string()),
  matchesTotal: z.number().int(),
  updatedAt: Time,
});
export type Team = z.infer<typeof Team>;
export const Teams = z.object({ items: z.array(Team) });
export type Teams = z.infer<typeof Teams>;
