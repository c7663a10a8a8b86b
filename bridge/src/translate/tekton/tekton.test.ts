import { CiFact } from '@summit/contracts';
import fc from 'fast-check';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { cdevents } from '../cdevents';
import { PayloadError } from '../payload';

/** In the shape that Tekton's events controller sends: the whole object, as version v1beta1 of its API. */

type Json = Record<string, unknown>;
const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const RUN = '0d0f38ab-5a29-4d4e-8a5c-111111111111';
const at = (second: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, second)).toISOString().replace('.000', '');

interface Sent {
  type: string;
  payload: Json;
}

const succeeded = (status: string, reason: string, second: number): Json => ({
  conditions: [{ type: 'Succeeded', status, reason, message: '', lastTransitionTime: at(second) }],
});

const byPipelinesAsCode = {
  'pipelinesascode.tekton.dev/repo-url': 'https://github.com/demo/shop',
  'pipelinesascode.tekton.dev/sha': SHA,
  'pipelinesascode.tekton.dev/sha-title': 'Add cart',
  'pipelinesascode.tekton.dev/sha-url': `https://github.com/demo/shop/commit/${SHA}`,
  'pipelinesascode.tekton.dev/branch': 'main',
  'pipelinesascode.tekton.dev/source-branch': 'feature/cart',
  'pipelinesascode.tekton.dev/pull-request': '7',
  'pipelinesascode.tekton.dev/event-type': 'pull_request',
  'pipelinesascode.tekton.dev/sender': 'ada',
  'pipelinesascode.tekton.dev/original-prname': 'ci',
  'pipelinesascode.tekton.dev/log-url': 'https://tekton.example.org/ns/demo/run',
};

const runObject = (status: Json, more: { metadata?: Json; spec?: Json } = {}): Json => ({
  metadata: {
    name: 'ci-x7k2p',
    generateName: 'ci-',
    namespace: 'demo',
    uid: RUN,
    creationTimestamp: at(0),
    labels: { 'tekton.dev/pipeline': 'ci-x7k2p' },
    annotations: byPipelinesAsCode,
    ...more.metadata,
  },
  spec: { params: [], pipelineSpec: {}, ...more.spec },
  status,
});

const sent = (kind: 'pipelineRun' | 'taskRun', word: string, second: number, object: Json): Sent => ({
  type: `dev.tekton.event.${kind.toLowerCase()}.${word}.v1`,
  payload: {
    specversion: '1.0',
    id: `${kind}-${word}-${second}`,
    source: '/apis/tekton.dev/v1beta1/namespaces/demo/x',
    time: at(second),
    data: { [kind]: object },
  },
});

const taskObject = (name: string, created: number, status: Json, metadata: Json = {}): Json => ({
  metadata: {
    name: `ci-x7k2p-${name}`,
    namespace: 'demo',
    uid: `${name}-uid`,
    creationTimestamp: at(created),
    labels: {
      'tekton.dev/pipeline': 'ci-x7k2p',
      'tekton.dev/pipelineRun': 'ci-x7k2p',
      'tekton.dev/pipelineTask': name,
    },
    annotations: byPipelinesAsCode,
    ownerReferences: [
      { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', name: 'ci-x7k2p', uid: RUN, controller: true },
    ],
    ...metadata,
  },
  spec: { taskRef: { name } },
  status,
});

const ran = (name: string, from: number, to: number, exitCode = 0, more: Json = {}): Json => ({
  name,
  container: `step-${name}`,
  terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: at(from), finishedAt: at(to) },
  ...more,
});

const story: readonly Sent[] = [
  sent('pipelineRun', 'queued', 0, runObject({})),
  sent('pipelineRun', 'started', 2, runObject({ ...succeeded('Unknown', 'Started', 2), startTime: at(2) })),
  sent('pipelineRun', 'running', 3, runObject({ ...succeeded('Unknown', 'Running', 3), startTime: at(2) })),
  sent('taskRun', 'queued', 3, taskObject('build', 3, {})),
  sent('taskRun', 'started', 4, taskObject('build', 3, { ...succeeded('Unknown', 'Started', 4), startTime: at(4) })),
  sent(
    'taskRun',
    'running',
    6,
    taskObject('build', 3, {
      ...succeeded('Unknown', 'Running', 6),
      startTime: at(4),
      steps: [
        { name: 'clone', running: { startedAt: at(6) } },
        { name: 'compile', waiting: { reason: 'PodInitializing' } },
      ],
    }),
  ),
  sent(
    'taskRun',
    'successful',
    20,
    taskObject('build', 3, {
      ...succeeded('True', 'Succeeded', 20),
      startTime: at(4),
      completionTime: at(20),
      steps: [ran('clone', 6, 8), ran('compile', 8, 20)],
    }),
  ),
  sent(
    'taskRun',
    'failed',
    50,
    taskObject('test', 20, {
      ...succeeded('False', 'Failed', 50),
      startTime: at(22),
      completionTime: at(50),
      steps: [
        ran('lint', 24, 25, 1, { terminationReason: 'Continued' }),
        ran('unit', 25, 49, 2),
        ran('report', 49, 49, 1),
      ],
    }),
  ),
  sent(
    'pipelineRun',
    'failed',
    51,
    runObject({
      ...succeeded('False', 'Failed', 51),
      startTime: at(2),
      completionTime: at(51),
      skippedTasks: [{ name: 'deploy', reason: 'PipelineRun was stopping' }],
    }),
  ),
];

