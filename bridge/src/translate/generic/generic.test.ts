import { CiFact } from '@summit/contracts';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentIdOfFact, foldRun, type RunOrJobFact } from '../../domain/run';
import { PayloadError } from '../payload';
import { deliveryProblems } from '../problems';
import { generic } from './index';
import { genericJsonSchema } from './schema';

type Json = Record<string, unknown>;
const SHA = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';
const at = (second: number): string => new Date(Date.UTC(2026, 0, 31, 9, 0, second)).toISOString();
const repository = 'https://github.com/demo/shop';
const shop = { provider: 'github', fullName: 'demo/shop', url: repository };

const run = (status: string, time: number, more: Json = {}): Json => ({
  type: 'run',
  id: 17,
  name: 'nightly',
  status,
  time: at(time),
  repository,
  sha: SHA,
  ...more,
});
const job = (id: string, status: string, time: number, more: Json = {}): Json => ({
  type: 'job',
  id,
  run: { id: '17' },
  name: id,
  status,
  time: at(time),
  repository,
  ...more,
});
const deployment = (more: Json = {}): Json => ({
  type: 'deployment',
  id: '2026-01-31.1',
  repository,
  sha: SHA,
  environment: 'production',
  status: 'success',
  time: at(60),
  ...more,
});

const delivery = (...events: Json[]): Json => ({ system: 'deploy-1.example.org', events });
const facts = (payload: unknown, event = 'events'): readonly CiFact[] => {
  const translation = generic.translate(event, payload);
  if ('dropped' in translation) throw new Error(translation.dropped);
  return translation.facts.map((fact) => CiFact.parse(fact));
};
const folded = (events: readonly Json[]) =>
  foldRun(
    facts(delivery(...events)).filter((fact): fact is RunOrJobFact => fact.kind === 'run' || fact.kind === 'job'),
  );

const story: readonly Json[] = [
  run('queued', 0, { number: 4, title: 'Nightly', trigger: 'schedule', branch: 'main', actor: 'ada' }),
  // What one report leaves out, another may say.
  run('running', 2, { repository: undefined }),
  job('build', 'queued', 2),
  job('build', 'running', 4, { runner: { name: 'box-1', labels: ['big'] } }),
  job('build', 'success', 20, {
    startedAt: at(4),
    steps: [
      { name: 'fetch', status: 'success', startedAt: at(4), finishedAt: at(6) },
      { name: 'make', status: 'success', startedAt: at(6), finishedAt: at(20) },
    ],
  }),
  job('test', 'failed', 50, { queuedAt: at(20), startedAt: at(22) }),
  job('deploy', 'skipped', 50),
  run('failed', 51, { url: 'https://deploy-1.example.org/17', repository: undefined }),
];

describe('a run of a sender that Summit does not know', () => {
  test('with its jobs and steps', () => {
    const { run: state, jobs } = folded(story);
    expect(state).toMatchObject({
      id: 'generic-deploy_1.example.org-17-1',
      system: 'generic',
      host: 'deploy_1.example.org',
      provider: 'github',
      repository: 'demo/shop',
      name: 'nightly',
      title: 'Nightly',
      number: 4,
      event: 'schedule',
      result: 'failed',
      branch: 'main',
      sha: SHA,
      actor: { name: 'ada' },
      queueMs: 2000,
      durationMs: 49_000,
      jobsTotal: 3,
      jobsFailed: 1,
      url: 'https://deploy-1.example.org/17',
    });
    expect(jobs.map(({ name, result, steps }) => [name, result, steps.length])).toEqual([
      ['build', 'success', 2],
      ['test', 'failed', 0],
      ['deploy', 'skipped', 0],
    ]);
    expect(jobs[0]).toMatchObject({ startedAt: new Date(at(4)), runner: { name: 'box-1', labels: ['big'] } });
  });

  test('in any order, however often', () => {
    const told = folded(story);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story], { minLength: story.length }),
        fc.array(fc.nat({ max: story.length - 1 }), { maxLength: 20 }),
        (events, again) => {
          expect(folded([...again.map((index) => story[index] ?? {}), ...events])).toEqual(told);
        },
      ),
    );
  });

  test('an id twice in one delivery is one run, as its newest report has it', () => {
    const { run: state } = folded([run('success', 9), run('failed', 10), run('failed', 10)]);
    expect(state).toMatchObject({ result: 'failed' });
  });

  test('without a repository the sender stands for it', () => {
    expect(facts(delivery(run('queued', 0, { repository: undefined })))[0]).toMatchObject({
      repository: { provider: 'generic', fullName: 'deploy_1.example.org/nightly', url: '' },
    });
  });
});

