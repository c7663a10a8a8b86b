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
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(the body)'}: ${issue.message}`);
  const rest = problems.length - NAMED_FIELDS;
  const named = problems.slice(0, NAMED_FIELDS).join('; ');
  throw new PayloadError(`${what}: ${named}${rest > 0 ? `; and ${rest} more` : ''}`);
}
