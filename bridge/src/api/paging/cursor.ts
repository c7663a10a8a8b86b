import { z } from 'zod';
import { badRequest } from '../errors';

/** Where a page ended: the sort it belongs to, the sort key of its last row exactly as SQL printed it, and that row's id. */
export interface Cursor {
  sort: string;
  key: string;
  id: string;
}

const Parts = z.tuple([z.string().max(20), z.string().max(64), z.string().max(200)]);

/** Opaque for callers; inside, JSON in base64url. It carries no right: the query behind it is always cut to the caller's tenant. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.sort, cursor.key, cursor.id])).toString('base64url');
}

export interface KeyForms {
  key: RegExp;
  id: RegExp;
}

/** What sort keys look like; a cursor that was tampered with is refused before it reaches SQL. */
export const timeKey = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
export const countKey = /^\d{1,18}$/;
export const numberId = /^\d{1,18}$/;
export const uuidId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const textId = /^[\x20-\x7e]{1,200}$/;

/** Reads a cursor that belongs to `sort`; null when there is none. Throws a 400 that names the parameter otherwise. */
export function decodeCursor(text: string | undefined, sort: string, forms: KeyForms): Cursor | null {
  if (text === undefined) return null;
  const parts = Parts.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (
    !parts.success ||
    !forms.key.test(parts.data[1]) ||
    !forms.id.test(parts.data[2]) ||
    !isDate(parts.data[1], forms)
  )
    throw badRequest('A parameter is wrong.', ['cursor: not a cursor of this list']);
  if (parts.data[0] !== sort)
    throw badRequest('A parameter is wrong.', [`cursor: it belongs to sort=${parts.data[0]}; start again without it`]);
  return { sort, key: parts.data[1], id: parts.data[2] };
}

/** `2026-13-41` looks like a time to the pattern, and is none to PostgreSQL. */
const isDate = (key: string, forms: KeyForms): boolean =>
  forms.key !== timeKey || (Number(key.slice(0, 4)) > 0 && isoOf(new Date(key))?.slice(0, 19) === key.slice(0, 19));

const isoOf = (date: Date): string | null => (Number.isNaN(date.getTime()) ? null : date.toISOString());

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Cuts rows fetched with `limit + 1` to a page, and makes the cursor of the next when there is more. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null };
}
