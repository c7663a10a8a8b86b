import { CiFact } from '@summit/contracts';
import fc from 'fast-check';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { jenkins } from './index';
import { jenkinsSpanOf } from './span';
import { jenkinsSpans, otlpSpans } from './testing/otlp';
import { factsOfTrace } from './trace';

const START = Date.UTC(2026, 0, 31, 9);
const at = (seconds: number): Date => new Date(START + seconds * 1000);

const told = (spans: Parameters<typeof factsOfTrace>[0]): RunOrJobFact[] =>
  factsOfTrace(spans)
    .map((fact) => CiFact.parse(fact))
    .filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job');

test('a build of a pipeline: its stages are jobs, its steps theirs, the wait for an agent is the queue', () => {
  const { run, jobs } = foldRun(told(jenkinsSpans('pipeline')));
  expect(run).toMatchObject({
    id: 'jenkins-ci.example.org-shop:main:12-1',
    provider: 'git.example.org',
    repository: 'demo/shop',
    name: 'shop',
    number: 12,
    event: 'UserIdCause',
    actor: { name: 'ada' },
    status: 'completed',
    result: 'failed',
    providerResult: 'FAILURE',
    branch: 'main',
    queuedAt: at(0),
    startedAt: at(4.6),
    finishedAt: at(78.5),
    queueMs: 4600,
    url: 'https://ci.example.org/jenkins/job/shop/job/main/12/',
    jobsTotal: 5,
    jobsFailed: 2,
  });
  expect(
    jobs.map(({ id, name, stage, result, runner, steps }) => ({
      id: id.split(':').at(-1),
      name,
      stage,
      result,
      on: runner && [runner.name, ...runner.labels],
      steps: steps.map((step) => `${step.name}: ${step.result}`),
    })),
  ).toEqual([
    {
      id: '6',
      name: 'Declarative: Checkout SCM',
      stage: null,
      result: 'success',
      on: ['linux-1', 'linux'],
      steps: ['checkout: git.example.org/demo/shop: success'],
    },
    { id: '11', name: 'Build', stage: null, result: 'success', on: ['linux-1', 'linux'], steps: ['Compile: success'] },
    {
      id: '22',
      name: 'unit',
      stage: 'Tests',
      result: 'failed',
      on: ['linux-1', 'linux'],
      steps: ['npm test: success', 'junit: failed'],
    },
    {
      id: '26',
      name: 'browser',
      stage: 'Tests',
      result: 'timed_out',
      on: ['browser-2', 'browser', 'chrome'],
      steps: ['Browser tests: timed_out'],
    },
    { id: '40', name: 'Deploy', stage: null, result: 'skipped', on: [undefined, 'linux'], steps: [] },
  ]);
  const browser = jobs.find(({ name }) => name === 'browser');
  expect(browser).toMatchObject({
    queuedAt: at(26.7),
    startedAt: at(36.7),
    finishedAt: at(77.3),
    url: 'https://ci.example.org/jenkins/job/shop/job/main/12/execution/node/26/',
  });
});

test('a freestyle build is one job with its build steps', () => {
  const { run, jobs } = foldRun(told(jenkinsSpans('freestyle')));
  expect(run).toMatchObject({
    id: 'jenkins-ci.example.org-tools:clean:3-1',
    name: 'tools » clean',
    repository: 'jenkins/tools/clean',
    event: 'TimerTriggerCause',
    actor: null,
  });
  expect(jobs).toHaveLength(1);
  expect(jobs[0]).toMatchObject({
    name: 'tools » clean',
    result: 'failed',
    runner: { name: 'linux-1', labels: ['linux', 'docker'] },
    startedAt: at(0.2),
    finishedAt: at(10.2),
    steps: [
      { name: 'shell', result: 'success' },
      { name: 'archiveArtifacts', result: 'failed' },
    ],
  });
});

test('what Jenkins sends of its pages is of no build, though it names one', () => {
  const page = otlpSpans('pipeline').find(({ name }) => name.startsWith('GET '));
  expect(page?.attributes['ci.pipeline.run.number']).toBe(12);
  expect(page && jenkinsSpanOf(page)).toBeNull();
});

test('until the span of the build itself has come, nothing is known of it', () => {
  expect(factsOfTrace(jenkinsSpans('pipeline').filter(({ build }) => build === undefined))).toEqual([]);
});