describe('whose it is', () => {
  const idOf = (system: string, id: string | number) => {
    const [fact] = facts({ system, events: [run('queued', 0, { id })] });
    return foldRun(fact?.kind === 'run' ? [fact] : []).run.id;
  };

  test('is this door’s own, whatever the repository and whatever it calls itself', () => {
    expect(idOf('github.com', 6454805877)).toBe('generic-github.com-6454805877-1');
    expect(idOf('github', '1-1')).toBe('generic-github-1-1-1');
    const [deployed] = facts(delivery(deployment({ run: { id: 6454805877 } })));
    expect(deployed).toMatchObject({
      repository: shop,
      system: { provider: 'generic' },
      providerRunId: '6454805877-1',
    });
    expect(deployed?.kind === 'deployment' && deploymentIdOfFact(deployed)).toBe(
      'generic-deploy_1.example.org-2026-01-31.1',
    );
  });

  test('no sender can write into another’s run', () => {
    const names = fc.stringMatching(/^[a-z0-9][a-z0-9.:-]{0,8}[a-z0-9]$/);
    const ids = fc.stringMatching(/^[a-z0-9_~:./ -]{1,8}$/);
    fc.assert(
      fc.property(names, ids, names, ids, (system, id, otherSystem, otherId) => {
        const same = system === otherSystem && id === otherId;
        expect(idOf(system, id) === idOf(otherSystem, otherId)).toBe(same);
      }),
    );
    expect(idOf('a', 'b-1')).not.toBe(idOf('a-b', '1'));
  });

  test('ids of whatever letters are parts of addresses', () => {
    for (const id of ['a b', 'a/b?c#d', 'naïve', '../..', 'x'.repeat(300), '\u0000', '😀'])
      expect(idOf('a', id)).toMatch(/^[\w.:~-]{1,150}$/);
  });
});

describe('approvals', () => {
  const approval = (more: Json = {}): Json => ({
    type: 'approval',
    repository,
    environment: 'production',
    deployment: '2026-01-31.1',
    decision: 'approved',
    time: at(50),
    ...more,
  });

  test('name the deployment as its own events do', () => {
    const said = { actor: 'grace', asked: ['grace', 'ops', 'ops'], comment: 'looks fine' };
    const [deployed, approved] = facts(delivery(deployment(), approval(said)));
    expect(approved).toMatchObject({
      kind: 'approval',
      gate: 'review',
      decision: 'approved',
      actor: { name: 'grace' },
      asked: ['grace', 'ops'],
      comment: 'looks fine',
      at: at(50),
    });
    if (deployed?.kind !== 'deployment' || approved?.kind !== 'approval') throw new Error('other facts');
    expect(approved.providerDeploymentId).toBe(deployed.providerDeploymentId);
    expect(approved.system).toEqual(deployed.system);
  });

  test('or the run that waits', () => {
    expect(facts(delivery(approval({ deployment: undefined, run: { id: 17 } })))[0]).toMatchObject({
      providerRunId: '17-1',
    });
    expect(facts(delivery(approval({ deployment: undefined, runId: 'github-1-1' })))[0]).toMatchObject({
      runId: 'github-1-1',
    });
  });

  test.each([
    ['nothing that is approved', approval({ deployment: undefined }), /events\.0\.deployment: missing/],
    ['no decision', approval({ decision: 'maybe' }), /events\.0\.decision/],
    ['a future time', approval({ time: '2036-01-31T09:00:00Z' }), /a day ahead|future|ahead/],
  ])('%s is refused', (_, event, words) => {
    const problems = deliveryProblems(
      generic,
      'events',
      Buffer.from(JSON.stringify(delivery(event))),
      new Date(at(60)),
    );
    expect(problems.join()).toMatch(words);
  });
});

