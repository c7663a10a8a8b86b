import { z } from 'zod';
import { problemsOf, refuse } from '../payload';
import { malformed } from './error';

/** @throws {ReportError} */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The report is malformed JSON: it was cut off, or something else was written into the file.');
  }
}

/** Reads by `schema`; `what` names the report in the error. @throws {ReportError} */
export function parseReport<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(`${refuse(what, problemsOf(parsed.error)).message}.`);
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
