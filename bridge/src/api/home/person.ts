import { sql, type RawBuilder } from 'kysely';

/** Whose things are asked for: a person by all the names that systems have for them, since when, and in which tenant. */
export interface Person {
  tenant: string;
  names: readonly string[];
  since: Date;
}

/** Whether an actor (jsonb of name and e-mail) is the person. E-mails are one whatever their case. */
export const isPerson = (actor: RawBuilder<unknown>, { names }: Person): RawBuilder<boolean> =>
  sql<boolean>`(${actor} ->> 'name' = ANY(${[...names]}::text[]) OR lower(${actor} ->> 'email') = ANY(${names.map((name) => name.toLowerCase())}::text[]))`;

/** The same by the name alone, which there is an index for. */
export const isNamed = (actor: RawBuilder<unknown>, { names }: Person): RawBuilder<boolean> =>
  sql<boolean>`${actor} ->> 'name' = ANY(${[...names]}::text[])`;

/** How many of a kind a home page shows. */
export const MOST = 20;
