import type { CiFact, JobFact, RunFact } from '@summit/contracts';
import { CiFact as CiFactSchema } from '@summit/contracts';
import fc from 'fast-check';
import { PayloadError } from '../payload';
import { gitlab } from './index';
import {
  build,
  deployment,
  type GitlabDelivery,
  iso,
  job,
  type Json,
  mergeRequest,
  pipeline,
  project,
  push,
  ran,
  runner,
  SHA,
  spaced,
} from './testing/payloads';

const facts = ({ event, payload }: GitlabDelivery): readonly CiFact[] => {
  const translation = gitlab.translate(event, payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  for (const fact of translation.facts) expect(CiFactSchema.parse(fact)).toEqual(fact);
  return translation.facts;
};
const runOf = (delivery: GitlabDelivery): RunFact => facts(delivery).find((fact) => fact.kind === 'run') as RunFact;
const jobsOf = (delivery: GitlabDelivery): JobFact[] => facts(delivery).filter((fact) => fact.kind === 'job');

describe('Pipeline Hook', () => {
  const finished = pipeline(
    'failed',
    [
      ran(380, 'compile', 'success', 15, 45, { stage: 'build' }),
      ran(381, 'unit 1/2', 'failed', 60, 90, { failure_reason: 'script_failure' }),
      ran(382, 'unit 2/2', 'failed', 60, 3660, { failure_reason: 'job_execution_timeout' }),
      build(383, 'deploy', 'skipped', { stage: 'deploy' }),
      build(384, 'purge', 'manual', { stage: 'deploy', when: 'manual', manual: true }),
    ],
    { finished_at: spaced(3660), duration: 3640 },
  );

  test('a run with its commit, by GitLab’s own account of its duration', () => {
    expect(runOf(finished)).toEqual({
      kind: 'run',
      repository: {
        provider: 'git.example.org',
        fullName: 'demo/web/shop',
        url: 'https://git.example.org/demo/web/shop',
        defaultBranch: 'main',
      },
      system: { provider: 'gitlab', host: 'git.example.org' },
      providerRunId: '31',
      attempt: 1,
      number: 3,
      name: 'branch pipeline',
      title: 'Price in euros',
      event: 'push',
      status: 'completed',
      result: 'failed',
      providerResult: 'failed',
      branch: 'main',
      sha: SHA,
      actor: { name: 'ada', avatarUrl: 'https://git.example.org/uploads/ada.png' },
      queuedAt: iso(0),
      startedAt: iso(15),
      finishedAt: iso(3660),
      durationMs: 3_640_000,
      reopens: true,
      updatedAt: iso(3660),
      url: 'https://git.example.org/demo/web/shop/-/pipelines/31',
    });
    expect(facts(finished).at(-1)).toMatchObject({
      kind: 'commit',
      sha: SHA,
      committedAt: '2026-01-31T08:58:00.000Z',
      author: { name: 'Ada', email: 'ada@example.org' },
    });
  });

  test('its jobs; one that no person has started is not a job yet', () => {
    const jobs = jobsOf(finished);
    expect(jobs.map(({ name, stage, result, providerResult }) => [name, stage, result, providerResult])).toEqual([
      ['compile', 'build', 'success', 'success'],
      ['unit 1/2', 'test', 'failed', 'script_failure'],
      ['unit 2/2', 'test', 'timed_out', 'job_execution_timeout'],
      ['deploy', 'deploy', 'skipped', 'skipped'],
    ]);
    expect(jobs[0]).toMatchObject({
      providerJobId: '380',
      slot: 'compile',
      queuedAt: iso(0),
      startedAt: iso(15),
      finishedAt: iso(45),
      waitedMs: 10_000,
      runner: { id: '12', name: 'runner-a.example.org', labels: ['linux', 'docker'] },
      url: 'https://git.example.org/demo/web/shop/-/jobs/380',
    });
    expect(jobs[3]).not.toHaveProperty('startedAt');
  });

  test.each([
    ['created', 'queued', null],
    ['waiting_for_resource', 'queued', null],
    ['preparing', 'queued', null],
    ['pending', 'queued', null],
    ['scheduled', 'queued', null],
    ['manual', 'queued', null],
    ['running', 'running', null],
    ['canceling', 'running', null],
    ['success', 'completed', 'success'],
    ['canceled', 'completed', 'cancelled'],
    ['skipped', 'completed', 'skipped'],
    ['of_next_year', 'queued', null],
  ])('%s is %s', (status, expected, result) => {
    expect(runOf(pipeline(status, []))).toMatchObject({ status: expected, result });
  });

  test('a merge request’s pipeline belongs to the change and its branch', () => {
    const delivery = pipeline('running', [], { source: 'merge_request_event', ref: 'refs/merge-requests/4/head' });
    delivery.payload['merge_request'] = { id: 1, iid: 4, title: 'Price in euros', source_branch: 'euros' };
    expect(runOf(delivery)).toMatchObject({ name: 'merge request pipeline', branch: 'euros', changeNumber: 4 });
  });

  test.each([
    ['schedule', false, 'schedule pipeline'],
    ['parent_pipeline', false, 'parent pipeline'],
    ['push', true, 'tag pipeline'],
    [null, null, 'branch pipeline'],
  ])('of source %s (tag %s): %s', (source, tag, name) => {
    expect(runOf(pipeline('running', [], { source, tag })).name).toBe(name);
  });

  test('the name of workflow:name is the title, for it may be another for each commit', () => {
    expect(runOf(pipeline('running', [], { name: 'Release 1.2' }))).toMatchObject({
      name: 'branch pipeline',
      title: 'Release 1.2',
    });
  });

  test('the time of the report is the latest that it mentions', () => {
    const retried = pipeline('running', [ran(380, 'compile', 'success', 15, 45), build(390, 'unit', 'pending')], {
      finished_at: spaced(40),
    });
    expect(runOf(retried).updatedAt).toBe(iso(45));
  });
});

describe('Job Hook', () => {
  test('is the same job as the pipeline lists', () => {
    const reported = facts(
      job(381, 'unit', 'failed', {
        build_started_at: iso(60),
        build_finished_at: iso(90),
        build_queued_duration: 10,
        build_failure_reason: 'script_failure',
        runner,
      }),
    );
    const listed = jobsOf(
      pipeline('failed', [ran(381, 'unit', 'failed', 60, 90, { failure_reason: 'script_failure' })]),
    );
    expect(reported).toEqual(listed);
  });

  test('what has not come to its turn says nothing', () => {
    for (const status of ['created', 'manual', 'scheduled'])
      expect(gitlab.translate('Job Hook', job(1, 'x', status).payload)).toEqual({ dropped: 'empty Job Hook' });
  });

  test('a reason for failure counts only where it failed', () => {
    expect(facts(job(1, 'x', 'canceled'))[0]).toMatchObject({ result: 'cancelled', providerResult: 'canceled' });
  });

  test('servers without project and pipeline_id name both elsewhere', () => {
    const [fact] = facts(job(1, 'x', 'pending', { project: undefined, pipeline_id: undefined }));
    expect(fact).toMatchObject({ providerRunId: '31', repository: { fullName: 'demo/web/shop' } });
  });

  test('a failure that the pipeline lets pass is none of the run', () => {
    const allowed = job(1, 'x', 'failed', { build_allow_failure: true, build_failure_reason: 'script_failure' });
    expect(facts(allowed)[0]).toMatchObject({ result: 'success', providerResult: 'allowed_failure' });
    expect(jobsOf(pipeline('success', [ran(1, 'x', 'failed', 1, 2, { allow_failure: true })]))[0]).toMatchObject({
      result: 'success',
    });
  });

  test('without any of them it is refused by name', () => {
    expect(() => facts(job(1, 'x', 'pending', { pipeline_id: null, commit: null }))).toThrow(/pipeline_id/);
    expect(() => facts(job(1, 'x', 'pending', { project: null, repository: null }))).toThrow(/path_with_namespace/);
    expect(() => facts(job(1, 'x', 'pending', { build_created_at: 'soon' }))).toThrow(/build_created_at/);
  });
});

describe('Deployment Hook', () => {
  test('the whole commit is in its address, the run in the job', () => {
    expect(facts(deployment('success', 60))).toEqual([
      expect.objectContaining({
        kind: 'deployment',
        providerDeploymentId: '15',
        providerJobId: '383',
        environment: 'eu',
        production: true,
        sha: SHA,
        state: 'success',
        createdAt: iso(60),
        updatedAt: iso(60),
        url: 'https://shop.example.org',
      }),
    ]);
  });

  test('a tier says more than a name, a name more than nothing', () => {
    const isProduction = (fields: Json): unknown => facts(deployment('running', 0, fields))[0];
    expect(isProduction({ environment: 'prod', environment_tier: 'staging' })).toMatchObject({ production: false });
    expect(isProduction({ environment: 'prod', environment_tier: null })).toMatchObject({ production: true });
  });

  test.each([
    ['created', 'pending'],
    ['blocked', 'queued'],
    ['running', 'in_progress'],
    ['failed', 'failure'],
    ['canceled', 'inactive'],
    ['of_next_year', 'pending'],
  ])('%s is %s', (status, state) => {
    expect(facts(deployment(status, 0))[0]).toMatchObject({ state });
  });

  test.each(['approved', 'rejected'])('%s is a decision, and no state of the deployment', (status) => {
    const approver = { id: 2, name: 'Grace', username: 'grace', email: '[REDACTED]' };
    const told = deployment(status, 60, { approver, approval: { comment: 'after lunch', created_at: iso(59) } });
    expect(facts(told)).toEqual([
      expect.objectContaining({
        kind: 'approval',
        gate: 'review',
        decision: status,
        providerDeploymentId: '15',
        environment: 'eu',
        actor: { name: 'grace' },
        comment: 'after lunch',
        at: iso(59),
      }),
    ]);
    const [bare] = facts(deployment(status, 60));
    expect(bare).toMatchObject({ kind: 'approval', decision: status, at: iso(60), actor: { name: 'ada' } });
  });

  test('without the commit’s page the short sha has to do, without a job there is none', () => {
    const [fact] = facts(deployment('success', 0, { commit_url: null, deployable_id: null, deployable_url: null }));
    expect(fact).toMatchObject({ sha: SHA.slice(0, 8) });
    expect(fact).not.toHaveProperty('providerJobId');
  });
});

describe('Merge Request Hook', () => {
  test('an open one, by its author', () => {
    expect(facts(mergeRequest('opened', 0))[0]).toEqual({
      kind: 'change',
      repository: expect.objectContaining({ fullName: 'demo/web/shop' }) as unknown,
      number: 4,
      title: 'Price in euros',
      state: 'open',
      author: { name: 'ada', avatarUrl: 'https://git.example.org/uploads/ada.png' },
      headBranch: 'euros',
      headSha: SHA,
      baseBranch: 'main',
      createdAt: iso(-3600),
      updatedAt: iso(0),
      url: 'https://git.example.org/demo/web/shop/-/merge_requests/4',
      labels: ['price', 'web'],
    });
  });

  test('who merged it is not its author', () => {
    const merged = mergeRequest('merged', 60, { merge_commit_sha: 'd'.repeat(40) }, { id: 8, username: 'grace' });
    expect(facts(merged)[0]).toMatchObject({ state: 'merged', mergedAt: iso(60), mergeSha: 'd'.repeat(40) });
    expect(facts(merged)[0]).not.toHaveProperty('author');
  });

  test('locked is the moment of merging: still open', () => {
    expect(facts(mergeRequest('locked', 0))[0]).toMatchObject({ state: 'open' });
  });
});

describe('Push Hook and Tag Push Hook', () => {
  test('the commits of a branch with their files', () => {
    expect(facts(push())).toEqual([
      expect.objectContaining({ sha: SHA, branch: 'main', files: ['README.md', 'src/euro.ts', 'src/price.ts'] }),
    ]);
  });

  test('a tag and the commit it stands on', () => {
    const { payload } = push({ ref: 'refs/tags/v1.2.0', commits: [] });
    expect(gitlab.translate('Tag Push Hook', payload)).toEqual({
      facts: [expect.objectContaining({ kind: 'commit', sha: SHA })],
      tag: { name: 'v1.2.0', sha: SHA },
    });
  });

  test('what was deleted brings nothing', () => {
    const { payload } = push({ after: '0'.repeat(40), checkout_sha: null, commits: [] });
    expect(gitlab.translate('Push Hook', payload)).toEqual({ dropped: 'empty Push Hook' });
  });
});

test('events that Summit has no use for are dropped', () => {
  for (const event of ['Note Hook', 'constructor', ''])
    expect(gitlab.translate(event, {})).toEqual({ dropped: 'unknown event' });
});

test('an empty body is refused, naming the fields', () => {
  for (const event of gitlab.events) expect(() => gitlab.translate(event, {})).toThrow(PayloadError);
});

test('whatever a field holds, a delivery is translated or refused', () => {
  const deliveries = [
    pipeline('running', [ran(1, 'a', 'success', 1, 2), build(2, 'b', 'pending')]),
    job(1, 'a', 'running', { build_started_at: iso(1), runner }),
    deployment('running', 0),
    mergeRequest('opened', 0),
    push(),
  ];
  const paths = deliveries.flatMap((delivery) => pathsOf(delivery.payload).map((path) => ({ delivery, path })));
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, '', '__proto__', -1, 2 ** 60, '0000-00-00 00:00:00 UTC'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), value, ({ delivery, path }, replacement) => {
      const payload = withValue(delivery.payload, path, replacement) as Json;
      try {
        facts({ event: delivery.event, payload });
      } catch (error) {
        if (error instanceof PayloadError || /^empty/.test(String((error as Error).message))) return;
        throw error;
      }
    }),
    { numRuns: 3000 },
  );
});

const pathsOf = (value: unknown, path: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, entry]) => [[...path, key], ...pathsOf(entry, [...path, key])])
    : [];

function withValue(value: unknown, [key, ...rest]: readonly string[], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((entry: unknown, i) => (String(i) === key ? withValue(entry, rest, replacement) : entry));
  const object = value as Json;
  return { ...object, [key]: withValue(object[key], rest, replacement) };
}

test('the project’s page tells which server it is on', () => {
  expect(runOf(pipeline('running', [])).repository.url).toBe(project.web_url);
});
