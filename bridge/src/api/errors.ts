import type { ErrorBody } from '@summit/contracts';
import type { z } from 'zod';

/** The one error that routes throw: an HTTP status and words for people. Anything else that is thrown answers 500 and is logged. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly causes: readonly string[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  body(): ErrorBody {
    return { detail: this.message, causes: [...this.causes] };
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, `There is no such ${what}.`);

export const badRequest = (detail: string, causes: readonly string[] = []): ApiError =>
  new ApiError(400, detail, causes);

/** Names each wrong field with its path, so that all of them can be corrected at once. */
export const invalid = (where: 'parameter' | 'body', issues: readonly z.core.$ZodIssue[]): ApiError =>
  badRequest(
    where === 'body' ? 'The body is not what this call takes.' : 'A parameter is wrong.',
    issues.map((issue) => describeIssue(where, issue)),
  );

function describeIssue(where: 'parameter' | 'body', issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: not a ${where} of this call`;
  const path = issue.path.map(String).join('.');
  return path ? `${path}: ${issue.message}` : issue.message;
}
