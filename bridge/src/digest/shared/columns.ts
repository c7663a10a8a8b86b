/** The columns of a table and their types, written once for the statements that store many of its rows. */
export type Columns = Readonly<Record<string, string>>;

export const definitions = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');

export const names = (columns: Columns): string => Object.keys(columns).join(', ');

/** Every column from the new row, but for those of `special`, which say for themselves. */
export const assignments = (columns: Columns, special: Readonly<Record<string, string>> = {}): string =>
  Object.keys(columns)
    .map((name) => `${name} = ${special[name] ?? `excluded.${name}`}`)
    .join(', ');

/** A row with a value for each column. */
export type RowOf<C extends Columns> = { [K in keyof C]: unknown };
