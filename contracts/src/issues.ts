import { z } from 'zod';
import { ErrorEvent } from './errorEvent';
import { Level, pageOf, SpanId, Time, TraceId } from './primitives';
import { EntityLink } from './runs';

export const IssueStatus = z.enum(['unresolved', 'resolved', 'archived']);
export type IssueStatus = z.infer<typeof IssueStatus>;

/** Events of one cause. Counts are exact. `sparkline` counts events of the last 24 hours, one number an hour, oldest first. */
export const Issue = z.object({
  id: z.string(),
  shortId: z.string(),
  title: z.string(),
  type: z.string().nullable(),
  value: z.string().nullable(),
  culprit: z.string().nullable(),
  level: Level,
  status: IssueStatus,
  platform: z.string(),
  count: z.number().int(),
  userCount: z.number().int(),
  firstSeen: Time,
  lastSeen: Time,
  firstRelease: z.string().nullable(),
  lastRelease: z.string().nullable(),
  environment: z.string().nullable(),
  project: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  sparkline: z.array(z.number().int()),
});
export type Issue = z.infer<typeof Issue>;
export const IssuePage = pageOf(Issue);

/** How many issues a list has of each status. Counting ends at `cap`: a count that is `cap` means that many or more. */
export const IssueCounts = z.object({
  unresolved: z.number().int(),
  resolved: z.number().int(),
  archived: z.number().int(),
  cap: z.number().int(),
});
export type IssueCounts = z.infer<typeof IssueCounts>;

export const IssueDetail = Issue.extend({
  /** Share of events by value for the usual dimensions, at most ten values each. */
  distributions: z.array(
    z.object({
      key: z.string(),
      total: z.number().int(),
      values: z.array(z.object({ value: z.string(), count: z.number().int() })),
    }),
  ),
  /** What made the hash, in words. */
  grouping: z.object({ algorithm: z.string(), hash: z.string(), parts: z.array(z.string()) }),
  ledHere: z.array(EntityLink),
  followed: z.array(EntityLink),
});
export type IssueDetail = z.infer<typeof IssueDetail>;

export const EventSummary = z.object({
  eventId: z.string(),
  issueId: z.string(),
  timestamp: Time,
  receivedAt: Time,
  title: z.string(),
  level: Level,
  platform: z.string(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  user: z.string().nullable(),
  traceId: TraceId.nullable(),
  spanId: SpanId.nullable(),
});
export type EventSummary = z.infer<typeof EventSummary>;
export const EventPage = pageOf(EventSummary);

/** One event whole: parsed for the page, and `raw` as the SDK sent it. */
export const EventDetail = EventSummary.extend({
  event: ErrorEvent,
  raw: z.unknown(),
  previous: z.string().nullable(),
  next: z.string().nullable(),
  /** The run whose trace the event belongs to, as of a job that reports its own errors; null where none is known. */
  run: z.object({ id: z.string(), title: z.string() }).nullable(),
});
export type EventDetail = z.infer<typeof EventDetail>;
