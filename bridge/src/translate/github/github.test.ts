import { CiFact } from '@summit/contracts';
import examples from '@octokit/webhooks-examples';
import fc from 'fast-check';
import { PayloadError } from '../payload';
import { github } from './index';
import { pushedTag } from './push';

const real = examples.flatMap(({ name, examples: payloads }) => payloads.map((payload, n) => ({ name, n, payload })));
const known = real.filter(({ name }) => github.events.includes(name));

const example = (event: string, n: number): Record<string, unknown> =>
  structuredClone(known.find((one) => one.name === event && one.n === n)?.payload ?? {});

const factsOf = (event: string, payload: unknown): readonly CiFact[] => {
  const translated = github.translate(event, payload);
  return 'facts' in translated ? translated.facts : [];
};

/** A copy of a recorded payload with some fields of one part replaced. */
const changed = (event: string, n: number, part: string, fields: object): Record<string, unknown> => {
  const payload = example(event, n);
  return { ...payload, [part]: { ...(payload[part] as object), ...fields } };
};

describe('recorded payloads', () => {
  test.each(known.map(({ name, n, payload }) => [`${name} ${n}`, name, payload] as const))(
    '%s becomes facts of the contract',
    (_, name, payload) => {
      const translated = github.translate(name, payload);
      if ('dropped' in translated) {
        expect(translated.dropped).toBe('empty push');
        return;
      }
      for (const fact of translated.facts) expect(CiFact.parse(fact)).toEqual(fact);
    },
  );

  test('all other recorded events are dropped with a reason', () => {
    const others = real.filter(({ name }) => !github.events.includes(name));
    expect(others.length).toBeGreaterThan(100);
    for (const { name, payload } of others)
      expect(github.translate(name, payload)).toEqual({ dropped: name === 'ping' ? 'ping' : 'unknown event' });
  });
});

describe('workflow_run', () => {
  test('names the run, its pipeline, its commit and who asked for it', () => {
    expect(factsOf('workflow_run', example('workflow_run', 0))).toMatchObject([
      {
        kind: 'run',
        providerRunId: '1589141559',
        attempt: 1,
        number: 36,
        name: 'Manually triggered workflow',
        event: 'workflow_dispatch',
        status: 'queued',
        result: null,
        branch: 'main',
        sha: '5779607b49aab1200488439f02372c57b4f75444',
        queuedAt: '2021-12-16T19:37:22.000Z',
      },
      { kind: 'commit', sha: '5779607b49aab1200488439f02372c57b4f75444', message: 'Update milestone-created.yml' },
    ]);
  });

  test.each([
    ['success', 'completed', 'success'],
    ['neutral', 'completed', 'success'],
    ['failure', 'completed', 'failed'],
    ['startup_failure', 'completed', 'failed'],
    ['cancelled', 'completed', 'cancelled'],
    ['skipped', 'completed', 'skipped'],
    ['timed_out', 'completed', 'timed_out'],
    ['stale', 'completed', 'unknown'],
    ['a_word_of_tomorrow', 'completed', 'unknown'],
    ['action_required', 'queued', null],
  ])('conclusion %s → %s, %s', (conclusion, status, result) => {
    const [run] = factsOf(
      'workflow_run',
      changed('workflow_run', 1, 'workflow_run', { status: 'completed', conclusion }),
    );
    expect(run).toMatchObject({ status, result, providerResult: conclusion });
  });

  test('a run that never began has no start', () => {
    const [run] = factsOf(
      'workflow_run',
      changed('workflow_run', 1, 'workflow_run', { status: 'completed', conclusion: 'startup_failure' }),
    );
    expect(run).not.toHaveProperty('startedAt');
  });

  test('a later attempt began to wait when it was asked for, not when the first was made', () => {
    const [run] = factsOf(
      'workflow_run',
      changed('workflow_run', 0, 'workflow_run', {
        run_attempt: 3,
        created_at: '2026-01-01T09:00:00Z',
        run_started_at: '2026-01-05T09:00:00Z',
      }),
    );
    expect(run).toMatchObject({ attempt: 3, queuedAt: '2026-01-05T09:00:00.000Z' });
  });

  test('a run without a commit, actor or pull request is a run all the same', () => {
    const facts = factsOf(
      'workflow_run',
      changed('workflow_run', 0, 'workflow_run', {
        head_commit: null,
        actor: null,
        triggering_actor: null,
        pull_requests: null,
        head_branch: null,
      }),
    );
    expect(facts).toHaveLength(1);
    expect(facts[0]).not.toHaveProperty('actor');
    expect(facts[0]).not.toHaveProperty('branch');
  });

  test('a name of any length is cut, and never through a character', () => {
    const [run] = factsOf(
      'workflow_run',
      changed('workflow_run', 0, 'workflow_run', { name: `${'x'.repeat(499)}😀😀` }),
    );
    expect(run).toMatchObject({ name: 'x'.repeat(499) });
  });

  test('the pull request is that of this repository, not of a fork with the same head', () => {
    const payload = example('workflow_run', 0);
    const id = (payload.repository as { id: number }).id;
    const pulls = [
      { number: 7, base: { repo: { id: id + 1 } } },
      { number: 8, base: { repo: { id } } },
    ];
    const run = { ...(payload.workflow_run as object), pull_requests: pulls };
    expect(factsOf('workflow_run', { ...payload, workflow_run: run })[0]).toMatchObject({ changeNumber: 8 });
  });

  test('a link that is not http(s) gives way to the repository', () => {
    const [run] = factsOf(
      'workflow_run',

      changed('workflow_run', 0, 'workflow_run', { html_url: 'javascript:alert(1)' }),
    );
    expect(run).toMatchObject({ url: 'https://github.com/Codertocat/Hello-World' });
  });
});

