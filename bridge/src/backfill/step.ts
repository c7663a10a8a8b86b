import type { CiFact, RunFact } from '@summit/contracts';
import { appendWithin, type NewInboxItem } from '../inbox/statements';
import { inboxDepth } from '../inbox/take';
import type { Database } from '../store/database';
import { PayloadError } from '../translate/payload';
import type { AnyApi, OpenTask } from './apis';
import { BadAnswer, NoAnswer } from './http';
import { hold, isTooOld, QUEUE_PAUSE_MS, type StepOptions, type StepOutcome } from './common';
import { factsOf, knownRuns, runOf, touchRuns } from './known';
import { type GraphStepOptions, graphsOf, stepGraph } from './graphs/step';
import { type LogStepOptions, stepLog } from './logs/step';
import { logsOf } from './logs/wanted';
import { backoffMs, isLimit, limitedUntil } from './limits';
import type { Delivery, HttpAnswer, Reading, Scope, Task } from './provider';
import {
  addProgress,
  addTasks,
  countRequest,
  type DueTask,
  failRepository,
  nextTask,
  type Source,
  stopSource,
  takeOut,
} from './queue';
import { refusalOf } from './words';

export type FullStepOptions = LogStepOptions & GraphStepOptions;

/** How often one answer is asked for in vain before its repository is left alone until somebody acts. */
const MAX_FAILURES = 8;
/** A log is some hundred times as much for the digest as a webhook. */
const LOG_SHARE = 10;

/** Asks for one answer, and commits what it says together with the fact that it was asked. */
export async function step(source: Source, options: FullStepOptions): Promise<StepOutcome> {
  const { db } = options;
  const now = options.now();
  if (source.waiting_until !== null && source.waiting_until > now) return 'held';
  const due = await nextTask(db, source.id, now);
  if (!due) return 'idle';
  const most = due.late === 'log' ? Math.ceil(options.maxWaitingRows / LOG_SHARE) : options.maxWaitingRows;
  if ((await inboxDepth(db, most + 1)).rows > most) {
    await hold(source, db, new Date(now.getTime() + QUEUE_PAUSE_MS), 'digest');
    return 'held';
  }
  if (source.waiting_until !== null) await hold(source, db, null, null);
  const api = options.apiOf(source.provider);
  if (!api) return 'idle';
  const token = await openToken(source, options);
  if (token === null) {
    await stopSource(
      db,
      source.id,
      'The token of this source does not open with the key of the bridge. Enter it again.',
    );
    return 'held';
  }
  const scope = scopeOf(source, due, now);
  try {
    if (due.late === 'graph') return await stepGraph(source, due, { api, scope, token }, options);
    if (due.late === 'log') return await stepLog(source, due, { api, scope, token }, options);
    const task = api.open(due.task);
    const answer = await options.get(`${api.rootOf(source.url)}${task.pathOf(scope)}`, api.headersFor(token));
    await countRequest(db, source.id);
    return await settle({ source, due, task, answer, scope, api }, options);
  } catch (error) {
    return failed(error, source, due, options);
  }
}

async function openToken(source: Source, options: StepOptions): Promise<string | null> {
  try {
    return (await options.open(source.token)).toString('utf8');
  } catch {
    return null;
  }
}

const scopeOf = (source: Source, due: DueTask, now: Date): Scope => ({
  name: due.repository,
  round: due.state === 'repairing' ? 'repair' : 'import',
  since: due.state === 'repairing' ? new Date(due.round_at.getTime() - source.repair_hours * 3_600_000) : source.since,
  now,
  project: due.project,
});

interface Asked {
  source: Source;
  due: DueTask;
  task: OpenTask;
  answer: HttpAnswer;
  scope: Scope;
  api: AnyApi;
}

async function settle(asked: Asked, options: FullStepOptions): Promise<StepOutcome> {
  const { source, due, task, answer, api } = asked;
  const { db } = options;
  const until = limitedUntil(answer, options.now().getTime());
  if (isLimit(answer)) {
    await hold(source, db, new Date(until ?? options.now().getTime() + QUEUE_PAUSE_MS), 'limit');
    return 'held';
  }
  const { status } = answer;
  if (status === 401) {
    await stopSource(db, source.id, refusalOf(api.provider, answer, task.needs));
    return 'held';
  }
  if (status >= 500 || status === 408) throw new NoAnswer(`it answers ${status}`);
  const instead = task.without(status);
  if (instead) await store(asked, instead, null, options);
  else if (status >= 200 && status < 300) await store(asked, task.read(answer, asked.scope), null, options);
  else if (task.first) await failRepository(db, due, source.id, refusalOf(api.provider, answer, task.needs), null);
  // What is gone since it was listed is nothing to act on.
  else await store(asked, { deliveries: [], next: [], counts: {} }, noteOf(asked), options);
  if (until === null) return 'asked';
  await hold(source, db, new Date(until), 'limit');
  return 'held';
}

