import { FieldType, type DataFrame, type Field } from '@grafana/data';

import { valueText } from '../attributes';

/** The first field with one of the names, in the order of the names; upper and lower case, `_`, `-` and spaces do not matter. */
export const findField = (frame: DataFrame, names: readonly string[]): Field | undefined => {
  const byName = new Map<string, Field>();
  for (const field of frame.fields) {
    const key = plain(field.name);
    if (!byName.has(key)) {
      byName.set(key, field);
    }
  }
  return names.map((name) => byName.get(plain(name))).find((field) => field !== undefined);
};

const plain = (name: string): string => name.toLowerCase().replace(/[\s_.-]/g, '');

const isText = (values: readonly unknown[]): values is readonly string[] => {
  for (const value of values) {
    if (typeof value !== 'string') {
      return false;
    }
  }
  return true;
};

/** A field's values as text; a missing field or value is the empty text. Values that are text already are not copied. */
export const textColumn = (field: Field | undefined, count: number): readonly string[] => {
  const values: readonly unknown[] = field?.values ?? [];
  if (values.length === count && isText(values)) {
    return values;
  }
  const texts: string[] = new Array<string>(count);
  for (let row = 0; row < count; row++) {
    const value = values[row];
    texts[row] = typeof value === 'string' ? value : valueText(value);
  }
  return texts;
};

const MS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['nanos', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['micros', 1e-3],
  ['ms', 1],
  ['millis', 1],
  ['s', 1000],
  ['sec', 1000],
  ['seconds', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Milliseconds in one unit of the field: from its unit, else from its name (`duration_seconds`, `durationNs`), else 1. */
export const msPerUnit = (field: Field): number => {
  if (field.type === FieldType.time) {
    return 1;
  }
  const suffix = /(?:_|(?<=[a-z]))(ns|nanos|us|micros|ms|millis|s|sec|seconds)$/i;
  const named = /[_A-Z]/.test(field.name) ? suffix.exec(field.name)?.[1] : undefined;
  return MS_PER_UNIT.get(field.config.unit ?? '') ?? MS_PER_UNIT.get(named?.toLowerCase() ?? '') ?? 1;
};

/** A field's values in milliseconds; what is no number, date or date text is `NaN`. */
export const msColumn = (field: Field | undefined, count: number): Float64Array => {
  const column = new Float64Array(count).fill(NaN);
  if (!field) {
    return column;
  }
  const scale = msPerUnit(field);
  for (let row = 0; row < count; row++) {
    const value: unknown = field.values[row];
    column[row] = typeof value === 'number' ? value * scale : readMs(value, scale);
  }
  return column;
};

const readMs = (value: unknown, scale: number): number => {
  if (value instanceof Date) {
    return value.getTime();
  }
  if (typeof value !== 'string' || value.trim() === '') {
    return NaN;
  }
  const number = Number(value);
  return Number.isNaN(number) ? Date.parse(value) : number * scale;
};