describe('workflow_job', () => {
  test('a completed job has its runner, steps and times', () => {
    const [job] = factsOf('workflow_job', example('workflow_job', 1));
    expect(job).toMatchObject({
      kind: 'job',
      providerRunId: '2202229078',
      providerJobId: '289782451',
      attempt: 1,
      name: 'linters',
      runName: 'CodeQL',
      result: 'failed',
      queuedAt: '2021-08-05T10:33:58.000Z',
      startedAt: '2021-08-05T10:34:58.000Z',
      finishedAt: '2021-08-05T10:38:16.000Z',
      runner: { id: '5', name: 'GitHub Actions 5', group: 'GitHub Actions', labels: ['ubuntu-latest'] },
    });
    expect(job?.kind === 'job' && job.steps.map((step) => step.result)).toContain('skipped');
  });

  test('the time of creation that GitHub writes as the start of a waiting job is none', () => {
    const [job] = factsOf('workflow_job', example('workflow_job', 5));
    expect(job).toMatchObject({ status: 'queued' });
    expect(job).not.toHaveProperty('startedAt');
  });

  test('waiting for a deployment approval is queued', () => {
    expect(factsOf('workflow_job', example('workflow_job', 6))[0]).toMatchObject({ status: 'queued', result: null });
  });

  test.each([
    ['skipped', { conclusion: 'skipped' }],
    ['cancelled before a runner took it', { conclusion: 'cancelled', runner_id: 0, runner_name: '', steps: [] }],
  ])('a job %s never started', (_, fields) => {
    const [job] = factsOf('workflow_job', changed('workflow_job', 1, 'workflow_job', fields));
    expect(job).toMatchObject({ status: 'completed', finishedAt: '2021-08-05T10:38:16.000Z' });
    expect(job).not.toHaveProperty('startedAt');
  });

  test('old payloads without attempt and time of creation', () => {
    expect(factsOf('workflow_job', example('workflow_job', 0))[0]).toMatchObject({
      attempt: 1,
      queuedAt: '2021-06-15T19:22:27.000Z',
      status: 'running',
    });
  });

  test('a null job says nothing', () => {
    expect(github.translate('workflow_job', { ...example('workflow_job', 1), workflow_job: null })).toEqual({
      dropped: 'empty workflow_job',
    });
  });

  test('a job without any time is refused by name', () => {
    const timeless = changed('workflow_job', 5, 'workflow_job', { created_at: null, started_at: null });
    expect(() => github.translate('workflow_job', timeless)).toThrow(/workflow_job\.created_at/);
  });
});

describe('push', () => {
  const commit = {
    id: 'a'.repeat(40),
    message: 'Add cart',
    timestamp: '2026-01-31T10:00:00+02:00',
    url: 'https://github.com/demo/shop/commit/aaa',
    author: { name: 'Sam', email: 'sam@example.org', username: 'sam' },
    added: ['b.ts'],
    modified: ['a.ts'],
    removed: ['b.ts'],
  };
  const push = (fields: object): unknown => ({ ...example('push', 0), ref: 'refs/heads/main', ...fields });

  test('each commit once, with its files, its head among them', () => {
    expect(factsOf('push', push({ commits: [commit], head_commit: commit }))).toMatchObject([
      {
        sha: commit.id,
        branch: 'main',
        files: ['a.ts', 'b.ts'],
        committedAt: '2026-01-31T08:00:00.000Z',
        author: { name: 'Sam' },
      },
    ]);
  });

  test('a deleted branch has nothing to say', () => {
    const deleted = push({ deleted: true, after: '0'.repeat(40), commits: [], head_commit: null });
    expect(github.translate('push', deleted)).toEqual({ dropped: 'empty push' });
  });

  test('a tag names its commit, but is no branch', () => {
    const tag = push({ ref: 'refs/tags/v1.2.0', commits: [], head_commit: commit });
    expect(factsOf('push', tag)[0]).not.toHaveProperty('branch');
    expect(pushedTag(tag)).toEqual({ name: 'v1.2.0', sha: commit.id });
    expect(pushedTag(push({ head_commit: commit }))).toBeUndefined();
  });
});

