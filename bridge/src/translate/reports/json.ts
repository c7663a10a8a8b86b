import { z } from 'zod';
import { problemsOf, refuse } from '../payload';
import { cut } from '../text';
import { malformed } from './error';
import { nameOf } from './words';

const MAX_WORDS = 500;

/** @throws {ReportError} */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The report is malformed JSON: it was cut off, or something else was written into the file.');
  }
}

/** Reads by `schema`; `what` names the report in the error. @throws {ReportError} */
export function parseReport<S extends z.ZodType>(
  schema: S,
  value: unknown,
  what: string,
  path: readonly PropertyKey[] = [],
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // A path may hold names out of the report.
  const words = nameOf(cut(refuse(what, problemsOf(parsed.error, path)).message, MAX_WORDS));
  throw malformed(`${words}.`);
}

/**
 * Reads a long list item by item: checked as a whole, a report would be in memory twice. `path` leads to the list.
 *
 * @throws {ReportError}
 */
export function* eachOf<S extends z.ZodType>(
  schema: S,
  items: readonly unknown[],
  what: string,
  path: readonly PropertyKey[],
): Generator<z.output<S>> {
  for (const [index, item] of items.entries()) yield parseReport(schema, item, what, [...path, index]);
}

/** Fields that tools leave out, set to null, or give another type from release to release: what is not there is not told. */
export const OptionalText = z.string().optional().catch(undefined);
export const OptionalNumber = z.number().optional().catch(undefined);
export const TextOrNone = z.string().catch('');
export const Texts = z.array(z.string()).catch([]);

/** A list that may be missing; one that is there has to be right. */
export const listOf = <S extends z.ZodType>(item: S) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
