import type { CiFact, JobFact, RepositoryRef, RunFact, RunResult, StepFact } from '@summit/contracts';
import { dropUndefined, personOf } from '../fields';
import { safeLink } from '../http';
import { repositoryAt, systemAt } from '../repository';
import { branchOf, jobIdOf, nameOf, nowhere, pathOfName, resultOf, runIdOf } from './build';
import type { JenkinsSpan } from './span';
import { type BuildTree, buildsOf, isNode, type Work } from './tree';

/**
 * The builds of one trace of Jenkins' OpenTelemetry plugin, from all of its spans that are known: any order gives the same. Spans are sent when they
 * end, the build's own last, and only that one says which build it is; so a build is known when it is over, and what is not below such a span says
 * nothing yet. A trace may hold several builds, where one started another.
 */
export function factsOfTrace(spans: readonly JenkinsSpan[]): CiFact[] {
  return buildsOf(spans).flatMap((tree): CiFact[] => {
    const run = runFact(tree, spans.length);
    return [run, ...tree.work.map((work) => jobFact(tree, work, run))];
  });
}

type Build = NonNullable<JenkinsSpan['build']>;

function runFact({ root, build, members }: BuildTree, spans: number): RunFact {
  const path = pathOfName(build.id);
  const url = build.url === undefined ? undefined : safeLink(build.url);
  const { branch, changeNumber } = codeOf(build, path, members);
  const phase = members.find(({ name, parentSpanId }) => name === 'Phase: Run' && parentSpanId === root.spanId);
  const cause = causeOf(build);
  return dropUndefined<RunFact>({
    kind: 'run',
    repository: repositoryOf(members) ?? nowhere(path),
    system: systemAt('jenkins', url),
    providerRunId: runIdOf(path, build.number),
    attempt: 1,
    number: build.number,
    name: nameOf(path, build.type === 'multibranch' ? path.at(-1) : branch),
    event: cause?.event,
    actor: personOf(cause?.user),
    status: 'completed',
    result: resultOf(build.result),
    providerResult: build.result,
    branch,
    changeNumber,
    queuedAt: iso(root.startMs),
    startedAt: iso(phase?.startMs ?? root.startMs),
    finishedAt: iso(root.endMs),
    updatedAt: iso(root.endMs),
    url: url ?? '',
    trace: { traceId: root.traceId, spanId: root.spanId, spans },
  });
}

function jobFact(tree: BuildTree, work: Work, run: RunFact): JobFact {
  const { group, steps } = work;
  const result = resultOfWork(tree, work);
  return dropUndefined<JobFact>({
    kind: 'job',
    repository: run.repository,
    ...(run.system && { system: run.system }),
    providerRunId: run.providerRunId,
    attempt: 1,
    providerJobId: jobIdOf(run.providerRunId, group === null ? '0' : (group.step?.id ?? group.spanId)),
    name: group === null ? run.name : labelOf(group),
    stage: work.stage === null ? undefined : labelOf(work.stage),
    runName: run.name,
    status: 'completed',
    result: result.result,
    providerResult: result.word,
    branch: run.branch,
    ...waitOf(work, timesOf(tree, work)),
    runner: runnerOf(tree, work),
    steps: steps.map(stepFact),
    url: group?.step?.id === undefined || run.url === '' ? run.url : `${run.url}execution/node/${group.step.id}/`,
    ...(run.trace && { trace: run.trace }),
  });
}

type Times = Pick<JenkinsSpan, 'startMs' | 'endMs'>;

/** It works from when it has its agent. */
function waitOf(
  { allocation }: Work,
  { startMs, endMs }: Times,
): Pick<JobFact, 'queuedAt' | 'startedAt' | 'finishedAt' | 'waitedMs'> {
  const finishedAt = iso(endMs);
  if (allocation === undefined) return { queuedAt: iso(startMs), startedAt: iso(startMs), finishedAt };
  const waitedMs = Math.max(0, allocation.endMs - allocation.startMs);
  return { queuedAt: iso(allocation.startMs), startedAt: iso(allocation.endMs), finishedAt, waitedMs };
}

