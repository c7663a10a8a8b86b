import { z } from 'zod';

/** RFC 3339 time with offset, as every resource carries it. */
export const Time = z.iso.datetime({ offset: true });

/** Where a run, job or step stands. Words of the GitHub, GitLab and OpenTelemetry vocabularies mapped onto one scale. */
export const RunStatus = z.enum(['queued', 'running', 'completed']);
export type RunStatus = z.infer<typeof RunStatus>;

/** How a completed run, job or step ended. `unknown` is an end that no source reported. */
export const RunResult = z.enum(['success', 'failed', 'cancelled', 'skipped', 'timed_out', 'unknown']);
export type RunResult = z.infer<typeof RunResult>;

/** Status and result in one word, as people see it and as the Gantt colours it. */
export const DisplayStatus = z.enum([
  'queued',
  'running',
  'success',
  'failed',
  'cancelled',
  'skipped',
  'timed_out',
  'unknown',
]);
export type DisplayStatus = z.infer<typeof DisplayStatus>;

export const Level = z.enum(['fatal', 'error', 'warning', 'info', 'debug']);
export type Level = z.infer<typeof Level>;

/** 32 and 16 lower-case hex digits, as in W3C Trace Context. */
export const TraceId = z.string().regex(/^[0-9a-f]{32}$/);
export const SpanId = z.string().regex(/^[0-9a-f]{16}$/);

export const Sha = z.string().regex(/^[0-9a-f]{7,64}$/);

/** A page of a list. `next` is an opaque cursor; null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** The body of every answer that is not 2xx. `causes` goes from the outer to the inner reason. */
export const ErrorBody = z.object({ detail: z.string(), causes: z.array(z.string()) });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** The state word for a status and result: what is not completed shows its status. */
export const displayStatus = (status: RunStatus, result: RunResult | null): DisplayStatus =>
  status === 'completed' ? (result ?? 'unknown') : status;
