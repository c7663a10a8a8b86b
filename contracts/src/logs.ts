import { z } from 'zod';
import { Time } from './primitives';

/** What a job wrote to its console. Lines are counted from 1; secrets were masked before any of it was stored. */

const LineNumber = z.number().int().min(1);
const LineCount = z.number().int().min(0);

/** How many lines one request may ask for. */
export const MAX_LOG_LINES = 5_000;
/** How many line numbers a search answers at most. */
export const MAX_LOG_MATCHES = 10_000;

/** The log of one job of a run. `jobId` is null until the run's own source named that job, or where the log is of the run as a whole. */
export const LogSummary = z.object({
  id: z.string(),
  jobId: z.string().nullable(),
  jobName: z.string(),
  lines: LineCount,
  /** Of the text as it is shown. */
  bytes: z.number().int().min(0),
  /** Its last part has come, or its run is over and nothing of it came for a minute. */
  final: z.boolean(),
  errors: LineCount,
  warnings: LineCount,
  firstAt: Time.nullable(),
  lastAt: Time.nullable(),
});
export type LogSummary = z.infer<typeof LogSummary>;

export const RunLogs = z.object({ items: z.array(LogSummary) });
export type RunLogs = z.infer<typeof RunLogs>;

/** `text` keeps colours (`ESC [ … m`) and no other control sequence; a line that was overwritten by carriage returns is as it was last. */
export const LogLine = z.object({ at: Time.nullable(), text: z.string() });
export type LogLine = z.infer<typeof LogLine>;

/** Lines from `from` on, without a gap; `total` is of the whole log. */
export const LogLines = z.object({ from: LineNumber, total: LineCount, lines: z.array(LogLine) });
export type LogLines = z.infer<typeof LogLines>;

/** Lines that the log itself puts together, in order of `from`; those of depth 1 are inside one of depth 0. `step` is the step of its job. */
export const LogGroup = z.object({
  from: LineNumber,
  to: LineNumber,
  name: z.string(),
  depth: z.number().int().min(0),
  step: z.string().nullable(),
});
export type LogGroup = z.infer<typeof LogGroup>;

/** `total` counts the groups of the log; of more than 10,000 the first are given. */
export const LogOutline = z.object({ groups: z.array(LogGroup), total: LineCount });
export type LogOutline = z.infer<typeof LogOutline>;

export const AnnotationLevel = z.enum(['error', 'warning']);
export type AnnotationLevel = z.infer<typeof AnnotationLevel>;

/** What a tool complained of. `line` is of the log; `row` and `column` are of `file`, as the tool counts them. */
export const LogAnnotation = z.object({
  line: LineNumber,
  level: AnnotationLevel,
  /** `tsc`, `eslint`, `gcc`, `pytest`, `npm`, …, or the CI system, where it was told by a command of its own. */
  tool: z.string(),
  file: z.string().nullable(),
  row: z.number().int().min(1).nullable(),
  column: z.number().int().min(0).nullable(),
  /** `TS2322`, `no-unused-vars`, `ERESOLVE`, … */
  code: z.string().nullable(),
  message: z.string(),
  issueId: z.string().nullable(),
});
export type LogAnnotation = z.infer<typeof LogAnnotation>;

/** Annotations in the order of the log; `total` counts all of them, also those past what is kept. */
export const LogAnnotations = z.object({ items: z.array(LogAnnotation), total: LineCount });
export type LogAnnotations = z.infer<typeof LogAnnotations>;

/** The first lines that match, in order. Where `more` is true, others match too, and `total` is the least that there are. */
export const LogMatches = z.object({
  total: LineCount,
  lines: z.array(LineNumber).max(MAX_LOG_MATCHES),
  more: z.boolean(),
});
export type LogMatches = z.infer<typeof LogMatches>;

/** The first line at or after the time asked for, or the last one. */
export const LogPosition = z.object({ line: LineNumber });
export type LogPosition = z.infer<typeof LogPosition>;

/** The answer to an upload. */
export const LogAccepted = z.object({ status: z.literal('accepted') });
