import { appendWithin } from '../../inbox/statements';
import { hold, QUEUE_PAUSE_MS, isTooOld, type StepOptions, type StepOutcome } from '../common';
import { BadAnswer, NoAnswer, TooLarge, Unreachable } from '../http';
import { isLimit, limitedUntil } from '../limits';
import type { Scope } from '../provider';
import { addProgress, countRequest, type DueTask, type LogCounts, type Source, stopSource, takeOut } from '../queue';
import type { AnyApi } from '../apis';
import { refusalOf } from '../words';
import type { GetLog, LogAnswer } from './get';
import { partsOfLog } from './parts';
import { isThere, LogTask } from './wanted';

export interface LogStepOptions extends StepOptions {
  getLog: GetLog;
  /** Largest part of a log that the digest takes. */
  partBytes: number;
}

/** A log that breaks off that often is left: a server that cannot give one log out may give all others. */
const MAX_FAILURES = 4;

interface Asking {
  source: Source;
  due: DueTask;
  task: LogTask;
  api: AnyApi;
  scope: Scope;
}

/** Asks for one log, and commits it, or why there is none, together with the fact that it was asked for. Throws NoAnswer where it is to be asked for again. */
export async function stepLog(
  source: Source,
  due: DueTask,
  { api, scope, token }: { api: AnyApi; scope: Scope; token: string },
  options: LogStepOptions,
): Promise<StepOutcome> {
  const { db } = options;
  const asking: Asking = { source, due, api, scope, task: LogTask.parse(due.task) };
  if (source.logs_max_bytes === null || (await isThere(db, source.tenant, asking.task)))
    return done(asking, { skipped: 1 }, options);
  try {
    const { elsewhere, accept } = api.logs;
    const url = `${api.rootOf(source.url)}${asking.task.path}`;
    const limits = { maxBytes: source.logs_max_bytes, elsewhere };
    const answer = await options.getLog(url, { ...api.headersFor(token), accept }, limits);
    await countRequest(db, source.id);
    return await settle(asking, answer, options);
  } catch (error) {
    return without(asking, error, options);
  }
}

async function settle(asking: Asking, answer: LogAnswer, options: LogStepOptions): Promise<StepOutcome> {
  const { source, api } = asking;
  const { status, log } = answer;
  const now = options.now().getTime();
  const until = limitedUntil(answer, now);
  if (isLimit(answer)) {
    await hold(source, options.db, new Date(until ?? now + QUEUE_PAUSE_MS), 'limit');
    return 'held';
  }
  if (status === 401) {
    await stopSource(options.db, source.id, refusalOf(api.provider, answer, api.logs.needs));
    return 'held';
  }
  if (status >= 500 || status === 408) throw new NoAnswer(`it answers ${status}`);
  if (log !== null && log.length > 0) await keep(asking, log, options);
  else await done(asking, { missing: 1 }, options, noteOf(asking, answer));
  if (until === null) return 'asked';
  await hold(source, options.db, new Date(until), 'limit');
  return 'held';
}

/** Logs that are over their time, that were erased, or that never were, are nothing to act on. */
const noteOf = ({ api }: Asking, answer: LogAnswer): string | null =>
  answer.log !== null || answer.status === 404 || answer.status === 410
    ? null
    : refusalOf(api.provider, answer, api.logs.needs);

async function keep(asking: Asking, log: Buffer, options: LogStepOptions): Promise<void> {
  const { source, task, scope } = asking;
  const parts = await partsOfLog(
    log,
    {
      tenant: source.tenant,
      run: task.run,
      job: task.job,
      backfill: source.id,
      history: isTooOld(task.endedAt, scope.now, options.exportMaxAgeMs),
    },
    options.partBytes,
  );
  await finish(asking, { fetched: 1, bytes: log.length }, null, options, parts);
  options.onAppended();
}

async function done(
  asking: Asking,
  logs: Partial<LogCounts>,
  options: LogStepOptions,
  note: string | null = null,
): Promise<StepOutcome> {
  await finish(asking, logs, note, options, []);
  return 'asked';
}

async function finish(
  { source, due }: Asking,
  logs: Partial<LogCounts>,
  note: string | null,
  { db }: LogStepOptions,
  parts: Parameters<typeof appendWithin>[1],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await takeOut(tx, due.id))) return;
    await appendWithin(tx, parts);
    await addProgress(tx, source.id, due.repository, {
      counts: {},
      logs,
      tooOld: 0,
      oldestAt: null,
      unlisted: undefined,
      learned: undefined,
      note,
    });
  });
}

/** What was not got: too large, not to be had, or to be asked for again. */
async function without(asking: Asking, error: unknown, options: LogStepOptions): Promise<StepOutcome> {
  if (error instanceof TooLarge) return done(asking, { skipped: 1 }, options);
  if (error instanceof Unreachable) throw error;
  const last = asking.due.failures + 1 >= MAX_FAILURES;
  if (!(error instanceof BadAnswer) && !(error instanceof NoAnswer && last)) throw error;
  const { host } = new URL(asking.source.url);
  return done(asking, { missing: 1 }, options, `A log was not to be had: ${host}: ${error.message}.`);
}
