import { z } from 'zod';
import type { JobState } from '../../domain/run';
import type { Tx } from '../../store/database';
import type { Seal } from '../../store/sealed';
import { inflate } from '../../translate/encoding';
import type { Annotation } from '../../translate/logs/annotations';
import { BadInput, type DigestContext, type Handler, type InboxItem } from '../context';
import type { RunKey } from '../reports/runs';
import { keyOf } from '../shared/bulk';
import { countItem } from '../shared/count';
import { asBadInput } from '../shared/decode';
import { lockEntities } from '../shared/lock';
import { eventOf, isFault, type BuildEvent } from './events';
import { exportLines } from './export';
import { addToIssues, eventKey } from './issues';
import { readLog, writeLog, type BuildLog } from './log';
import { buildProject } from './project';
import { readPart, type ReadPart } from './read';
import { readJob, readLoggedRuns, wakeLogs, type LoggedRun } from './runs';
import { keptAnnotations, storeAnnotations, storeGroups, storeLines, storeSigns } from './store';

export interface LogOptions {
  seal: Seal;
  /** Largest part after inflating. */
  maxPartBytes: number;
  /** What is kept of one log, in bytes of its text. */
  maxBytes: number;
  /** Lines of one log that are exported; null where there is nothing to export to. */
  exportLines: number | null;
  /** Which branches' errors are issues. */
  issues: 'all' | 'default-branch' | 'none';
  /** Lines that one transaction stores before it leaves the other parts to the next. */
  maxLines?: number;
}

/** A run that is not known by then is a name that was mistyped, or its webhooks do not come. */
export const WAIT_MS = 24 * 3_600_000;
/** A part that has not come by then is lost; those behind it are stored without it. */
export const GAP_MS = 10 * 60_000;
/** One transaction should take a second or two, whatever was uploaded. */
const MAX_LINES = 60_000;
/** Errors of one part that become events; more of them is one cause a thousand times. */
const MAX_EVENTS = 200;

const Meta = z.object({
  run: z.string(),
  job: z.string(),
  part: z.number().int(),
  final: z.boolean(),
  history: z.boolean().default(false),
});

interface Upload extends z.infer<typeof Meta> {
  item: InboxItem;
}

/** A part that was read and stored, but for what only the whole batch knows. */
interface Stored {
  item: InboxItem;
  log: BuildLog;
  logged: LoggedRun;
  job: JobState | null;
  part: ReadPart;
  kept: readonly Annotation[];
  projectId: string | null;
  /** It ended before the windows of Loki began. */
  history: boolean;
  /** By the annotation's line. */
  events: ReadonlyMap<Annotation, BuildEvent>;
}

/**
 * All effects of parts of logs. Parts are applied in their order; one that comes before its run, or before the part in front of it, waits in the
 * inbox until `wakeLogs` fetches it. The logs' locks are taken before any row; issues, which several logs share, come last and in their own order.
 */
export const logHandler =
  (options: LogOptions): Handler =>
  async (tx, items, context) => {
    const uploads = items.map((item): Upload => ({ item, ...metaOf(item) })).sort(inOrder);
    const runs = await lockedRuns(tx, uploads);
    const logs = new Map<string, BuildLog>();
    const stored: Stored[] = [];
    const done = { lines: 0 };
    for (const upload of uploads) {
      const logged = runs.get(keyOf(upload.item.tenant, upload.run));
      if (logged === undefined) waitForRun(upload, context);
      else if (done.lines >= (options.maxLines ?? MAX_LINES)) context.later(upload.item, context.now());
      else {
        const part = await apply(tx, upload, logged, logs, options, context);
        if (part === null) continue;
        stored.push(part);
        done.lines += part.part.lines.length;
      }
    }
    await finish(tx, stored, options, context);
    const changed = new Set(stored.map(({ log }) => log));
    for (const log of changed) await writeLog(tx, log, options.seal);
    await wakeLogs(
      tx,
      [...changed].map(({ tenant, runId, job }) => ({ tenant, run_id: runId, job })),
    );
  };

const inOrder = (a: Upload, b: Upload): number => a.part - b.part;

function metaOf(item: InboxItem): z.infer<typeof Meta> {
  const meta = Meta.safeParse(item.meta);
  if (!meta.success) throw new BadInput('The part does not say which log it is of.');
  return meta.data;
}

/** The runs of uploads, under the locks of their logs. A run that is not there is looked for again once nobody can be about to bring it. */
async function lockedRuns(tx: Tx, uploads: readonly Upload[]): Promise<Map<string, LoggedRun>> {
  const keys = uploads.map(({ item, run }): RunKey => ({ tenant: item.tenant, run_id: run }));
  const known = await readLoggedRuns(tx, keys);
  const missing = keys.filter(({ tenant, run_id }) => !known.has(keyOf(tenant, run_id)));
  await lockEntities(tx, [
    ...uploads.map(({ item, run, job }) => keyOf('log', item.tenant, run, job)),
    ...missing.map(({ tenant, run_id }) => keyOf('run', tenant, run_id)),
  ]);
  return missing.length === 0 ? known : new Map([...known, ...(await readLoggedRuns(tx, missing))]);
}