describe('pull_request', () => {
  test('a merged one has the merge commit; before that GitHub names a throw-away one', () => {
    const sha = 'c'.repeat(40);
    const merged = { state: 'closed', merged: true, merged_at: '2026-01-02T00:00:00Z', merge_commit_sha: sha };
    expect(factsOf('pull_request', changed('pull_request', 0, 'pull_request', merged))[0]).toMatchObject({
      state: 'merged',
      mergeSha: sha,
      mergedAt: '2026-01-02T00:00:00.000Z',
    });
    const open = factsOf('pull_request', changed('pull_request', 0, 'pull_request', { merge_commit_sha: sha }))[0];
    expect(open).toMatchObject({ state: 'open' });
    expect(open).not.toHaveProperty('mergeSha');
  });

  test('a deleted author leaves none', () => {
    const facts = factsOf('pull_request', changed('pull_request', 0, 'pull_request', { user: null }));
    expect(facts[0]).not.toHaveProperty('author');
  });
});

describe('deployment and deployment_status', () => {
  test('newer payloads name the run that deploys', () => {
    expect(factsOf('deployment_status', example('deployment_status', 1))[0]).toMatchObject({
      providerDeploymentId: '145988746',
      environment: 'github-pages',
      state: 'in_progress',
      providerRunId: '289782451-1',
      updatedAt: '2022-01-03T01:28:40.000Z',
    });
    expect(factsOf('deployment_status', example('deployment_status', 0))[0]).not.toHaveProperty('providerRunId');
  });

  test.each([
    ['production', true],
    ['prod-eu', true],
    ['Production/eu', true],
    ['product-catalog', false],
    ['staging', false],
  ])('environment %s: production is %s', (environment, production) => {
    const fields = { environment, production_environment: false };
    expect(factsOf('deployment', changed('deployment', 0, 'deployment', fields))[0]).toMatchObject({ production });
  });

  test('a state that is not known counts as pending', () => {
    const payload = changed('deployment_status', 0, 'deployment_status', { state: 'simmering' });
    expect(factsOf('deployment_status', payload)[0]).toMatchObject({ state: 'pending' });
  });
});

test('a check that wants action blocks like a failed one', () => {
  const payload = changed('check_run', 1, 'check_run', { conclusion: 'action_required' });
  expect(factsOf('check_run', payload)[0]).toMatchObject({ status: 'completed', result: 'failed' });
});

describe('wrong payloads', () => {
  test.each(github.events)('%s: an empty body is refused, naming the fields', (event) => {
    expect(() => github.translate(event, {})).toThrow(PayloadError);
    expect(() => github.translate(event, {})).toThrow(new RegExp(`^GitHub ${event}: .*repository`));
  });

  test('the field is named by its path', () => {
    expect(() => github.translate('workflow_run', changed('workflow_run', 0, 'workflow_run', { id: 'x' }))).toThrow(
      /^GitHub workflow_run: workflow_run\.id: /,
    );
  });

  test.each(['__proto__', 'constructor', 'toString', 'a_new_word'])('a conclusion called %s is unknown', (word) => {
    const payload = changed('workflow_run', 0, 'workflow_run', { status: 'completed', conclusion: word });
    expect(factsOf('workflow_run', payload)[0]).toMatchObject({ status: 'completed', result: 'unknown' });
  });

  test('an attempt that no database column holds is refused', () => {
    expect(() =>
      github.translate('workflow_run', changed('workflow_run', 0, 'workflow_run', { run_attempt: 2_147_483_648 })),
    ).toThrow(/^GitHub workflow_run: workflow_run\.run_attempt: /);
  });

  test('anything that is JSON is facts, a drop, or a PayloadError; never another error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...github.events, 'toString', '__proto__'), fc.jsonValue(), (event, value) => {
        try {
          github.translate(event, value);
        } catch (error) {
          expect(error).toBeInstanceOf(PayloadError);
        }
      }),
    );
  });

  test('a field of a real payload replaced by anything: the same', () => {
    const jobs = known.filter(({ name }) => name.startsWith('workflow'));
    fc.assert(
      fc.property(fc.constantFrom(...jobs), fc.nat(), fc.jsonValue(), ({ name, payload }, n, value) => {
        const part = name as 'workflow_run';
        const copy = structuredClone(payload) as unknown as Record<string, Record<string, unknown>>;
        const inner = copy[part] ?? {};
        const keys = Object.keys(inner);
        inner[keys[n % keys.length] ?? ''] = value;
        try {
          const translated = github.translate(name, copy);
          if ('facts' in translated) for (const fact of translated.facts) CiFact.parse(fact);
        } catch (error) {
          expect(error).toBeInstanceOf(PayloadError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
