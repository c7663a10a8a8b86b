import { CiFact } from '@summit/contracts';
import { foldRun, type RunOrJobFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { buildkite } from './index';

type Json = Record<string, unknown>;
const SHA = 'a65572555600c07c7ee79a2bd909220e1ca5485b';
const at = (seconds: number): string =>
  `${new Date(Date.UTC(2026, 0, 31, 9, 0, seconds)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const iso = (seconds: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, seconds)).toISOString();

/** In the shape that Buildkite sends. */
const build = (state: string, fields: Json = {}): Json => ({
  id: '1517afce-dbe4-4baf-89a8-42fb4f0aace6',
  web_url: 'https://buildkite.com/demo/shop/builds/302',
  number: 302,
  state,
  blocked: false,
  message: 'Price in euros\n\nCloses #4',
  commit: SHA,
  branch: 'euros',
  tag: null,
  source: 'webhook',
  author: { name: 'Ada', email: 'ada@example.org' },
  creator: {
    id: 'b02fdc4c',
    name: 'Grace',
    email: 'grace@example.org',
    avatar_url: 'https://www.gravatar.com/avatar/e',
  },
  created_at: at(0),
  scheduled_at: at(0),
  started_at: null,
  finished_at: null,
  meta_data: {},
  pull_request: { id: '4', base: 'main', repository: 'git://github.com/demo/shop.git' },
  ...fields,
});
const pipeline = {
  id: '91ed2371',
  name: 'Shop',
  slug: 'shop',
  repository: 'git@github.com:demo/shop.git',
  web_url: 'https://buildkite.com/demo/shop',
  default_branch: 'main',
};
const job = (id: string, state: string, fields: Json = {}): Json => ({
  id,
  type: 'script',
  name: ':jest: Test',
  step_key: 'test',
  command: 'npm test',
  state,
  web_url: `https://buildkite.com/demo/shop/builds/302#${id}`,
  soft_failed: false,
  exit_status: null,
  agent: null,
  agent_query_rules: ['queue=default'],
  created_at: at(0),
  scheduled_at: at(0),
  runnable_at: at(5),
  started_at: null,
  finished_at: null,
  ...fields,
});
const agent = { id: '0b461f65', name: 'agent-1', hostname: 'host', meta_data: ['queue=default', 'os=linux'] };

const facts = (event: string, payload: Json): readonly CiFact[] => {
  const translation = buildkite.translate(event, { event, pipeline, sender: {}, ...payload });
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};

test('a build is a run', () => {
  expect(facts('build.finished', { build: build('failed', { started_at: at(10), finished_at: at(70) }) })).toEqual([
    {
      kind: 'run',
      repository: {
        provider: 'github',
        fullName: 'demo/shop',
        url: 'https://github.com/demo/shop',
        defaultBranch: 'main',
      },
      system: { provider: 'buildkite', host: 'buildkite.com' },
      providerRunId: '1517afce-dbe4-4baf-89a8-42fb4f0aace6',
      attempt: 1,
      number: 302,
      name: 'Shop',
      title: 'Price in euros',
      event: 'webhook',
      status: 'completed',
      result: 'failed',
      providerResult: 'failed',
      branch: 'euros',
      sha: SHA,
      changeNumber: 4,
      actor: { name: 'Grace', email: 'grace@example.org', avatarUrl: 'https://www.gravatar.com/avatar/e' },
      queuedAt: iso(0),
      startedAt: iso(10),
      finishedAt: iso(70),
      reopens: true,
      updatedAt: iso(70),
      url: 'https://buildkite.com/demo/shop/builds/302',
    },
    expect.objectContaining({ kind: 'commit', sha: SHA, author: { name: 'Ada', email: 'ada@example.org' } }),
  ]);
});

test('a build of HEAD, asked for by hand, has no commit yet', () => {
  const [run, ...rest] = facts('build.scheduled', { build: build('scheduled', { commit: 'HEAD', source: 'ui' }) });
  expect(run).not.toHaveProperty('sha');
  expect(rest).toEqual([]);
});

test.each([
  ['scheduled', {}, 'queued'],
  ['creating', {}, 'queued'],
  ['running', {}, 'running'],
  ['failing', {}, 'running'],
  ['canceling', {}, 'running'],
  ['blocked', {}, 'queued'],
  ['passed', { blocked: true }, 'queued'],
  ['passed', {}, 'completed'],
  ['not_run', {}, 'completed'],
])('%s %j is %s', (state, fields, status) => {
  expect(facts('build.running', { build: build(state, fields) })[0]).toMatchObject({ status });
});

test('a job waits from when it can run, and tells its agent', () => {
  const payload = {
    build: build('running', { started_at: at(5) }),
    job: job('one', 'passed', { started_at: at(12), finished_at: at(40), agent }),
  };
  expect(facts('job.finished', payload)).toEqual([
    expect.objectContaining({ kind: 'run', status: 'running', updatedAt: iso(40) }),
    expect.objectContaining({
      kind: 'job',
      providerJobId: 'one',
      name: ':jest: Test',
      slot: 'test/:jest: Test/',
      result: 'success',
      queuedAt: iso(5),
      startedAt: iso(12),
      finishedAt: iso(40),
      runner: { id: '0b461f65', name: 'agent-1', labels: ['queue=default', 'os=linux'] },
      url: 'https://buildkite.com/demo/shop/builds/302#one',
    }),
  ]);
});

test.each([
  ['failed', {}, 'failed', 'failed'],
  ['failed', { soft_failed: true }, 'success', 'soft_failed'],
  ['timed_out', {}, 'timed_out', 'timed_out'],
  ['expired', {}, 'timed_out', 'expired'],
  ['broken', {}, 'skipped', 'broken'],
  ['canceled', {}, 'cancelled', 'canceled'],
])('a job that %s %j is %s', (state, fields, result, providerResult) => {
  const [, fact] = facts('job.finished', { build: build('running'), job: job('one', state, fields) });
  expect(fact).toMatchObject({ status: 'completed', result, providerResult });
});

test('waits and blocks are no jobs', () => {
  for (const type of ['waiter', 'manual'])
    expect(facts('job.finished', { build: build('running'), job: job('w', 'passed', { type }) })).toHaveLength(1);
});

test('a job that is retried takes the place of the one before, and the build goes on', () => {
  const failed = build('failed', { started_at: at(5), finished_at: at(40) });
  const again = build('running', { started_at: at(5) });
  const all = [
    facts('job.finished', { build: failed, job: job('one', 'failed', { started_at: at(12), finished_at: at(40) }) }),
    facts('build.finished', { build: failed }),
    facts('job.started', {
      build: again,
      job: job('two', 'running', {
        created_at: at(600),
        scheduled_at: at(600),
        runnable_at: at(600),
        started_at: at(605),
      }),
    }),
  ].flat();
  const states = all.filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job');
  const { run, jobs } = foldRun([...states].reverse());
  expect(run).toMatchObject({
    id: 'buildkite-1517afce-dbe4-4baf-89a8-42fb4f0aace6-1',
    status: 'running',
    jobsFailed: 0,
  });
  expect(jobs.map((one) => [one.id, one.retried])).toEqual([
    ['buildkite-one', true],
    ['buildkite-two', false],
  ]);
});

test('what is not there is refused by name', () => {
  expect(() => buildkite.translate('build.finished', {})).toThrow(PayloadError);
  expect(() => buildkite.translate('job.finished', { build: build('running'), pipeline })).toThrow(/job/);
  expect(buildkite.translate('agent.connected', {})).toEqual({ dropped: 'unknown event' });
});