const factsOf = ({ type, payload }: Sent): readonly CiFact[] => {
  const translation = cdevents.translate(type, payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};
const folded = (events: readonly Sent[]) =>
  foldRun(events.flatMap(factsOf).filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job'));

describe('a run told by Tekton', () => {
  test('with its tasks, their steps, and those left out', () => {
    const { run, jobs } = folded(story);
    expect(run).toMatchObject({
      id: `tekton-${RUN}-1`,
      system: 'tekton',
      provider: 'github',
      repository: 'demo/shop',
      name: 'ci',
      title: 'Add cart',
      event: 'pull_request',
      result: 'failed',
      providerResult: 'Failed',
      branch: 'feature/cart',
      sha: SHA,
      changeNumber: 7,
      actor: { name: 'ada' },
      queueMs: 2000,
      durationMs: 49_000,
      url: 'https://tekton.example.org/ns/demo/run',
      jobsTotal: 3,
      jobsFailed: 1,
    });
    const seen = jobs.map(({ name, result, steps }) => [name, result, steps.map((step) => [step.name, step.result])]);
    expect(seen).toEqual([
      ['deploy', 'skipped', []],
      [
        'build',
        'success',
        [
          ['clone', 'success'],
          ['compile', 'success'],
        ],
      ],
      [
        'test',
        'failed',
        [
          ['lint', 'success'],
          ['unit', 'failed'],
          ['report', 'skipped'],
        ],
      ],
    ]);
    expect(jobs[1]).toMatchObject({
      queuedAt: new Date(at(3)),
      startedAt: new Date(at(4)),
      finishedAt: new Date(at(20)),
    });
  });

  test('in any order, however often', () => {
    const told = folded(story);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story], { minLength: story.length }),
        fc.array(fc.nat({ max: story.length - 1 }), { maxLength: 20 }),
        (events, again) => {
          expect(folded([...again.flatMap((index) => story[index] ?? []), ...events])).toEqual(told);
        },
      ),
    );
  });

  test('on the way: what runs, runs', () => {
    expect(folded(story.slice(0, 1)).run.status).toBe('queued');
    const { run, jobs } = folded(story.slice(0, 6));
    expect(run.status).toBe('running');
    expect(jobs[0]?.steps.map(({ status }) => status)).toEqual(['running', 'queued']);
  });

  test('only by its tasks is there too', () => {
    expect(folded(story.filter(({ type }) => type.includes('taskrun'))).run).toMatchObject({
      id: `tekton-${RUN}-1`,
      name: 'ci',
      repository: 'demo/shop',
      status: 'running',
    });
  });

  test('with the commit that it was of', () => {
    expect(factsOf(story[0] as Sent)).toContainEqual({
      kind: 'commit',
      repository: { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' },
      sha: SHA,
      message: 'Add cart',
      url: `https://github.com/demo/shop/commit/${SHA}`,
    });
  });
});

test.each([
  ['True', 'Succeeded', 'success'],
  ['True', 'Completed', 'success'],
  ['False', 'Failed', 'failed'],
  ['False', 'Cancelled', 'cancelled'],
  ['False', 'PipelineRunTimeout', 'timed_out'],
  ['False', 'CouldntGetTask', 'failed'],
  ['False', 'toString', 'failed'],
])('the condition %s for the reason %s is %s', (status, reason, result) => {
  const run = runObject({ ...succeeded(status, reason, 5), startTime: at(2), completionTime: at(5) });
  expect(factsOf(sent('pipelineRun', 'failed', 5, run))[0]).toMatchObject({ result, providerResult: reason });
});