test('a span whose way up to the build is not known says nothing yet, and one that is its own parent never', () => {
  const spans = jenkinsSpans('pipeline').filter(({ name }) => name !== 'Stage: Tests');
  expect(told(spans).flatMap((fact) => (fact.kind === 'job' ? [fact.name] : []))).not.toContain('unit');
  const [first] = spans;
  if (!first) throw new Error('no span');
  const circle = [
    { ...first, spanId: 'a'.repeat(16), parentSpanId: 'b'.repeat(16) },
    { ...first, spanId: 'b'.repeat(16), parentSpanId: 'a'.repeat(16) },
  ];
  expect(told([...spans, ...circle])).toHaveLength(told(spans).length);
});

/** What is known after each request: all spans so far, in any order. */
function factsAlong(spans: Parameters<typeof factsOfTrace>[0], cuts: readonly number[]): RunOrJobFact[] {
  return [...cuts, spans.length].flatMap((known) => told(spans.slice(0, known)));
}

test('in any order, in any number of requests, however often: the same run in the end', () => {
  const spans = jenkinsSpans('pipeline');
  const whole = foldRun(told(spans));
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...spans, ...spans.slice(0, 6)], { minLength: spans.length + 6 }),
      fc.array(fc.nat(spans.length), { maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      (sent, cuts, picks) => {
        const known = [...new Map(sent.map((span) => [span.spanId, span])).values()];
        const facts = factsAlong(known, cuts);
        const order = facts
          .map((fact) => ({ fact, key: picks.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(foldRun(order)).toEqual(whole);
      },
    ),
  );
});

test('a build that another one started is a run of its own', () => {
  const spans = jenkinsSpans('pipeline');
  const step = spans.find(({ name }) => name === 'Compile');
  const other = jenkinsSpans('freestyle').map((span) => ({
    ...span,
    traceId: spans[0]?.traceId ?? '',
    parentSpanId: span.build ? (step?.spanId ?? null) : span.parentSpanId,
  }));
  const runs = told([...other, ...spans]).filter(({ kind }) => kind === 'run');
  expect(runs.map(({ providerRunId }) => providerRunId).sort()).toEqual(['shop:main:12', 'tools:clean:3']);
  const steps = told([...other, ...spans]).flatMap((fact) =>
    fact.kind === 'job' && fact.name === 'Build' ? fact.steps : [],
  );
  expect(steps.map(({ name }) => name)).toEqual(['Compile']);
});

describe('beside the Notification plugin', () => {
  const SHA = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';
  const notification = (phase: string, seconds: number, fields: object = {}): RunOrJobFact[] => {
    const translation = jenkins.translate('notification', {
      build: {
        full_url: 'https://ci.example.org/jenkins/job/shop/job/main/12/',
        number: 12,
        timestamp: START + seconds * 1000,
        phase,
        url: 'job/shop/job/main/12/',
        scm: { url: 'git@git.example.org:demo/shop.git', branch: 'origin/main', commit: SHA },
        ...fields,
      },
    });
    if ('dropped' in translation) throw new Error(translation.dropped);
    return translation.facts.filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job');
  };

  test('both roads tell of one run, which knows what either does', () => {
    const facts = [
      ...notification('QUEUED', -5),
      ...notification('STARTED', 0),
      ...notification('FINALIZED', 78, { status: 'FAILURE', duration: 78_000 }),
      ...told(jenkinsSpans('pipeline')),
    ];
    const folded = foldRun(facts);
    expect(folded.run).toMatchObject({
      id: 'jenkins-ci.example.org-shop:main:12-1',
      sha: SHA,
      actor: { name: 'ada' },
      queuedAt: at(-5),
      result: 'failed',
      jobsTotal: 5,
      sourceTrace: { traceId: jenkinsSpans('pipeline')[0]?.traceId },
    });
    expect(foldRun([...facts].reverse())).toEqual(folded);
  });

  test('an end that was only supposed gives way to the one that the trace tells', () => {
    const [started] = notification('STARTED', 0);
    if (started?.kind !== 'run') throw new Error('no run');
    const lost: RunOrJobFact = { ...started, status: 'completed', result: 'unknown', lost: true };
    expect(foldRun([started, lost, ...told(jenkinsSpans('pipeline'))]).run).toMatchObject({ result: 'failed' });
  });
});
