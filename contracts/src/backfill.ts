import { z } from 'zod';
import { pageOf, Time } from './primitives';

/** Systems whose API the bridge can ask for what it was never told. */
export const BackfillProvider = z.enum(['github', 'gitlab', 'jenkins']);
export type BackfillProvider = z.infer<typeof BackfillProvider>;

/** Largest log that a source may be asked for: it is held in memory as a whole. */
const MAX_LOG_BYTES = 64 * 1024 * 1024;

/** Which build logs a source is asked for: those of jobs that ended in the last `days`, and that are no larger. */
export const BackfillLogs = z.object({
  days: z.number().int().min(1).max(3650).default(30),
  maxBytes: z
    .number()
    .int()
    .min(1024)
    .max(MAX_LOG_BYTES)
    .default(8 * 1024 * 1024),
});
export type BackfillLogs = z.infer<typeof BackfillLogs>;

/** What became of the logs of a repository's jobs. */
const BackfillLogCounts = z.object({
  fetched: z.number().int(),
  /** Of the text of those that were fetched. */
  bytes: z.number().int(),
  /** The provider has them no more, or does not hand them out. */
  missing: z.number().int(),
  /** There already, too old or too large. */
  skipped: z.number().int(),
  /** Still to be asked for. They come after all runs, and repairs go before them. */
  waiting: z.number().int(),
});

export const BackfillRepository = z.object({
  /** As it was asked for. */
  name: z.string(),
  /** What the provider calls it now; null until it was asked. */
  fullName: z.string().nullable(),
  state: z.enum(['waiting', 'importing', 'repairing', 'done', 'failed']),
  /** What was fetched, since the source is there: attempts of runs, jobs, pull or merge requests, deployments, commits. */
  runs: z.number().int(),
  jobs: z.number().int(),
  changes: z.number().int(),
  deployments: z.number().int(),
  commits: z.number().int(),
  logs: BackfillLogCounts,
  /** Runs of which is still to be asked which job needs which; after all runs, before logs. */
  graphsWaiting: z.number().int(),
  /** Of the runs: ended so long ago that they are kept by the bridge alone, and not sent to Tempo, Loki and Mimir. */
  tooOld: z.number().int(),
  /** How far back the runs go that were fetched. */
  oldestAt: Time.nullable(),
  /** Runs still to be fetched in this round; null where the provider does not say. */
  remaining: z.number().int().nullable(),
  /** What could not be fetched while the rest went on, and what to do. */
  notes: z.array(z.string()),
  /** What stopped this repository, or what will be tried again at `retryAt`. */
  error: z.string().nullable(),
  retryAt: Time.nullable(),
  repairedAt: Time.nullable(),
});
export type BackfillRepository = z.infer<typeof BackfillRepository>;

/** A source that history is imported from and lost deliveries are repaired by. Its token is never in an answer. */
export const Backfill = z.object({
  id: z.string(),
  provider: BackfillProvider,
  name: z.string(),
  url: z.string(),
  since: Time,
  /** How far back each repair looks; 0: no repairs. */
  repairHours: z.number().int(),
  requestsPerSecond: z.number(),
  /** Null where no logs are fetched. */
  logs: BackfillLogs.nullable(),
  state: z.enum(['running', 'waiting', 'paused', 'done', 'failed']),
  createdAt: Time,
  createdBy: z.string(),
  requests: z.number().int(),
  /** Until when nothing is asked, and for what it waits: the provider's limit, or the bridge's own queue. */
  waitingUntil: Time.nullable(),
  waitingFor: z.enum(['limit', 'digest']).nullable(),
  /** What stops all of it until somebody acts, and what to do. */
  error: z.string().nullable(),
  repositories: z.array(BackfillRepository),
});
export type Backfill = z.infer<typeof Backfill>;
export const BackfillPage = pageOf(Backfill);

/** Secrets of providers: without blanks, and short enough for a header. */
export const BackfillToken = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks');

export const NewBackfill = z.object({
  provider: BackfillProvider,
  name: z.string().min(1).max(100).optional(),
  /** Root of the server, as its pages have it. Default: github.com and gitlab.com. */
  url: z.string().max(500).optional(),
  /** Of Jenkins `user:token`. */
  token: BackfillToken,
  /** `owner/name`, `group/project`, or `folder/job` of Jenkins; a folder stands for all in it. */
  repositories: z.array(z.string().min(1).max(300)).min(1).max(200),
  since: Time,
  repairHours: z.number().int().min(0).max(720).default(48),
  requestsPerSecond: z.number().min(0.1).max(50).default(2),
  /** Build logs are fetched too; null: they are not. */
  logs: BackfillLogs.nullable().default(null),
});
export type NewBackfill = z.input<typeof NewBackfill>;

/** Goes on after a pause or an error; with a token, with that one from now on. */
export const BackfillResumption = z.object({ token: BackfillToken.optional() });