describe('deployments, changes and commits', () => {
  test('a deployment', () => {
    const [begun, ended] = facts(
      delivery(
        deployment({
          status: 'running',
          time: at(50),
          ref: 'v1.2.3',
          actor: { name: 'Ada', email: 'ada@example.org' },
        }),
        deployment({ sha: SHA.toUpperCase(), startedAt: at(50), task: 'rollback', url: 'https://shop.example.org' }),
      ),
    );
    expect(begun).toMatchObject({ state: 'in_progress', production: true, createdAt: at(50), ref: 'v1.2.3' });
    expect(ended).toEqual({
      kind: 'deployment',
      repository: shop,
      system: { provider: 'generic', host: 'deploy_1.example.org' },
      providerDeploymentId: '2026-01-31.1',
      environment: 'production',
      production: true,
      sha: SHA,
      task: 'rollback',
      state: 'success',
      createdAt: at(50),
      updatedAt: at(60),
      url: 'https://shop.example.org',
    });
  });

  test('a change', () => {
    const change = { type: 'change', repository, number: 7, title: 'Add cart', createdAt: at(0), time: at(9) };
    expect(facts(delivery({ ...change, state: 'merged', mergeSha: SHA }))).toEqual([
      {
        kind: 'change',
        repository: shop,
        number: 7,
        title: 'Add cart',
        state: 'merged',
        mergeSha: SHA,
        createdAt: at(0),
        updatedAt: at(9),
        closedAt: at(9),
        mergedAt: at(9),
        url: '',
      },
    ]);
  });

  test('a commit', () => {
    const commit = { type: 'commit', repository: 'git@github.com:demo/shop.git', sha: SHA, message: 'Add cart' };
    expect(facts(delivery({ ...commit, files: ['b', 'a', 'b'] }))).toEqual([
      { kind: 'commit', repository: shop, sha: SHA, message: 'Add cart', files: ['a', 'b'] },
    ]);
  });
});

