import { codesOf } from './codes';

/** Every state a span can be in; the position is the code stored in columns. */
export const STATUSES = [
  'unknown',
  'queued',
  'running',
  'success',
  'failed',
  'cancelled',
  'skipped',
  'timed_out',
] as const;

export type Status = (typeof STATUSES)[number];

/** What people read for a status: never only a colour. */
export const STATUS_WORD: Readonly<Record<Status, string>> = {
  unknown: 'Unknown',
  queued: 'Queued',
  running: 'Running',
  success: 'Success',
  failed: 'Failed',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
  timed_out: 'Timed out',
};

/** From what matters least to what matters most, where several statuses share a pixel. */
const BY_RANK: readonly Status[] = [
  'skipped',
  'unknown',
  'queued',
  'success',
  'cancelled',
  'running',
  'timed_out',
  'failed',
];

const RANKS: readonly number[] = STATUSES.map((status) => BY_RANK.indexOf(status));

/** Importance of a status code, from 0: the highest of a pixel is what is shown. */
export const rankOf = (code: number): number => RANKS[code] ?? 0;

/** Status of a rank. */
export const statusOfRank = (rank: number): Status => BY_RANK[rank] ?? 'unknown';

const CODES: ReadonlyMap<string, number> = new Map(STATUSES.map((status, code) => [status, code]));

/** Code of a status, as stored in the status column. */
export const statusCode = (status: Status): number => CODES.get(status) ?? 0;

/** Status of a code; an unheard-of code is unknown. */
export const statusOf = (code: number): Status => STATUSES[code] ?? 'unknown';

/** Whether a span in this state needs someone's attention. */
export const isFailure = (status: Status): boolean => status === 'failed' || status === 'timed_out';

/** Whether a span in this state can no longer change. */
export const isFinal = (status: Status): boolean => status !== 'unknown' && status !== 'queued' && status !== 'running';

/** Words of CI providers, OpenTelemetry (`cicd.pipeline.task.run.result`, span status) and task tables. */
const WORDS: ReadonlyMap<string, Status> = new Map<string, Status>([
  ...['queued', 'pending', 'waiting', 'requested', 'created', 'scheduled'].map((w) => [w, 'queued'] as const),
  ...['running', 'in_progress', 'executing', 'started', 'active', 'finalizing'].map((w) => [w, 'running'] as const),
  ...['success', 'succeeded', 'successful', 'passed', 'pass', 'ok', 'status_code_ok', 'completed', 'done'].map(
    (w) => [w, 'success'] as const,
  ),
  ...['failed', 'failure', 'fail', 'error', 'errored', 'status_code_error', 'startup_failure', 'broken'].map(
    (w) => [w, 'failed'] as const,
  ),
  ...['cancelled', 'canceled', 'cancellation', 'aborted', 'stale'].map((w) => [w, 'cancelled'] as const),
  ...['skipped', 'skip', 'neutral', 'not_run'].map((w) => [w, 'skipped'] as const),
  ...['timed_out', 'timeout', 'timedout'].map((w) => [w, 'timed_out'] as const),
]);

/**
 * Reads a status as other systems write it: a word in any case, or OpenTelemetry's number (0 unset, 1 ok, 2 error).
 * What is not understood is `unknown`.
 */
export const parseStatus = (value: unknown): Status => {
  if (typeof value === 'number') {
    return value === 1 ? 'success' : value === 2 ? 'failed' : 'unknown';
  }
  if (typeof value !== 'string') {
    return 'unknown';
  }
  return (
    WORDS.get(
      value
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ) ?? 'unknown'
  );
};

/** Codes of a column of statuses. */
export const statusCodes = (values: readonly unknown[], count: number): Uint8Array =>
  codesOf(values, count, (value) => statusCode(parseStatus(value)));
