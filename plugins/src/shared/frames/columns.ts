import {
  createDataFrame,
  FieldType,
  type DataFrame,
  type DataLink,
  type FieldConfig,
  type QueryResultMeta,
} from '@grafana/data';

export interface Column<T> {
  name: string;
  type: FieldType;
  value: (row: T) => unknown;
  config?: FieldConfig;
}

interface ColumnOptions {
  title?: string;
  unit?: string;
  links?: DataLink[];
  description?: string;
}

const configOf = ({ title, unit, links = [], description }: ColumnOptions): FieldConfig => ({
  ...(title ? { displayName: title } : {}),
  ...(unit ? { unit } : {}),
  ...(links.length > 0 ? { links } : {}),
  ...(description ? { description } : {}),
});

const column =
  (type: FieldType) =>
  <T>(name: string, value: (row: T) => unknown, options: ColumnOptions = {}): Column<T> => ({
    name,
    type,
    value,
    config: configOf(options),
  });

export const text = column(FieldType.string);
export const number = column(FieldType.number);
export const other = column(FieldType.other);

/** A column of times: RFC 3339 texts become milliseconds, null stays null. */
export const time = <T>(
  name: string,
  value: (row: T) => string | null | undefined,
  options: ColumnOptions = {},
): Column<T> => ({
  name,
  type: FieldType.time,
  value: (row) => {
    const at = value(row);
    return at ? Date.parse(at) : null;
  },
  config: configOf(options),
});

/** Durations as people read them: `2m 10s`, never `130000 ms`. */
export const duration = <T>(name: string, value: (row: T) => number | null, options: ColumnOptions = {}): Column<T> =>
  number(name, value, { unit: 'dtdurationms', ...options });

export const frameOf = <T>(
  refId: string,
  name: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  meta: QueryResultMeta,
): DataFrame =>
  createDataFrame({
    refId,
    name,
    meta,
    fields: columns.map(({ name: field, type, value, config = {} }) => ({
      name: field,
      type,
      config,
      values: rows.map(value),
    })),
  });