function waitForRun({ item, run }: Upload, context: DigestContext): void {
  const until = new Date(item.receivedAt.getTime() + WAIT_MS);
  if (until <= context.now())
    throw new BadInput(
      `No run ${run} was reported within a day of this log. Its id is in the address of its page in Grafana; \`summit run-id\` prints it in a job.`,
    );
  context.later(item, until);
}

/** Stores one part; null where it waits, or was stored before. */
async function apply(
  tx: Tx,
  upload: Upload,
  logged: LoggedRun,
  logs: Map<string, BuildLog>,
  options: LogOptions,
  context: DigestContext,
): Promise<Stored | null> {
  const { item } = upload;
  const { tenant, receivedAt } = item;
  const key = keyOf(tenant, upload.run, upload.job);
  const log =
    logs.get(key) ?? (await readLog(tx, { tenant, runId: upload.run, job: upload.job, receivedAt }, options.seal));
  logs.set(key, log);
  const gap = gapOf(upload, log, context);
  if (gap === 'waits') return null;
  countItem(context, item, 'log', 'received');
  if (gap === 'stored before') {
    countItem(context, item, 'log', 'deduplicated');
    return null;
  }
  const text = asBadInput(() => inflate(item.body, item.encoding, options.maxPartBytes)).toString('utf8');
  const part = await readPart(log, text, {
    final: upload.final,
    maxBytes: options.maxBytes,
    ...(gap !== 'next' && { note: gap.note }),
  });
  log.nextPart = upload.part + 1;
  log.final = upload.final;
  noteTimes(log, part);
  await storeLines(tx, context.blobs, log, part, receivedAt);
  await storeGroups(tx, log, part);
  await storeSigns(tx, log, part);
  countItem(context, item, 'log', 'stored');
  countItem(context, item, 'log_line', 'received', part.lines.length + part.dropped);
  countItem(context, item, 'log_line', 'stored', part.lines.length);
  countItem(context, item, 'log_line', 'dropped', part.dropped, 'log_too_large');
  context.changed(tenant, 'run', upload.run);
  return withEvents(
    tx,
    { item, log, logged, part, job: await readJob(tx, tenant, upload.run, upload.job), history: upload.history },
    options,
  );
}

/** Whether a part is the next one. One that is not waits for it, but not for ever. */
function gapOf(
  upload: Upload,
  log: BuildLog,
  context: DigestContext,
): 'next' | 'waits' | 'stored before' | { note: string } {
  if (log.final || upload.part < log.nextPart) return 'stored before';
  if (upload.part === log.nextPart) return 'next';
  const until = new Date(upload.item.receivedAt.getTime() + GAP_MS);
  if (until <= context.now()) {
    const [from, to] = [log.nextPart, upload.part - 1];
    return { note: `… Part ${from === to ? from : `${from} to ${to}`} of this log did not come.` };
  }
  context.later(upload.item, until);
  return 'waits';
}

function noteTimes(log: BuildLog, { lines }: ReadPart): void {
  log.firstAt ??= lines.find(({ at }) => at !== null)?.at ?? null;
  log.lastAt = lines.findLast(({ at }) => at !== null)?.at ?? log.lastAt;
}

async function withEvents(
  tx: Tx,
  stored: Omit<Stored, 'kept' | 'projectId' | 'events'>,
  { issues }: LogOptions,
): Promise<Stored> {
  const { log, logged, part, item, history } = stored;
  const kept = keptAnnotations(log, part.annotations);
  // What went wrong long ago must not bring back an issue that was resolved since.
  const isWatched =
    !history && (issues === 'all' || (issues === 'default-branch' && logged.run.branch === logged.defaultBranch));
  const faults = isWatched ? kept.filter(isFault).slice(0, MAX_EVENTS) : [];
  if (faults.length === 0) return { ...stored, kept, projectId: null, events: new Map() };
  const { provider, repository } = logged.run;
  const projectId = await buildProject(tx, { tenant: log.tenant, provider, repository });
  const events = faults.map((annotation) => {
    const atMs = part.lines[annotation.line - part.firstLine]?.at ?? item.receivedAt.getTime();
    return [annotation, eventOf(annotation, log, logged, { job: stored.job, atMs })] as const;
  });
  return { ...stored, kept, projectId, events: new Map(events) };
}

/** Issues first: annotations and exported lines name theirs. */
async function finish(tx: Tx, stored: readonly Stored[], options: LogOptions, context: DigestContext): Promise<void> {
  const issueOf = await addToIssues(
    tx,
    context.blobs,
    stored.flatMap(({ item, projectId, events }) =>
      projectId === null ? [] : [{ item, projectId, events: [...events.values()] }],
    ),
    context,
  );
  for (const { item, log, logged, job, part, kept, projectId, events, history } of stored) {
    const issues = new Map<number, string>();
    const rows = kept.map((annotation) => {
      const event = events.get(annotation);
      const issueId = event === undefined ? undefined : issueOf.get(eventKey(projectId ?? '', event.eventId));
      if (issueId !== undefined) issues.set(annotation.line, issueId);
      return { annotation, issueId: issueId ?? null };
    });
    await storeAnnotations(tx, log, rows);
    if (options.exportLines !== null && !history)
      exportLines(context, { item, log, logged, job, part, issues }, options.exportLines);
  }
}