/** A stage's time is its own; of what holds other jobs too, or only some steps beside them, that of its steps. */
function timesOf({ root, members, work: all }: BuildTree, { group, steps, holdsOthers }: Work): Times {
  if (group !== null && !holdsOthers) return group;
  if (group === null && all.length === 1) return members.find(({ name }) => name === 'Phase: Run') ?? root;
  return {
    startMs: Math.min(...steps.map((step) => step.startMs)),
    endMs: Math.max(...steps.map((step) => step.endMs)),
  };
}

interface Ended {
  result: RunResult;
  word: string;
}

function resultOfWork({ build, work: all }: BuildTree, { group, steps, holdsOthers }: Work): Ended {
  if (group !== null && !holdsOthers) return endOf(group);
  if (group === null && all.length === 1) return { result: resultOf(build.result), word: build.result ?? 'unknown' };
  const ends = steps.map(endOf);
  const worst = (['failed', 'timed_out', 'cancelled', 'unknown', 'success'] as const)
    .map((result) => ends.find((end) => end.result === result))
    .find((end) => end !== undefined);
  return worst ?? { result: 'skipped', word: 'NOT_EXECUTED' };
}

/** In Jenkins' word, or, of builds that are no pipelines, by the state of the span. */
function endOf({ step, status }: JenkinsSpan): Ended {
  const word = step?.result;
  if (word === undefined) {
    const result = status === 'ok' ? 'success' : status === 'error' ? 'failed' : 'unknown';
    return { result, word: result };
  }
  const timedOut = word !== 'SUCCESS' && step?.causes?.some((cause) => cause.startsWith('ExceededTimeout')) === true;
  return { result: timedOut ? 'timed_out' : resultOf(word), word };
}

const stepFact = (span: JenkinsSpan, index: number): StepFact => ({
  number: index + 1,
  name: span.name,
  status: 'completed',
  result: endOf(span).result,
  startedAt: iso(span.startMs),
  finishedAt: iso(Math.max(span.startMs, span.endMs)),
});

/** `Stage: build`, `Parallel branch: linux`. */
const labelOf = ({ name }: JenkinsSpan): string => name.replace(/^(Stage|Parallel branch): /, '') || name;

/** The computer of its steps, and the labels of the nearest agent, in it or around it. */
function runnerOf({ root, build, ancestorsOf }: BuildTree, { group, steps, agents }: Work): JobFact['runner'] {
  const around = ancestorsOf(group ?? steps[0] ?? root).filter(isNode);
  const name = steps.find(({ step }) => step?.agent !== undefined)?.step?.agent ?? build.agent;
  const labels = [...agents, ...around].find(({ step }) => step?.labels !== undefined)?.step?.labels ?? build.labels;
  if (name === undefined && labels === undefined) return undefined;
  return dropUndefined({ name, labels: (labels ?? '').split(/\s+/).filter((label) => label !== '') });
}

/** Of the first checkout: later ones fetch what the build needs. */
function repositoryOf(members: readonly JenkinsSpan[]): RepositoryRef | undefined {
  for (const { step } of members) {
    if (step?.repository === undefined) continue;
    const found = repositoryAt(step.remote ?? (step.host && `ssh://${step.host}/${step.repository}`));
    if (found) return found;
  }
  return undefined;
}

function codeOf(
  build: Build,
  path: readonly string[],
  members: readonly JenkinsSpan[],
): Pick<RunFact, 'branch' | 'changeNumber'> {
  const job = path.at(-1);
  if (build.multibranch === 'change_request') {
    const [, digits] = /^[A-Z]{2}-(\d{1,9})(?:-(?:head|merge))?$/.exec(job ?? '') ?? [];
    return { changeNumber: digits === undefined ? undefined : Number(digits) };
  }
  if (build.type === 'multibranch') return { branch: job };
  return { branch: branchOf(members.find(({ step }) => step?.branch !== undefined)?.step?.branch) };
}

/** `UserIdCause:ada`: who, where it was somebody. */
function causeOf({ causes }: Build): { event: string; user: string | undefined } | undefined {
  const [, event, user] = /^(\w{1,100})(?::(.{1,200}))?$/.exec(causes?.[0] ?? '') ?? [];
  return event === undefined ? undefined : { event, user: event === 'UserIdCause' ? user : undefined };
}

const iso = (ms: number): string => new Date(ms).toISOString();
