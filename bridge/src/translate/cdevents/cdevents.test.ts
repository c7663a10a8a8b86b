import { CiFact } from '@summit/contracts';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { originOf } from './artifact';
import { cdevents } from './index';

type Json = Record<string, unknown>;
const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const shop = { provider: 'github', fullName: 'demo/shop', url: 'https://github.com/demo/shop' };

const fixtures = join(__dirname, 'fixtures');
const conformance = (name: string): Json => JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as Json;
const typeOf = (event: Json): string => String((event.context as Json).type).replace(/\.\d+\.\d+\.\d+(-draft)?$/, '');

const translate = (data: Json) => cdevents.translate(typeOf(data), { data });
const facts = (data: Json): readonly CiFact[] => {
  const translation = translate(data);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

/** An event as its specification has it. */
const event = (type: string, second: number, subject: Json, more: Json = {}): Json => ({
  context: {
    specversion: '0.4.1',
    id: `${type}-${second}`,
    source: 'https://tekton.example.org/ci',
    type: `dev.cdevents.${type}.0.2.0`,
    timestamp: new Date(Date.UTC(2026, 0, 31, 9, 0, second)).toISOString(),
  },
  subject,
  ...more,
});
const customData = {
  repository: 'git@github.com:demo/shop.git',
  sha: SHA,
  branch: 'main',
  change: 7,
  title: 'Add cart',
};
const run = (predicate: string, second: number, content: Json = {}): Json =>
  event(
    `pipelinerun.${predicate}`,
    second,
    { id: 'ns/run-1', content: { pipelineName: 'ci', ...content } },
    { customData },
  );
const task = (predicate: string, second: number, name: string, content: Json = {}): Json =>
  event(`taskrun.${predicate}`, second, {
    id: `ns/${name}`,
    content: { taskName: name, pipelineRun: { id: 'ns/run-1' }, ...content },
  });

const story: readonly Json[] = [
  run('queued', 0),
  run('started', 2, { uri: 'https://tekton.example.org/runs/1' }),
  task('started', 3, 'build'),
  task('finished', 20, 'build', { outcome: 'success' }),
  task('started', 21, 'test'),
  task('finished', 50, 'test', { outcome: 'failure', errors: 'Unit tests failed' }),
  run('finished', 51, { outcome: 'failure', uri: 'https://tekton.example.org/runs/1' }),
];
const folded = (events: readonly Json[]) =>
  foldRun(events.flatMap(facts).filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job'));

describe('the conformance events of the specification', () => {
  test('all are known', () => {
    for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.json')))
      expect(cdevents.events).toContain(typeOf(conformance(file.replace('.json', ''))));
  });

  test.each([
    ['pipelinerun_queued', 'queued', null],
    ['pipelinerun_started', 'running', null],
    ['pipelinerun_finished', 'completed', 'failed'],
  ])('%s', (name, status, result) => {
    expect(facts(conformance(name))).toMatchObject([
      {
        kind: 'run',
        system: { provider: 'cdevents', host: 'event~source~123' },
        providerRunId: 'mySubject123',
        name: 'myPipeline',
        status,
        result,
        queuedAt: '2023-03-20T14:27:05.315Z',
        url: 'https://www.example.com/mySubject123',
      },
    ]);
  });

  test.each([
    ['taskrun_started', 'running', null],
    ['taskrun_finished', 'completed', 'failed'],
  ])('%s', (name, status, result) => {
    expect(facts(conformance(name))).toMatchObject([
      { kind: 'job', providerRunId: 'mySubject123', providerJobId: 'mySubject123', name: 'myTask', status, result },
    ]);
  });

  test.each([
    ['change_created', 'change without a number'],
    ['change_reviewed', 'review'],
    ['service_deployed', 'no commit'],
    ['service_upgraded', 'no commit'],
    ['service_rolledback', 'no commit'],
    ['service_published', 'no deployment'],
    ['service_removed', 'no deployment'],
  ])('%s says nothing that Summit could join: %s', (name, dropped) => {
    expect(translate(conformance(name))).toEqual({ dropped });
  });

  test.each([
    ['change_created', 'open'],
    ['change_updated', 'open'],
    ['change_merged', 'merged'],
    ['change_abandoned', 'closed'],
  ])('%s, of a change that has a number, is %s', (name, state) => {
    const numbered = conformance(name);
    numbered.subject = { ...(numbered.subject as Json), id: '42' };
    expect(facts(numbered)).toMatchObject([
      {
        kind: 'change',
        number: 42,
        state,
        title: name === 'change_created' ? 'This PR address a bug from a recent PR' : '',
        repository: {
          provider: 'example.org',
          fullName: 'TestRepo/TestOrg',
          url: 'https://example.org/TestRepo/TestOrg',
        },
      },
    ]);
  });
});

describe('a run told by its events', () => {
  test('as it happened', () => {
    const { run: state, jobs } = folded(story);
    expect(state).toMatchObject({
      id: 'cdevents-tekton.example.org~ci-ns~run_1-1'.replace('ns~run_1', state.providerRunId),
      system: 'cdevents',
      repository: 'demo/shop',
      provider: 'github',
      name: 'ci',
      title: 'Add cart',
      result: 'failed',
      branch: 'main',
      sha: SHA,
      changeNumber: 7,
      queueMs: 2000,
      durationMs: 49_000,
      jobsTotal: 2,
      jobsFailed: 1,
      url: 'https://tekton.example.org/runs/1',
    });
    expect(jobs.map(({ name, result }) => [name, result])).toEqual([
      ['build', 'success'],
      ['test', 'failed'],
    ]);
    expect(jobs[1]?.finishedAt).toEqual(new Date('2026-01-31T09:00:50Z'));
  });

  test('in any order, however often', () => {
    const told = folded(story);
    const orders = fc.array(fc.nat({ max: story.length - 1 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.shuffledSubarray([...story], { minLength: story.length }), orders, (events, again) => {
        const repeated = again.map((index) => story[index] ?? {});
        expect(folded([...repeated, ...events])).toEqual(told);
      }),
    );
  });

  test('of which only the end is heard has no duration that nobody told', () => {
    const { run: state } = folded([run('finished', 51, { outcome: 'success' })]);
    expect(state).toMatchObject({ startedAt: null, durationMs: null, result: 'success' });
  });

  test.each([
    ['success', 'success'],
    ['failure', 'failed'],
    ['error', 'failed'],
    ['cancel', 'cancelled'],
    ['of_next_year', 'unknown'],
    ['toString', 'unknown'],
    [undefined, 'unknown'],
  ])('the outcome %s is %s', (outcome, result) => {
    expect(facts(run('finished', 1, { outcome }))[0]).toMatchObject({ result });
  });

  test('a task of no pipeline is a run of its own', () => {
    const { run: state, jobs } = folded([
      task('started', 3, 'lint', { pipelineRun: undefined }),
      task('finished', 9, 'lint', { pipelineRun: undefined, outcome: 'success' }),
    ]);
    expect(state).toMatchObject({ name: 'lint', result: 'success', durationMs: 6000, jobsTotal: 1 });
    expect(jobs).toHaveLength(1);
  });

  test('two sources with equal ids stay apart, also where one is a part of the other', () => {
    const elsewhere = [
      'https://tekton-ci.example.org',
      'https://tekton.example.org/ci-2',
      '/tekton/ci',
      'tekton ci',
      'tekton_ci',
    ];
    const ids = elsewhere.map((source) => {
      const other = run('queued', 0);
      return folded([{ ...other, context: { ...(other.context as Json), source } }]).run.id;
    });
    expect(new Set([...ids, folded(story).run.id]).size).toBe(elsewhere.length + 1);
    const [a, b] = ['a', 'a-b'].map(
      (source, index) =>
        folded([event('pipelinerun.queued', 0, { id: index === 0 ? 'b-1' : '1', source, content: {} })]).run.id,
    );
    expect(a).not.toBe(b);
  });

  test('the commit of it is told where the sender says which', () => {
    expect(facts(run('queued', 0))[1]).toEqual({ kind: 'commit', repository: shop, sha: SHA, branch: 'main' });
    expect(facts({ ...run('queued', 0), customData: 'anything else' })).toHaveLength(1);
  });
});

describe('deployments', () => {
  const service = (predicate: string, artifactId?: string, custom?: Json): Json =>
    event(
      `service.${predicate}`,
      60,
      { id: 'service/shop', content: { environment: { id: 'production/eu' }, artifactId } },
      custom ? { customData: custom } : {},
    );

  test.each([
    ['deployed', 'success', undefined],
    ['upgraded', 'success', undefined],
    ['rolledback', 'success', 'rollback'],
  ])('%s is a deployment that is %s', (predicate, state, taskName) => {
    expect(facts(service(predicate, `pkg:github/demo/shop@${SHA}`))).toEqual([
      {
        kind: 'deployment',
        repository: shop,
        system: { provider: 'cdevents', host: 'tekton.example.org~ci' },
        providerDeploymentId: `service.${predicate}-60`,
        environment: 'production/eu',
        production: true,
        sha: SHA,
        ...(taskName ? { task: taskName } : {}),
        state,
        createdAt: '2026-01-31T09:01:00.000Z',
        updatedAt: '2026-01-31T09:01:00.000Z',
      },
    ]);
  });

  test('one that is removed says which', () => {
    const removed = service('removed', undefined, { ...customData, deployment: 'service.deployed-60' });
    expect(facts(removed)).toMatchObject([
      { providerDeploymentId: 'service.deployed-60', state: 'inactive', sha: SHA },
    ]);
  });
});

test.each([
  [`pkg:github/demo/shop@${SHA}`, 'demo/shop', SHA, undefined],
  ['pkg:github/demo/shop@v1.2.3', 'demo/shop', undefined, 'v1.2.3'],
  ['pkg:golang/git.example.org/demo/shop@234fd47e07d1004f0aed9c', 'demo/shop', '234fd47e07d1004f0aed9c', undefined],
  ['pkg:golang/github.com/demo/shop@v0.0.0-20260131090000-234fd47e07d1', 'demo/shop', '234fd47e07d1', undefined],
  ['pkg:github/demo/shop@202601310900', 'demo/shop', undefined, '202601310900'],
  [
    `pkg:oci/shop@sha256%3A0b31b1c02ff4?vcs_url=git%2Bhttps://github.com/demo/shop.git%40${SHA}`,
    'demo/shop',
    SHA,
    undefined,
  ],
  [`pkg:npm/shop@1.0.0?vcs_url=git+ssh://git@github.com/demo/shop%40${SHA}`, 'demo/shop', SHA, '1.0.0'],
  ['pkg:oci/shop@sha256%3A0b31b1c02ff4', undefined, undefined, undefined],
  ['pkg:github/%E0%A4%A@x', undefined, undefined, 'x'],
  ['shop:latest', undefined, undefined, undefined],
  [undefined, undefined, undefined, undefined],
])('the code that %s was made of', (purl, repository, sha, version) => {
  const origin = originOf(purl);
  expect([origin.repository?.fullName, origin.sha, origin.version]).toEqual([repository, sha, version]);
});

describe('what is not as documented', () => {
  test.each([
    ['nothing', {}],
    ['no subject', { data: { context: (story[0] as Json).context } }],
    ['a subject without an id', { data: { ...story[0], subject: { content: {} } } }],
    ['a time that is none', { data: { ...story[0], context: { id: '1', source: 'a', timestamp: 'soon' } } }],
    ['wrong types', { data: { context: [], subject: 7 } }],
    ['null', null],
  ])('is refused by name: %s', (_name, payload) => {
    for (const type of cdevents.events.filter((name) => name.startsWith('dev.cdevents')))
      expect(() => cdevents.translate(type, payload)).toThrow(PayloadError);
  });

  test('an event that says it is another is refused: its type may be a header that nobody signed', () => {
    const started = { data: run('started', 1) };
    expect(cdevents.translate('dev.cdevents.pipelinerun.started', started)).toHaveProperty('facts');
    expect(() => cdevents.translate('dev.cdevents.pipelinerun.finished', started)).toThrow(/another event/);
  });

  test('what nobody knows is not a type', () => {
    expect(cdevents.translate('toString', {})).toEqual({ dropped: 'unknown event' });
  });
});