test.each([
  ['PipelineRunPending', 'queued'],
  ['ResolvingPipelineRef', 'queued'],
  ['Running', 'running'],
  ['CancelledRunningFinally', 'running'],
])('not known yet for the reason %s is %s', (reason, status) => {
  const run = runObject({ ...succeeded('Unknown', reason, 5), startTime: at(2) });
  expect(factsOf(sent('pipelineRun', 'unknown', 5, run))[0]).toMatchObject({ status, result: null });
});

describe('a task', () => {
  const ended = (reason: string, steps: Json[], more: Json = {}): Json => ({
    ...succeeded('False', reason, 50),
    startTime: at(22),
    completionTime: at(50),
    steps,
    ...more,
  });
  const job = (status: Json) => factsOf(sent('taskRun', 'failed', 50, taskObject('test', 20, status)))[0];

  test.each([
    ['TaskRunCancelled', 'cancelled', 'cancelled'],
    ['TaskRunTimeout', 'timed_out', 'timed_out'],
    ['Failed', 'failed', 'failed'],
    ['FailureIgnored', 'success', 'failed'],
  ])('that ends for the reason %s is %s, and the step that was killed %s', (reason, result, step) => {
    expect(job(ended(reason, [ran('unit', 25, 49, 137)]))).toMatchObject({ result, steps: [{ result: step }] });
  });

  test('that is tried again is a job for each try, of which the last counts', () => {
    const first = {
      ...succeeded('False', 'Failed', 30),
      startTime: at(22),
      completionTime: at(30),
      steps: [ran('unit', 23, 30, 1)],
    };
    const waits = {
      ...succeeded('Unknown', 'ToBeRetried', 30),
      retriesStatus: [first],
      steps: [ran('unit', 23, 30, 1)],
    };
    const passed = {
      ...succeeded('True', 'Succeeded', 50),
      startTime: at(33),
      completionTime: at(50),
      steps: [ran('unit', 35, 50)],
      retriesStatus: [first],
    };
    const events = [
      sent('taskRun', 'unknown', 30, taskObject('test', 20, waits)),
      sent('taskRun', 'successful', 50, taskObject('test', 20, passed)),
    ];
    for (const order of [events, [...events].reverse()]) {
      const { run, jobs } = folded(order);
      expect(run).toMatchObject({ jobsTotal: 1, jobsFailed: 0 });
      expect(jobs.map(({ id, result, retried, queuedAt }) => [id, result, retried, queuedAt])).toEqual([
        ['tekton-test-uid', 'failed', true, new Date(at(20))],
        ['tekton-test-uid:1', 'success', false, new Date(at(30))],
      ]);
    }
    expect(folded(events.slice(0, 1)).jobs[1]).toMatchObject({ status: 'queued', steps: [] });
  });

  test('of no pipeline is a run of its own', () => {
    const alone = taskObject('nightly', 0, ended('Failed', [ran('unit', 25, 49, 1)]), {
      labels: { 'tekton.dev/task': 'nightly' },
      ownerReferences: undefined,
    });
    const { run, jobs } = folded([sent('taskRun', 'failed', 50, alone)]);
    expect(run).toMatchObject({ id: 'tekton-nightly-uid-1', name: 'nightly', result: 'failed', jobsTotal: 1 });
    expect(jobs[0]).toMatchObject({ id: 'tekton-nightly-uid' });
  });

  test('of a run that cannot be told is left alone', () => {
    const lost = taskObject('test', 20, {}, { ownerReferences: null });
    expect(
      cdevents.translate('dev.tekton.event.taskrun.queued.v1', sent('taskRun', 'queued', 1, lost).payload),
    ).toEqual({
      dropped: 'unknown run',
    });
    const labelled = taskObject(
      'test',
      20,
      {},
      {
        ownerReferences: null,
        labels: { 'tekton.dev/pipelineRun': 'x', 'tekton.dev/pipelineRunUID': RUN },
      },
    );
    expect(factsOf(sent('taskRun', 'queued', 1, labelled))[0]).toMatchObject({ providerRunId: RUN });
  });
});

