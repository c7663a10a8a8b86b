import { z } from 'zod';
import { Level, SpanId, Time, TraceId } from './primitives';

/** A stack frame, innermost last, as the Sentry protocol orders frames. Lines are 1-based. */
export const Frame = z.object({
  function: z.string().optional(),
  module: z.string().optional(),
  filename: z.string().optional(),
  absPath: z.string().optional(),
  package: z.string().optional(),
  lineno: z.number().int().optional(),
  colno: z.number().int().optional(),
  inApp: z.boolean(),
  contextLine: z.string().optional(),
  preContext: z.array(z.string()).optional(),
  postContext: z.array(z.string()).optional(),
  vars: z.record(z.string(), z.unknown()).optional(),
});
export type Frame = z.infer<typeof Frame>;

/** One link of the exception chain; the list goes from the cause to what was thrown last. */
export const ExceptionValue = z.object({
  type: z.string(),
  value: z.string(),
  module: z.string().optional(),
  handled: z.boolean().optional(),
  synthetic: z.boolean().optional(),
  mechanism: z.string().optional(),
  frames: z.array(Frame),
});
export type ExceptionValue = z.infer<typeof ExceptionValue>;

export const Breadcrumb = z.object({
  timestamp: Time.optional(),
  type: z.string().optional(),
  category: z.string().optional(),
  level: z.string().optional(),
  message: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Breadcrumb = z.infer<typeof Breadcrumb>;

/** A runtime error, in the words of no SDK. The raw JSON is kept beside it, whole. */
export const ErrorEvent = z.object({
  /** 32 lower-case hex digits. */
  eventId: z.string().regex(/^[0-9a-f]{32}$/),
  timestamp: Time,
  platform: z.string(),
  level: Level,
  logger: z.string().optional(),
  message: z.string().optional(),
  /** The message before its parameters were filled in, where the SDK sent it: equal for all events of one cause. */
  messageTemplate: z.string().optional(),
  transaction: z.string().optional(),
  serverName: z.string().optional(),
  release: z.string().optional(),
  dist: z.string().optional(),
  environment: z.string().optional(),
  traceId: TraceId.optional(),
  spanId: SpanId.optional(),
  exceptions: z.array(ExceptionValue),
  /** As the SDK sent it; `{{ default }}` stands for Summit's own grouping. */
  fingerprint: z.array(z.string()),
  user: z
    .object({
      id: z.string().optional(),
      email: z.string().optional(),
      username: z.string().optional(),
      ipAddress: z.string().optional(),
    })
    .optional(),
  request: z
    .object({
      method: z.string().optional(),
      url: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  tags: z.record(z.string(), z.string()),
  contexts: z.record(z.string(), z.unknown()),
  breadcrumbs: z.array(Breadcrumb),
  sdk: z.object({ name: z.string().optional(), version: z.string().optional() }).optional(),
});
export type ErrorEvent = z.infer<typeof ErrorEvent>;