describe('what is wrong is told by event and field', () => {
  const problemOf = (payload: unknown): string => {
    try {
      facts(payload);
    } catch (error) {
      if (error instanceof PayloadError) return error.message;
      throw error;
    }
    return '';
  };

  test.each([
    ['not an object', null, /\(the body\)/],
    ['no system', { events: [run('queued', 0)] }, /^The delivery: system: /],
    ['a system with an underscore', { system: 'a_b', events: [run('queued', 0)] }, /system: letters, digits/],
    ['an empty system', { system: '', events: [run('queued', 0)] }, /system: /],
    ['no events', { system: 'a' }, /events: /],
    ['an empty list', delivery(), /events: /],
    ['too many events', delivery(...Array.from({ length: 1001 }, () => run('queued', 0))), /events: Too big/],
    ['an event of no type', delivery({ id: 1 }), /events\.0\.type: /],
    ['a type that is none', delivery({ type: 'toString' }), /events\.0\.type: /],
    ['a missing id', delivery(run('queued', 0), run('queued', 0, { id: undefined })), /events\.1\.id: /],
    ['an empty id', delivery(run('queued', 0, { id: '' })), /events\.0\.id: /],
    [
      'an id that is a list',
      delivery(run('queued', 0, { id: [1] })),
      /events\.0\.id: a text of up to 300 characters, or a whole number/,
    ],
    ['an id below zero', delivery(run('queued', 0, { id: -1 })), /events\.0\.id: /],
    ['a status that is none', delivery(run('passed', 0)), /events\.0\.status: .*"success"/],
    ['no time at all', delivery(run('queued', 0, { time: undefined })), /events\.0\.time: missing, as are queuedAt/],
    ['a time that is none', delivery(run('queued', 0, { time: 'yesterday' })), /events\.0\.time: not a time/],
    ['a time before all', delivery(run('queued', 0, { time: '0001-01-01T00:00:00Z' })), /events\.0\.time: not a time/],
    ['a name of another form', delivery(run('queued', 0, { started_at: at(0) })), /events\.0: .*"started_at"/],
    [
      'a repository that is none',
      delivery(deployment({ repository: 'demo/shop' })),
      /events\.0\.repository: not the address/,
    ],
    ['a sha that is none', delivery(deployment({ sha: 'main' })), /events\.0\.sha: not a commit sha/],
    ['a link that is none', delivery(deployment({ url: 'javascript:alert(1)' })), /events\.0\.url: not an http/],
    ['an attempt of zero', delivery(run('queued', 0, { attempt: 0 })), /events\.0\.attempt: /],
    ['a number beyond all', delivery(run('queued', 0, { number: 1e16 })), /events\.0\.number: /],
    [
      'a step of no name',
      delivery(job('a', 'success', 0, { steps: [{ status: 'success' }] })),
      /events\.0\.steps\.0\.name/,
    ],
    [
      'endless steps',
      delivery(job('a', 'success', 0, { steps: Array(501).fill({ name: 'x', status: 'success' }) })),
      /events\.0\.steps: Too big/,
    ],
    ['an endless name', delivery(run('queued', 0, { name: 'x'.repeat(5000) })), /events\.0\.name: Too big/],
  ])('%s', (_name, payload, problem) => {
    expect(problemOf(payload)).toMatch(problem);
  });

  test('whatever it is, it is a fact or a problem, never anything else', () => {
    const value = fc.anything({ maxDepth: 3 });
    const event = fc.oneof(
      value,
      fc.record(
        {
          type: fc.constantFrom('run', 'job', 'deployment', 'approval', 'change', 'commit', 'x'),
          id: fc.oneof(fc.string(), fc.integer(), value),
          run: fc.oneof(fc.record({ id: fc.string() }), value),
          name: fc.oneof(fc.string(), value),
          status: fc.oneof(fc.constantFrom('queued', 'success', 'failed'), value),
          time: fc.oneof(
            fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
            value,
          ),
          repository: fc.oneof(fc.webUrl(), fc.constant(repository), value),
          sha: fc.oneof(fc.constant(SHA), value),
          environment: fc.oneof(fc.string(), value),
          steps: value,
        },
        { requiredKeys: ['type'] },
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(value, fc.record({ system: fc.oneof(fc.string(), fc.constant('a')), events: fc.array(event) })),
        (payload) => {
          problemOf(payload);
        },
      ),
    );
  });

  test('a time that is not yet', () => {
    const now = new Date(at(0));
    const problems = (payload: Json) => deliveryProblems(generic, 'events', Buffer.from(JSON.stringify(payload)), now);
    expect(problems(delivery(run('queued', 3600)))).toEqual([]);
    const future = '2999-01-01T00:00:00.000Z';
    expect(problems(delivery(run('queued', 0), run('running', 0, { time: future })))).toEqual([
      `events.1: ${future} is more than a day ahead of the bridge's clock`,
    ]);
    const steps = [{ name: 'x', status: 'success', finishedAt: future }];
    expect(problems(delivery(job('a', 'success', 0, { steps })))).toHaveLength(1);
    expect(problems(delivery(run('queued', 0, { id: undefined })))).toEqual([expect.stringContaining('events.0.id')]);
  });
});

test('the published JSON Schema is that of the code', () => {
  const published: unknown = JSON.parse(
    readFileSync(join(__dirname, '../../../../docs/generic-door.schema.json'), 'utf8'),
  );
  expect(published).toEqual(genericJsonSchema());
});

describe('the documentation', () => {
  const page = readFileSync(join(__dirname, '../../../../docs/generic-door.md'), 'utf8');
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

  test('has examples, each of which is taken', () => {
    expect(examples.length).toBeGreaterThanOrEqual(5);
    for (const text of examples) {
      const payload: Json = JSON.parse(text) as Json;
      expect(facts(payload, 'involvedObject' in payload ? 'flux' : 'events').length).toBeGreaterThan(0);
    }
  });

  test('names every field', () => {
    const names = new Set([...JSON.stringify(genericJsonSchema()).matchAll(/"(\w+)":\{/g)].map(([, name]) => name));
    for (const name of ['properties', 'items', 'required', 'anyOf', 'oneOf']) names.delete(name);
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
