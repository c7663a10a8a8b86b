import type { z } from 'zod';

/** The payload is not what its source documents; the message names the first wrong fields. Nothing will change that on a retry. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

const NAMED_FIELDS = 3;

/**
 * Reads `value` by `schema`; `what` names the payload in the error, e.g. `GitHub workflow_run`. Throws PayloadError.
 */
export function parsePayload<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse(what, problemsOf(parsed.error));
}

/** What is wrong with each field, by its path from the top. */
export const problemsOf = (error: z.ZodError, path: readonly PropertyKey[] = []): string[] =>
  error.issues.map((issue) => `${[...path, ...issue.path].map(String).join('.') || '(the body)'}: ${issue.message}`);

/** The error for a payload with these problems. */
export function refuse(what: string, problems: readonly string[]): PayloadError {
  const rest = problems.length - NAMED_FIELDS;
  const named = problems.slice(0, NAMED_FIELDS).join('; ');
  return new PayloadError(`${what}: ${named}${rest > 0 ? `; and ${rest} more` : ''}`);
}
