import type { ColumnType } from 'kysely';

export type Big = ColumnType<string, string | number | bigint, string | number | bigint>;
export type BigDefault = ColumnType<string, string | number | bigint | undefined, string | number | bigint>;
export type BigNull = ColumnType<
  string | null,
  string | number | bigint | null | undefined,
  string | number | bigint | null
>;
export type BigAlways = ColumnType<string, never, never>;
/** Written by PostgreSQL itself. */
export type TextGenerated = ColumnType<string, never, never>;
export type Time = ColumnType<Date, Date | string, Date | string>;
export type TimeDefault = ColumnType<Date, Date | string | undefined, Date | string>;
export type TimeNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type Text = string;
export type TextDefault = ColumnType<string, string | undefined, string>;
export type TextNull = ColumnType<string | null, string | null | undefined, string | null>;
export type IntDefault = ColumnType<number, number | undefined, number>;
export type NumberNull = ColumnType<number | null, number | null | undefined, number | null>;
export type BoolDefault = ColumnType<boolean, boolean | undefined, boolean>;
export type Json = ColumnType<unknown, string, string>;
export type JsonDefault = ColumnType<unknown, string | undefined, string>;
export type JsonNull = ColumnType<unknown, string | null | undefined, string | null>;
export type TextsDefault = ColumnType<string[], readonly string[] | undefined, readonly string[]>;
export type TextsNull = ColumnType<string[] | null, readonly string[] | null | undefined, readonly string[] | null>;
