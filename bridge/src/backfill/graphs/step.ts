import type { GraphUpload } from '@summit/contracts';
import { z } from 'zod';
import { runIdOfFact } from '../../domain/run';
import { appendWithin, type NewInboxItem } from '../../inbox/statements';
import { rawQuery, type Database } from '../../store/database';
import { readGraph } from '../../translate/graph/upload';
import type { AnyApi } from '../apis';
import { hold, QUEUE_PAUSE_MS, type StepOptions, type StepOutcome } from '../common';
import { BadAnswer, NoAnswer, Unreachable } from '../http';
import { runOf } from '../known';
import { isLimit, limitedUntil } from '../limits';
import type { GraphWanted, HttpAnswer, Scope } from '../provider';
import {
  addProgress,
  countRequest,
  dropGraphs,
  type DueTask,
  type NewTask,
  type Source,
  stopSource,
  takeOut,
} from '../queue';
import { refusalOf } from '../words';
import type { GraphMemory } from './answers';

export interface GraphStepOptions extends StepOptions {
  graphs: GraphMemory;
}

const GraphTask = z.object({
  kind: z.literal('graph'),
  runs: z.array(z.string()),
  about: z.record(z.string(), z.string()),
});
type GraphTask = z.output<typeof GraphTask>;

/** What jobs declare is kept for about that long (RETENTION_DAYS). */
const MAX_AGE_MS = 30 * 86_400_000;
const MAX_FAILURES = 4;

/** Runs of a list whose graph nobody has told, and nobody asked for. */
export async function graphsOf(
  wanted: readonly GraphWanted[],
  { db, api, source, now, memory }: { db: Database; api: AnyApi; source: Source; now: Date; memory: GraphMemory },
): Promise<NewTask[]> {
  const found = wanted.flatMap(({ run, attempts, about }) => {
    const fact = runOf(api, run);
    if (!fact || Date.parse(fact.queuedAt) < now.getTime() - MAX_AGE_MS) return [];
    const runs = Array.from({ length: attempts }, (_, n) => runIdOfFact({ ...fact, attempt: n + 1 }));
    return [{ runs: runs.filter((id) => !memory.wasAsked(source.id, id)), about }];
  });
  const told = await toldRuns(
    db,
    source.tenant,
    found.flatMap(({ runs }) => runs),
  );
  return found
    .map(({ runs, about }) => ({ about, runs: runs.filter((id) => !told.has(id)) }))
    .filter(({ runs }) => runs.length > 0)
    .map(({ runs, about }): NewTask => {
      for (const id of runs) memory.noteAsked(source.id, id);
      return { task: { kind: 'graph', runs, about } satisfies GraphTask, ofRun: false, late: 'graph' };
    });
}

async function toldRuns(db: Database, tenant: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await rawQuery<{ run_id: string }>(
    db,
    'SELECT DISTINCT run_id FROM declared_job WHERE tenant = $1 AND run_id = ANY($2::text[])',
    [tenant, ids],
  );
  return new Set(rows.map(({ run_id }) => run_id));
}

interface Asking {
  source: Source;
  due: DueTask;
  task: GraphTask;
  api: AnyApi;
}

/** Asks for one thing that the graph of a run needs; when all is there, commits the graph. A worker that dies in between asks again for what it kept in mind. */
export async function stepGraph(
  source: Source,
  due: DueTask,
  { api, scope, token }: { api: AnyApi; scope: Scope; token: string },
  options: GraphStepOptions,
): Promise<StepOutcome> {
  const { graphs } = options;
  const asking: Asking = { source, due, api, task: GraphTask.parse(due.task) };
  const next = api.graph?.(asking.task.about, (question) => graphs.answerTo(source.id, question), {
    root: api.rootOf(source.url),
    scope,
  });
  if (!next || 'graph' in next) return finish(asking, next?.graph ?? null, null, options);
  const { ask } = next;
  try {
    const answer = await options.get(ask.url, api.headersFor(token), ask.body);
    await countRequest(options.db, source.id);
    return await settle(
      asking,
      answer,
      () => graphs.keep(source.id, ask, answer.status === 200 ? answer.body : null),
      options,
    );
  } catch (error) {
    const last = due.failures + 1 >= MAX_FAILURES;
    if (error instanceof BadAnswer || (error instanceof NoAnswer && !(error instanceof Unreachable) && last))
      return finish(asking, null, `The graph of a run was not to be had: ${error.message}.`, options);
    throw error;
  }
}

async function settle(
  asking: Asking,
  answer: HttpAnswer,
  keep: () => void,
  options: GraphStepOptions,
): Promise<StepOutcome> {
  const { source, due, api } = asking;
  const now = options.now().getTime();
  const until = limitedUntil(answer, now);
  if (isLimit(answer)) {
    await hold(source, options.db, new Date(until ?? now + QUEUE_PAUSE_MS), 'limit');
    return 'held';
  }
  const { status } = answer;
  if (status >= 500 || status === 408) throw new NoAnswer(`it answers ${status}`);
  const refusal = refusalOf(api.provider, answer, api.provider === 'github' ? 'Contents: read' : api.logs.needs);
  if (status === 401) {
    await stopSource(options.db, source.id, refusal);
    return 'held';
  }
  if (status === 403) {
    // The next would be refused as well.
    await dropGraphs(options.db, source.id, due.repository);
    return finish(asking, null, refusal, options);
  }
  keep();
  if (until === null) return 'asked';
  await hold(source, options.db, new Date(until), 'limit');
  return 'held';
}

async function finish(
  { source, due, task }: Asking,
  graph: GraphUpload | null,
  note: string | null,
  { db, onAppended }: GraphStepOptions,
): Promise<StepOutcome> {
  const items = graph !== null && declaresJobs(graph) ? task.runs.map((run) => inboxItem(source, run, graph)) : [];
  await db.transaction().execute(async (tx) => {
    // Refused, it may be gone with the others.
    if (!(await takeOut(tx, due.id)) && note === null) return;
    await appendWithin(tx, items);
    await addProgress(tx, source.id, due.repository, {
      counts: {},
      tooOld: 0,
      oldestAt: null,
      unlisted: undefined,
      learned: undefined,
      note,
    });
  });
  if (items.length > 0) onAppended();
  return 'asked';
}

/** A file that nobody can read is no dead letter: nobody sent it. */
function declaresJobs(graph: GraphUpload): boolean {
  try {
    return readGraph(graph).jobs.length > 0;
  } catch {
    return false;
  }
}

const inboxItem = (source: Source, run: string, graph: GraphUpload): NewInboxItem => ({
  tenant: source.tenant,
  source: 'graph',
  projectId: null,
  hookId: null,
  encoding: '',
  meta: { run, fetched: true, backfill: source.id },
  body: Buffer.from(JSON.stringify(graph)),
});
