import { z } from 'zod';
import { Time } from './primitives';

/** What a command of a job took, as `summit run` measured it. */

// eslint-disable-next-line no-control-regex
const UNKEPT = /[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u;
/** Milliseconds; nothing that people wait for takes ten years. */
const Ms = z.number().min(0).max(315_576_000_000);

export const NewCommand = z.strictObject({
  /** The program's, or what its caller named it; never its arguments, into which people put secrets. */
  name: z
    .string()
    .min(1)
    .max(300)
    .refine((text) => !UNKEPT.test(text), 'must not have control characters or halves of characters'),
  startedAt: Time,
  wallMs: Ms,
  /** Processor time of it and its children: more than `wallMs` where several cores worked. */
  userMs: Ms.optional(),
  systemMs: Ms.optional(),
  /** Of the largest process that was seen. */
  maxRssBytes: z
    .number()
    .int()
    .min(0)
    .max(2 ** 53 - 1)
    .optional(),
  /** Missing where a signal ended it, or it could not be started. */
  exitCode: z
    .number()
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1)
    .optional(),
  signal: z
    .string()
    .regex(/^SIG[A-Z0-9]{1,20}$/, 'must be the name of a signal')
    .optional(),
});
export type NewCommand = z.infer<typeof NewCommand>;

/** The body of an upload. */
export const CommandUpload = z.strictObject({ commands: z.array(NewCommand).min(1).max(1000) });
export type CommandUpload = z.infer<typeof CommandUpload>;

/** One command of a run. */
export const RunCommand = z.object({
  id: z.string(),
  job: z.string(),
  name: z.string(),
  startedAt: Time,
  wallMs: z.number(),
  userMs: z.number().nullable(),
  systemMs: z.number().nullable(),
  /** Processor time by wall time: how many cores it kept busy. Null where either is not known. */
  cores: z.number().nullable(),
  maxRssBytes: z.number().int().nullable(),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
});
export type RunCommand = z.infer<typeof RunCommand>;

/** In the order of their start, at most 500; `total` is of all. */
export const RunCommands = z.object({ items: z.array(RunCommand), total: z.number().int() });
export type RunCommands = z.infer<typeof RunCommands>;