/** About single things that a list named. */
const OF_LISTED = ['jobs', 'attempt', 'run', 'statuses', 'pipeline', 'mergeRequest', 'build'];

const noteOf = ({ answer, task, api }: Asked): string | null =>
  answer.status === 410 || (answer.status === 404 && OF_LISTED.includes(task.kind))
    ? null
    : refusalOf(api.provider, answer, task.needs);

async function store(
  asked: Asked,
  reading: Reading<Task>,
  note: string | null,
  options: FullStepOptions,
): Promise<void> {
  const { source, due, api, scope } = asked;
  const { db } = options;
  const next = await wanted(asked, reading, db);
  const told = reading.deliveries.map((delivery) => ({ delivery, facts: factsOf(api, delivery) }));
  const runs = told.flatMap(({ facts }) => facts.filter((fact) => fact.kind === 'run'));
  const { now } = scope;
  const graphs = await graphsOf(reading.graphs ?? [], { db, api, source, now, memory: options.graphs });
  const logs = logsOf(
    told.flatMap(({ facts }) => facts),
    api,
    scope,
    source.logs_days,
  );
  const tooOld = (endedAt: string | undefined): boolean => isTooOld(endedAt, scope.now, options.exportMaxAgeMs);
  const stored = await db.transaction().execute(async (tx) => {
    if (!(await takeOut(tx, due.id))) return false;
    await appendWithin(
      tx,
      told.map(({ delivery, facts }) =>
        inboxItem(source, api, delivery, facts.length > 0 && facts.every((fact) => tooOld(endOf(fact)))),
      ),
    );
    await addTasks(tx, source.id, due.repository, [...next, ...graphs, ...logs.tasks]);
    await addProgress(tx, source.id, due.repository, {
      counts: reading.counts,
      logs: { skipped: logs.tooOld },
      tooOld: runs.filter((run) => tooOld(run.finishedAt)).length,
      oldestAt: oldestOf(runs),
      unlisted: reading.unlisted,
      learned: reading.learned,
      note,
    });
    return true;
  });
  if (!stored) return;
  await touchRuns(db, source.tenant, runs, scope.now);
  if (reading.deliveries.length > 0) options.onAppended();
}

/** A repair asks only for runs that the bridge has not, or not all of. */
async function wanted({ source, scope, api }: Asked, reading: Reading<Task>, db: Database) {
  const next = reading.next.map(({ task, run }) => ({ task, run: run && runOf(api, run), ofRun: run !== undefined }));
  if (scope.round === 'import') return next;
  const runs = next.flatMap(({ run }) => run ?? []);
  const known = await knownRuns(db, source.tenant, runs);
  await touchRuns(db, source.tenant, [...known], scope.now);
  return next.filter(({ run }) => run === undefined || !known.has(run));
}

/** When the thing was over that is told of. */
function endOf(fact: CiFact): string | undefined {
  if (fact.kind === 'change') return fact.mergedAt ?? fact.closedAt;
  return fact.kind === 'run' || fact.kind === 'job' ? fact.finishedAt : undefined;
}

/** `history` keeps from the metrics what they would place at now. */
const inboxItem = (source: Source, api: AnyApi, { event, payload }: Delivery, history: boolean): NewInboxItem => ({
  tenant: source.tenant,
  source: api.provider,
  projectId: null,
  hookId: null,
  encoding: '',
  meta: { event, delivery: '', backfill: source.id, ...(history && { history }) },
  body: Buffer.from(JSON.stringify(payload)),
});

function oldestOf(runs: readonly RunFact[]): Date | null {
  const times = runs.map((run) => Date.parse(run.queuedAt));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** No answer, or none to be read: later again, and for a while. Anything else is the bridge's own trouble, and the caller's to log. */
async function failed(error: unknown, source: Source, due: DueTask, options: StepOptions): Promise<StepOutcome> {
  const passing = error instanceof NoAnswer || error instanceof PayloadError;
  if (!passing && !(error instanceof BadAnswer)) throw error;
  const failures = due.failures + 1;
  const again = passing && failures < MAX_FAILURES;
  const retryAt = again ? new Date(options.now().getTime() + backoffMs(failures, options.random())) : null;
  const { host } = new URL(source.url);
  const told = again
    ? `${host}: ${error.message}.`
    : `${host}: ${error.message}. Asked ${failures} times; resume to try again.`;
  await failRepository(options.db, due, source.id, told, retryAt);
  return 'asked';
}