describe('without Pipelines-as-Code', () => {
  const plain = (params: Json[], more: Json = {}) =>
    factsOf(
      sent('pipelineRun', 'queued', 0, runObject({}, { metadata: { annotations: null, ...more }, spec: { params } })),
    )[0];

  test.each([
    ['repo-url', 'https://github.com/demo/shop', 'revision', SHA, { sha: SHA }],
    ['git-url', 'git@github.com:demo/shop.git', 'git-revision', 'refs/heads/main', { branch: 'main' }],
    ['gitrepositoryurl', 'https://github.com/demo/shop.git', 'gitrevision', 'main', { branch: 'main' }],
    ['REPO_URL', 'https://github.com/demo/shop', 'COMMIT_SHA', SHA, { sha: SHA }],
  ])('the parameters %s=%s and %s=%s say which code', (name, address, other, value, code) => {
    expect(
      plain([
        { name, value: address },
        { name: other, value },
      ]),
    ).toMatchObject({
      repository: { provider: 'github', fullName: 'demo/shop' },
      ...code,
    });
  });

  test('results say it where the parameters do not', () => {
    const status = {
      pipelineResults: [
        { name: 'commit', value: SHA },
        { name: 'url', value: 'https://github.com/demo/shop' },
      ],
    };
    const run = runObject(status, { metadata: { annotations: null } });
    expect(factsOf(sent('pipelineRun', 'queued', 0, run))[0]).toMatchObject({
      sha: SHA,
      repository: { provider: 'github' },
    });
  });

  test('nothing that is not there is made up', () => {
    const fact = plain([
      { name: 'url', value: 'not an address' },
      { name: 'revision', value: ['a', 'list'] },
      { name: 'branch', value: { an: 'object' } },
    ]);
    expect(fact).toEqual({
      kind: 'run',
      repository: { provider: 'tekton', fullName: 'tekton/demo', url: '' },
      system: { provider: 'tekton', host: '' },
      providerRunId: RUN,
      attempt: 1,
      number: 0,
      name: 'ci',
      status: 'queued',
      result: null,
      queuedAt: '2026-01-31T09:00:00.000Z',
      updatedAt: '2026-01-31T09:00:00.000Z',
      url: '',
    });
  });

  test.each([
    ['the name of the pipeline', { spec: { pipelineRef: { name: 'release' } } }, 'release'],
    [
      'the name that a resolver is given',
      { spec: { pipelineRef: { resolver: 'git', params: [{ name: 'name', value: 'release' }] } } },
      'release',
    ],
    ['the label', { metadata: { labels: { 'tekton.dev/pipeline': 'release' } } }, 'release'],
    ['what its name was made of', {}, 'ci'],
    ['its name', { metadata: { generateName: null } }, 'ci-x7k2p'],
  ])('a run is called by %s', (_what, more: { metadata?: Json; spec?: Json }, name) => {
    const run = runObject({}, { ...more, metadata: { annotations: null, ...more.metadata } });
    expect(factsOf(sent('pipelineRun', 'queued', 0, run))[0]).toMatchObject({ name });
  });
});

test.each([
  ['nothing', {}],
  ['another object', { data: { customRun: {} } }],
  ['no uid', { data: { pipelineRun: runObject({}, { metadata: { uid: undefined } }) } }],
  ['a uid that is none', { data: { pipelineRun: runObject({}, { metadata: { uid: 'a b/../c' } }) } }],
  ['wrong types', { data: { pipelineRun: { metadata: [], status: 7 } } }],
])('what is not as Tekton sends it is refused by name: %s', (_name, payload) => {
  expect(() => cdevents.translate('dev.tekton.event.pipelinerun.queued.v1', payload)).toThrow(PayloadError);
});

test('a status of nonsense is one that nothing is known of', () => {
  const run = runObject({ conditions: 'none', startTime: 7, skippedTasks: [{}], completionTime: 'soon' });
  expect(factsOf(sent('pipelineRun', 'queued', 0, run))[0]).toMatchObject({ status: 'queued' });
});

describe('names of any length are keys that an index takes', () => {
  const long = `${'n'.repeat(499)}💥${'n'.repeat(100_000)}`;
  const cutName = 'n'.repeat(499);
  const annotations = { ...byPipelinesAsCode, 'pipelinesascode.tekton.dev/original-prname': long };

  test('of a run', () => {
    const skipped = { ...succeeded('True', 'Completed', 9), skippedTasks: [{ name: 'lint' }] };
    const [run, job] = factsOf(sent('pipelineRun', 'successful', 9, runObject(skipped, { metadata: { annotations } })));
    expect([run, job]).toMatchObject([
      { kind: 'run', name: cutName },
      { kind: 'job', runName: cutName },
    ]);
  });

  test('of a job and of its run', () => {
    const labels = { 'tekton.dev/pipelineTask': long };
    const [job] = factsOf(sent('taskRun', 'queued', 3, taskObject('build', 3, {}, { annotations, labels })));
    expect(job).toMatchObject({ kind: 'job', name: cutName, runName: cutName });
  });
});
