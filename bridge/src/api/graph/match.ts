import { sql, type RawBuilder } from 'kysely';

/** `(a, b)` is one of the pairs; false for none, so that a condition made of several can be joined by OR. */
export const pairIn = (
  a: RawBuilder<unknown>,
  b: RawBuilder<unknown>,
  pairs: readonly (readonly [string, string])[],
  types: readonly [string, string] = ['text', 'text'],
): RawBuilder<boolean> =>
  pairs.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`(${a}, ${b}) IN (SELECT * FROM unnest(${pairs.map((pair) => pair[0])}::${sql.raw(types[0])}[], ${pairs.map((pair) => pair[1])}::${sql.raw(types[1])}[]))`;

/** The column is one of the values; false for none. */
export const oneOf = (column: RawBuilder<unknown>, values: readonly string[], type = 'text'): RawBuilder<boolean> =>
  values.length === 0 ? sql<boolean>`false` : sql<boolean>`${column} = ANY(${values}::${sql.raw(type)}[])`;

/** Entities of `kind` that one of the incidents is about. */
export const linkedTo = (
  kind: string,
  entity: RawBuilder<unknown>,
  tenant: string,
  incidents: readonly string[],
): RawBuilder<boolean> =>
  incidents.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`${entity} IN (SELECT entity_id FROM incident_link WHERE tenant = ${tenant} AND incident_id = ANY(${incidents}::uuid[]) AND kind = ${kind})`;

const FULL_SHA = 40;

/** The column is one of the commits; a release may name one by its first digits only, and those are looked up as a range. */
export const shaIn = (column: RawBuilder<unknown>, shas: readonly string[]): RawBuilder<boolean> => {
  const ranges = shas
    .filter((sha) => sha.length < FULL_SHA)
    .map((sha) => sql<boolean>`(${column} >= ${sha} AND ${column} < ${`${sha}g`})`);
  return sql<boolean>`(${sql.join([oneOf(column, shas), ...ranges], sql` OR `)})`;
};

/** Every short form that a release may use for one of the commits. */
export const shortForms = (shas: readonly string[]): string[] => [
  ...new Set(shas.flatMap((sha) => Array.from({ length: sha.length - 6 }, (_, digits) => sha.slice(0, digits + 7)))),
];
